"""How blocks, frames and comments are painted: quickly, and from prepared values that leave nothing to go wrong."""

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from netloom_desktop.canvas.appearance import BlockLook, Chip
from netloom_desktop.canvas.geometry import (
    HEADER,
    HEIGHT,
    MENDING,
    MESSAGE,
    PORT_RADIUS,
    PORT_ROW,
    WIDTH,
    block_height,
    port_height,
)
from netloom_desktop.icons import icon_pixmap
from netloom_desktop.theme import Theme, font

FAR: Final = 0.35  # below this scale all blocks are one layer of plain rectangles
TITLES_ONLY: Final = 0.5  # below this one, a block shows its title alone, as large as fits
CORNER: Final = 8.0
PAD: Final = 14.0
ICON: Final = 18


class Ink:
    """The pens, brushes and fonts of a theme, made once."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.title, self.body, self.small = font(13, bold=True), font(12), font(11)
        self.large = font(20, bold=True)
        self.metrics = {id(each): QFontMetricsF(each) for each in (self.title, self.body, self.small, self.large)}
        self._widths: dict[tuple[int, str], float] = {}
        color = theme.color
        self.text, self.muted_text = QPen(color("text")), QPen(color("muted_text"))
        self.accent, self.none = QPen(color("accent"), 2.0), QPen(Qt.PenStyle.NoPen)
        self.outline = QPen(color("outline"), 1.0)
        self.muted_outline = QPen(color("muted_text"), 1.2, Qt.PenStyle.DashLine)
        self.block, self.header = QBrush(color("block")), QBrush(color("block_header"))
        self.canvas = QBrush(color("canvas"))
        self.severities = {
            "error": Strip(QPen(color("error"), 1.6), QBrush(color("error_fill")), QPen(color("error"))),
            "warning": Strip(QPen(color("warning"), 1.4), QBrush(color("warning_fill")), QPen(color("warning"))),
            "note": Strip(QPen(color("outline"), 1.0), QBrush(color("block_header")), QPen(color("muted_text"))),
        }
        self.wire_far = QPen(color("wire"), 0)
        self.wire, self.wire_chosen = QPen(color("wire"), 2.0), QPen(color("accent"), 3.0)
        self.wire_error = QPen(color("error"), 2.0, Qt.PenStyle.DashLine)
        self.wire_lit = QPen(color("fitting"), 4.0)
        self.grid = QPen(color("grid"), 1.0)
        self.grid.setCosmetic(True)
        self.fitting = QPen(color("fitting"), 2.0)
        self.guide = QPen(color("accent"), 1.0, Qt.PenStyle.DashLine)
        self.guide.setCosmetic(True)
        self.frame, self.frame_outline = QBrush(color("frame")), QPen(color("frame_outline"), 1.2)
        self.note, self.note_text = QBrush(color("note")), QPen(color("note_text"))
        self.kinds = {group: QColor(value) for group, value in theme.kinds.items()}

    def kind(self, group: str) -> QColor:
        """The colour of a group of blocks."""
        return self.kinds[group] if group in self.kinds else self.muted_text.color()

    def elided(self, text: str, used: QFont, width: float) -> str:
        """A text, cut to a width."""
        if self.width(text, used) <= width:
            return text
        return self.metrics[id(used)].elidedText(text, Qt.TextElideMode.ElideRight, width)

    def width(self, text: str, used: QFont) -> float:
        """How wide a text is. Most texts are there many times, so each is measured once."""
        key = (id(used), text)
        if key not in self._widths:
            self._widths[key] = self.metrics[id(used)].horizontalAdvance(text)
        return self._widths[key]


@dataclass(frozen=True)
class Strip:
    """How a severity is shown: the outline of the block, and the strip with the message."""

    outline: QPen
    fill: QBrush
    text: QPen


@dataclass(frozen=True)
class Placed:
    """A text and where its base line begins, from the upper left corner of the block."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Prepared:
    """A block ready to be painted: every text cut to its width and put in its place."""

    look: BlockLook
    height: float
    color: QColor
    title: Placed
    kind: Placed
    large: str
    chips: tuple[tuple[Chip, QRectF, Placed, Placed], ...]
    shape: Placed
    parameters: Placed
    message: Placed
    fix: tuple[QRectF, Placed] | None
    port_names: tuple[Placed, ...]
    inputs: tuple[QPointF, ...]
    outputs: tuple[QPointF, ...]
    heights: dict[tuple[str, str], float]


