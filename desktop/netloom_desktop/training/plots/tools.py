"""What is above the plots: which figures, how they are drawn, and saving."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)

from netloom_desktop.buttons import explained_button
from netloom_desktop.theme import Theme, font
from netloom_desktop.training.drawing import Manner
from netloom_desktop.training.plots.flow import Flow
from netloom_desktop.training.plots.saving import ask_to_save
from netloom_desktop.training.wording import figure_title
from netloom_desktop.words import dye

_SMOOTHEST: Final = 0.98
_CHOSEN: Final = "training/figures"


class Tools(QWidget):
    """Signals: `changed()`, and `all_wanted()` to show everything again. `write` writes the plots to a file."""

    changed = Signal()
    all_wanted = Signal()

    def __init__(self, theme: Theme, write: Callable[[Path], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.chips: dict[str, QToolButton] = {}
        self._row = Flow(self)
        self.steps = self._chip(
            "Within epochs", "steps", "Also draw the loss within each epoch, where one run is drawn."
        )
        self.steps.setChecked(True)
        self.log = self._chip("Log scale", "log", "Draw the figures on a logarithmic scale.")
        self.smoothing = self._slider()
        self.show_all = self._button("Show all", "show_all", "Undo zooming and moving.")
        self.save = self._button("Save…", "save_plots", "Write the plots as PNG or SVG, or their figures as CSV.")
        self.show_all.clicked.connect(self.all_wanted)
        self.save.clicked.connect(lambda: ask_to_save(self, "plots", write))

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures that are chosen."""
        return tuple(name for name, chip in self.chips.items() if chip.isChecked())

    @property
    def manner(self) -> Manner:
        """How curves are drawn."""
        return Manner(self.log.isChecked(), self.smoothing.value() / 100 * _SMOOTHEST, self.steps.isChecked())

    def offer(self, figures: tuple[str, ...], usual: tuple[str, ...]) -> None:
        """Have a chip for each of these; those are pressed that were chosen last, or else the usual ones."""
        kept = QSettings().value(_CHOSEN)
        chosen = {name for name in figures if isinstance(kept, str) and name in kept.split(" ")} or set(usual)
        for chip in self.chips.values():
            self._row.removeWidget(chip)
            chip.deleteLater()
        self.chips = {}
        for place, name in enumerate(figures):
            chip = self._chip(figure_title(name), f"figure_{name}", f"Draw {figure_title(name)}.", place=place)
            chip.setChecked(name in chosen)
            chip.clicked.connect(self._keep)
            self.chips[name] = chip

    def _keep(self) -> None:
        QSettings().setValue(_CHOSEN, " ".join(self.figures))

    def _chip(self, text: str, name: str, about: str, place: int | None = None) -> QToolButton:
        chip = QToolButton(self)
        chip.setText(text)
        chip.setObjectName(name)
        chip.setCheckable(True)
        chip.setProperty("chip", True)
        chip.setToolTip(about)
        chip.setAccessibleDescription(about)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.clicked.connect(lambda: self.changed.emit())
        self._row.insert(self._row.count() if place is None else place, chip)
        return chip

    def _slider(self) -> QSlider:
        words = QLabel("Smoothing", self)
        words.setFont(font(12))
        dye(words, self.theme, "muted_text")
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName("smoothing")
        slider.setRange(0, 100)
        slider.setFixedSize(90, slider.sizeHint().height() + 8)
        slider.setAccessibleName("Smoothing")
        slider.setToolTip("Draw the running mean of the figures.")
        slider.valueChanged.connect(lambda _: self.changed.emit())
        words.setBuddy(slider)
        words.setFixedHeight(slider.sizeHint().height() + 8)
        self._row.addWidget(words)
        self._row.addWidget(slider)
        return slider

    def _button(self, text: str, name: str, about: str) -> QPushButton:
        button = explained_button(text, name, about, self)
        self._row.addWidget(button)
        return button
