"""One column at large: its distribution with a scale, its figures, and what the network gets from it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from netloom.described import settings_of
from netloom.project import Project
from netloom.settings.columns import Column, Transform
from netloom_desktop.data.columns_bars import Bars, bars_of, paint_bars
from netloom_desktop.data.columns_lines import KINDS, ROLES, Line, amount, enters_as, spread_words
from netloom_desktop.inspector.form import Form
from netloom_desktop.inspector.parts import Table, title
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import label, plain_tip, say

_QUARTILES: Final = ("Lower quartile", "Median", "Upper quartile")
_TOP: Final = 8


class ColumnDetail(QScrollArea):
    """Shows a column; of several chosen ones the first, and the form edits all that become numbers alike.

    Signals: `edited(path, value)` with a setting of their transform, `left()` when the editing of a field is over.
    """

    edited = Signal(object, object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("column_detail")
        self.setAccessibleName("The chosen column")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        self.heading = label(theme, inside, size=15, bold=True)
        self.use = label(theme, inside, color="muted_text")
        self.picture = Histogram(inside)
        self.figures = Table(theme, ("muted_text", "text"), inside)
        self.gets = title(theme, "What the network gets", inside)
        self.sentence = label(theme, inside)
        self.forms: dict[type[Transform], Form] = {}
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(12, 8, 12, 12)
        self._column.setSpacing(6)
        beside = QHBoxLayout()
        beside.setSpacing(16)
        beside.addWidget(self.picture, 1, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.figures, 1, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.use)
        self._column.addLayout(beside)
        self._column.addWidget(self.gets)
        self._column.addWidget(self.sentence)
        self._column.addStretch()
        self.setWidget(inside)
        self.show_lines((), Project())

    def show_lines(self, lines: Sequence[Line], project: Project) -> None:
        """Show the chosen columns; none, where nothing is chosen."""
        line = lines[0] if lines else None
        say(self.heading, line.column.name if line else "")
        say(self.use, _use(line, len(lines)) if line else "Choose a column to see what is in it.")
        self.picture.show_line(line)
        self.figures.show_lines(figures_of(line) if line else ())
        self._show_transform([each.column for each in lines], project)

    def _show_transform(self, columns: Sequence[Column], project: Project) -> None:
        first = columns[0] if columns else None
        kind = type(first.transform) if first and first.transform is not None else None
        say(self.sentence, gets(first) if first else "")
        self.gets.setVisible(first is not None)
        for shown, form in self.forms.items():
            form.setVisible(shown is kind)
        if kind is None:
            return
        form = self._form(kind)
        alike = [column.transform for column in columns if type(column.transform) is kind]
        form.show_values([transform for transform in alike if transform is not None], project)

    def _form(self, kind: type[Transform]) -> Form:
        if kind not in self.forms:
            self.forms[kind] = form = Form(settings_of(kind), self.theme, self.widget())
            form.edited.connect(self.edited)
            form.left.connect(self.left)
            self._column.insertWidget(self._column.count() - 1, form)
        return self.forms[kind]

    def forget(self) -> None:
        """Forget what was typed and refused: another column is shown."""
        for form in self.forms.values():
            form.forget()


def _use(line: Line, chosen: int) -> str:
    column = line.column
    words = [KINDS[column.kind][0].capitalize(), ROLES[column.role][0].lower()]
    more = f", the first of {chosen:,} chosen" if chosen > 1 else ""
    because = f". {column.why[:1].upper()}{column.why[1:]}." if column.why else ""
    return f"{', '.join(words)}{more}{because}"


def gets(column: Column) -> str:
    """What the network gets from a column, or is to answer."""
    if column.role == "ignored":
        return "Nothing: the column is ignored."
    if column.transform is None:
        return "Nothing yet: it has no way to become numbers. Choose another kind, or ignore it."
    if column.role == "target":
        return f"It is what the network answers: {enters_as(column)}."
    return f"{column.transform.sentence} In all {enters_as(column)} for each row."


def figures_of(line: Line) -> tuple[tuple[str, str], ...]:
    """The figures of a column, each with its name."""
    found = line.found
    if found is None:
        return (("Values", "not known: the table is not read, or has no such column"),)
    figures = [("Missing", f"{found.missing:,} of {line.rows:,}")]
    figures += [("Not readable", f"{found.unreadable:,}")] if found.unreadable else []
    figures += [("Different values", f"{found.distinct:,}")]
    if found.minimum is not None and found.maximum is not None:
        figures += [("Range", f"{amount(found.minimum, found)} to {amount(found.maximum, found)}")]
    if found.mean is not None and found.kind != "date":
        figures += [("Mean", f"{found.mean:,.4g}")]
        figures += [("Deviation", f"{found.deviation:,.4g}")] if found.deviation is not None else []
    figures += [(name, amount(value, found)) for name, value in zip(_QUARTILES, found.quartiles, strict=False)]
    if found.levels and not found.quartiles:
        figures += [(f"{level.count:,} rows", level.value) for level in found.levels[:_TOP]]
    elif not found.quartiles and found.examples:
        figures += [("For example", ", ".join(found.examples))]
    return tuple(figures)


class Histogram(QWidget):
    """A distribution with its scale below, in words for who cannot see it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("histogram")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.bars = Bars()
        self.ends = ("", "")

    def show_line(self, line: Line | None) -> None:
        """Show the distribution of a column; of none, or of one whose values all differ, nothing."""
        self.bars = bars_of(line.found, line.column.kind) if line else Bars()
        found = line.found if line else None
        known = found is not None and found.minimum is not None and found.maximum is not None
        self.ends = ("", "")
        if found is not None and known and self.bars.joined:
            self.ends = amount(found.minimum or 0.0, found), amount(found.maximum or 0.0, found)
        self.setVisible(bool(self.bars.counts))
        words = f"Distribution of {line.column.name}: {spread_words(found)}" if line else ""
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        small = font(11)
        metrics = QFontMetrics(small)
        room = QRectF(self.rect()).adjusted(0, 4, 0, -metrics.height() - 6)
        palette = self.palette()
        paint_bars(painter, self.bars, room, palette.color(QPalette.ColorRole.Highlight), self.devicePixelRatioF())
        painter.fillRect(QRectF(room.left(), room.bottom(), room.width(), 1), palette.color(QPalette.ColorRole.Mid))
        painter.setFont(small)
        painter.setPen(palette.color(QPalette.ColorRole.Dark))
        self._paint_scale(painter, QRectF(room.left(), room.bottom() + 3, room.width(), metrics.height()), metrics)
        painter.end()

    def _paint_scale(self, painter: QPainter, below: QRectF, metrics: QFontMetrics) -> None:
        if self.bars.joined:
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self.ends[0])
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, self.ends[1])
            return
        names = (*self.bars.names, "others") if self.bars.rest else self.bars.names
        step = below.width() / max(len(names), 2)
        for place, name in enumerate(names):
            spot = QRectF(below.left() + place * step + 2, below.top(), step - 4, below.height())
            fitting = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(spot.width()))
            painter.drawText(spot, Qt.AlignmentFlag.AlignHCenter, fitting)


__all__ = ["ColumnDetail", "Histogram", "figures_of", "gets"]