def prepared(look: BlockLook, ink: Ink) -> Prepared:
    """A block ready to be painted."""
    inputs, outputs = len(look.inputs), len(look.outputs)
    height = block_height(inputs, outputs, has_message=bool(look.message), has_fix=bool(look.fix))
    strip = height - MESSAGE - (MENDING if look.fix else 0.0)
    left = PAD + ICON + 8
    title = ink.elided(look.title, ink.title, WIDTH - left - PAD)
    spare = WIDTH - left - PAD - ink.width(title, ink.title) - 8
    kind = ink.elided(look.kind, ink.small, spare) if spare > 24 else ""
    parameters = Placed(look.parameters, WIDTH - PAD - ink.width(look.parameters, ink.small), 69)
    shape = ink.elided(look.shape, ink.body, parameters.x - PAD - 6 if look.parameters else WIDTH - 2 * PAD)
    mark = {"error": "✕ ", "warning": "⚠ ", "note": ""}.get(look.severity, "")
    return Prepared(
        look=look,
        height=height,
        color=ink.kind(look.group),
        title=Placed(title, left, 20),
        kind=Placed(kind, WIDTH - PAD - ink.width(kind, ink.small), 20),
        large=ink.elided(look.title, ink.large, WIDTH - 24),
        chips=_chips(look.chips, ink),
        shape=Placed(shape, PAD, 69),
        parameters=parameters,
        message=Placed(ink.elided(mark + look.message, ink.small, WIDTH - 20), 10, strip + 16),
        fix=_fix(look.fix, height, ink) if look.fix else None,
        port_names=_port_names(look, ink),
        inputs=tuple(QPointF(0, port_height(place, inputs, outputs)) for place in range(inputs)),
        outputs=tuple(QPointF(WIDTH, port_height(place, inputs, outputs)) for place in range(outputs)),
        heights={
            (side, port.name): port_height(place, inputs, outputs)
            for side, ports in (("input", look.inputs), ("output", look.outputs))
            for place, port in enumerate(ports)
        },
    )


def _chips(chips: tuple[Chip, ...], ink: Ink) -> tuple[tuple[Chip, QRectF, Placed, Placed], ...]:
    """As many settings side by side as there is room for, each with its rectangle."""
    made, x = [], PAD
    for chip in chips:
        wide, room = ink.width(chip.name, ink.small), WIDTH - PAD - x
        if room < wide + 22:
            break
        value = ink.elided(chip.value, ink.body, room - wide - 6)
        width = wide + 5 + ink.width(value, ink.body)
        area = QRectF(x - 4, HEADER + 3, width + 8, 19)
        made.append((chip, area, Placed(chip.name, x, HEADER + 17), Placed(value, x + wide + 5, HEADER + 17)))
        x += width + 12
    return tuple(made)


def _fix(label: str, height: float, ink: Ink) -> tuple[QRectF, Placed]:
    """The button that mends the problem: as wide as its text, at the bottom."""
    text = ink.elided(label, ink.small, WIDTH - 36)
    area = QRectF(8, height - MENDING, ink.width(text, ink.small) + 20, MENDING - 6)
    return area, Placed(text, area.x() + 10, area.y() + 14)


def _port_names(look: BlockLook, ink: Ink) -> tuple[Placed, ...]:
    inputs, outputs = len(look.inputs), len(look.outputs)
    if max(inputs, outputs) <= 1:
        return ()
    half = WIDTH / 2 - 18
    found = []
    for place, port in enumerate(look.inputs):
        found.append(Placed(ink.elided(port.name, ink.small, half), 12, port_height(place, inputs, outputs) + 4))
    for place, port in enumerate(look.outputs):
        name = ink.elided(port.name, ink.small, half)
        x = WIDTH - 12 - ink.width(name, ink.small)
        found.append(Placed(name, x, port_height(place, inputs, outputs) + 4))
    return tuple(found)


@dataclass
class State:
    """How a block is shown at the moment: chosen or not, which ports light up, and which one the keyboard is at."""

    chosen: bool = False
    fitting: frozenset[tuple[str, str]] | None = None  # None: no wire is being drawn
    at_port: tuple[str, str] | None = None


PLAIN: Final = State()


def paint_block(painter: QPainter, ready: Prepared, ink: Ink, state: State, scale: float) -> None:
    """Paint a block with its upper left corner at the origin."""
    body = QRectF(0, 0, WIDTH, ready.height)
    look = ready.look
    strip = ink.severities.get(look.severity)
    painter.setPen(ink.accent if state.chosen else strip.outline if strip else _outline(look, ink))
    painter.setBrush(ink.block)
    painter.drawRoundedRect(body, CORNER, CORNER)
    painter.fillRect(QRectF(1.5, 8, 4, ready.height - 16), ready.color)
    if scale < TITLES_ONLY:
        _paint_title_alone(painter, ready, ink)
    else:
        _paint_texts(painter, ready, ink)
    if strip and look.message:
        _paint_message(painter, ready, strip, ink)
    _paint_ports(painter, ready, ink, state)


def _outline(look: BlockLook, ink: Ink) -> QPen:
    return ink.muted_outline if look.muted else ink.outline


