"""Every text can be read: a contrast of 4.5 or more to what is behind it, in both themes, measured as WCAG 2 does."""

import pytest
from contrast import ENOUGH, contrast, faint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netloom_desktop.theme import DARK, LIGHT, Theme

_PLAIN = ("window", "panel", "entry", "canvas", "block", "block_header", "frame")
PAIRS = (
    *((text, ground) for text in ("text", "muted_text") for ground in _PLAIN),
    *(("accent", ground) for ground in ("window", "panel", "entry", "block", "block_header")),
    *((text, ground) for text in ("error", "warning") for ground in ("window", "panel", "block", f"{text}_fill")),
    *(("fitting", ground) for ground in ("window", "panel", "block")),
    ("on_accent", "accent"),
    ("note_text", "note"),
    ("text", "grid"),
)
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
def test_every_text_stands_out(theme: Theme) -> None:
    found = {pair: round(contrast(theme.color(pair[0]), theme.color(pair[1])), 2) for pair in PAIRS}
    assert not {pair: ratio for pair, ratio in found.items() if ratio < ENOUGH}


@THEMES
def test_every_kind_of_block_stands_out(theme: Theme) -> None:
    found = {kind: round(contrast(QColor(color), theme.color("block")), 2) for kind, color in theme.kinds.items()}
    assert not {kind: ratio for kind, ratio in found.items() if ratio < ENOUGH}


@THEMES
def test_so_do_the_texts_of_ordinary_widgets(theme: Theme) -> None:
    roles, palette = QPalette.ColorRole, theme.palette
    pairs = (
        (roles.WindowText, roles.Window),
        (roles.Text, roles.Base),
        (roles.Text, roles.AlternateBase),
        (roles.PlaceholderText, roles.Base),
        (roles.ButtonText, roles.Button),
        (roles.HighlightedText, roles.Highlight),
        (roles.ToolTipText, roles.ToolTipBase),
        (roles.Link, roles.Base),
    )
    found = {pair: contrast(palette.color(pair[0]), palette.color(pair[1])) for pair in pairs}
    assert not {pair: ratio for pair, ratio in found.items() if ratio < ENOUGH}


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


def test_what_is_faint_is_found_unless_it_cannot_be_used_now(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    for words, colors in (("clear", "#000 on #fff"), ("faint", "#777 on #fff"), ("off", "#777 on #fff")):
        color, _, ground = colors.partition(" on ")
        label = QLabel(words, enabled=words != "off", styleSheet=f"color: {color}; background: {ground}")
        column.addWidget(label)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    assert faint(window) == ["QLabel: 'faint' in #777777 on #ffffff: 4.48"]