def _paint_title_alone(painter: QPainter, ready: Prepared, ink: Ink) -> None:
    painter.setFont(ink.large)
    painter.setPen(ink.muted_text if ready.look.muted else ink.text)
    painter.drawText(QRectF(12, 0, WIDTH - 20, HEIGHT), Qt.AlignmentFlag.AlignCenter, ready.large)


def _paint_texts(painter: QPainter, ready: Prepared, ink: Ink) -> None:
    look = ready.look
    zoom = min(max(round(painter.worldTransform().m11() * painter.device().devicePixelRatioF() + 0.49), 1), 4)
    pixmap = icon_pixmap(look.icon, ready.color.name(), ICON * zoom)
    painter.drawPixmap(QRectF(PAD, 6, ICON, ICON), pixmap, QRectF(pixmap.rect()))
    strong = ink.muted_text if look.muted else ink.text
    painter.setPen(strong)
    _write(painter, ready.title, ink.title)
    painter.setFont(ink.body)
    for _, _, _, value in ready.chips:
        painter.drawText(QPointF(value.x, value.y), value.text)
    if ready.shape.text:
        painter.drawText(QPointF(ready.shape.x, ready.shape.y), ready.shape.text)
    painter.setPen(ink.muted_text)
    painter.setFont(ink.small)
    for _, _, name, _ in ready.chips:
        painter.drawText(QPointF(name.x, name.y), name.text)
    for placed in (ready.kind, ready.parameters, *ready.port_names):
        if placed.text:
            painter.drawText(QPointF(placed.x, placed.y), placed.text)


def _write(painter: QPainter, placed: Placed, used: QFont) -> None:
    painter.setFont(used)
    painter.drawText(QPointF(placed.x, placed.y), placed.text)


def _paint_message(painter: QPainter, ready: Prepared, strip: Strip, ink: Ink) -> None:
    area = QPainterPath()
    tall = MESSAGE + (MENDING if ready.fix else 0.0)
    top = ready.height - tall
    area.setFillRule(Qt.FillRule.WindingFill)
    area.addRoundedRect(QRectF(1, top, WIDTH - 2, tall - 1), CORNER - 1, CORNER - 1)
    area.addRect(QRectF(1, top, WIDTH - 2, MESSAGE / 2))
    painter.fillPath(area, strip.fill)
    painter.setPen(strip.text)
    _write(painter, ready.message, ink.small)
    if ready.fix is not None:
        button, label = ready.fix
        painter.setBrush(ink.block)
        painter.drawRoundedRect(button, 5, 5)
        _write(painter, label, ink.small)


def _paint_ports(painter: QPainter, ready: Prepared, ink: Ink, state: State) -> None:
    ends = ready.look.inputs, ready.look.outputs
    for side, ports, points in zip(("input", "output"), ends, (ready.inputs, ready.outputs), strict=True):
        for port, point in zip(ports, points, strict=True):
            name = (side, port.name)
            fits = state.fitting is not None and name in state.fitting
            painter.setPen(ink.fitting if fits else ink.accent if state.chosen else ink.outline)
            painter.setBrush(ink.fitting.color() if fits else ink.canvas if state.fitting is not None else ink.block)
            _paint_port(painter, point, PORT_RADIUS + 2 if fits else PORT_RADIUS, port.many)
            if name == state.at_port:
                painter.setPen(ink.accent)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(point, PORT_RADIUS + 6, PORT_RADIUS + 6)


def _paint_port(painter: QPainter, point: QPointF, radius: float, many: bool) -> None:
    """A port is round; one that takes several wires is long."""
    if many:
        tall = radius + PORT_ROW / 2
        painter.drawRoundedRect(
            QRectF(point.x() - radius + 1, point.y() - tall, 2 * radius - 2, 2 * tall), radius, radius
        )
    else:
        painter.drawEllipse(point, radius, radius)


@dataclass
class FarShapes:
    """All blocks and wires of a network seen from afar, ready to be painted in a few calls: rectangles by colour."""

    blocks: dict[str, list[QRectF]]
    chosen: list[QRectF]
    broken: list[QRectF]
    wires: list[QLineF]
    ailing: list[QRectF] = field(default_factory=list)


def paint_far(painter: QPainter, shapes: FarShapes, ink: Ink) -> None:
    """Paint a network seen from afar."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(ink.wire_far)
    painter.drawLines(shapes.wires)
    painter.setPen(ink.none)
    for group, rects in shapes.blocks.items():
        painter.setBrush(ink.kind(group))
        painter.drawRects(rects)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outlined = (
        (shapes.ailing, ink.severities["warning"].outline.color()),
        (shapes.broken, ink.severities["error"].outline.color()),
        (shapes.chosen, ink.accent.color()),
    )
    for rects, color in outlined:
        if rects:
            pen = QPen(color, 3)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawRects(rects)
