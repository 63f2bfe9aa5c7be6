"""How blocks fare in the training that is looked at, drawn on the canvas: a word and a figure below each."""

from html import escape
from typing import Final

from PySide6.QtCore import QObject, QSettings

from netloom.events import BlockHealth
from netloom.project import Project
from netloom.troubles import TROUBLES, trouble_words
from netloom_desktop.canvas.badges import Badge
from netloom_desktop.parts import Parts
from netloom_desktop.training.book import Entry
from netloom_desktop.training.notices import is_of
from netloom_desktop.training.pace import WORDS, Pace
from netloom_desktop.training.wording import short_figure

_SHOWN: Final = "canvas/health"
SOUND: Final = "The length of the gradient of its weights, which says how strongly they are being changed."


class HealthBadges(QObject):
    """Follows the runs and the project: what is drawn is of the network that is shown, or nothing is."""

    def __init__(self, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self.editor, self.book, self.scene = parts.editor, parts.runs, parts.canvas.graph
        self.wanted = bool(QSettings().value(_SHOWN, True, type=bool))
        self._of: tuple[Entry, Project, Project | None, bool] | None = None
        pace = Pace(self.follow, WORDS, self)
        for signal in (self.book.listed, self.book.changed, self.book.heard, self.editor.project_changed):
            signal.connect(pace.soon)

    def want(self, wanted: bool) -> None:
        """Draw it from now on, or no more; the next window does alike."""
        self.wanted = wanted
        QSettings().setValue(_SHOWN, wanted)
        self.follow()

    def follow(self) -> None:
        """Draw how things are now."""
        entry = self.book.shown
        shown = self.wanted and entry is not None and self._is_watched(entry) and self._is_shown(entry)
        self.scene.show_badges(badges_of(entry) if shown and entry is not None else {})

    def _is_watched(self, entry: Entry) -> bool:
        """Whether it trains, was trained here, or was chosen: not each run of earlier days that is the latest."""
        return entry.is_live or entry.job is not None or entry is self.book.chosen

    def _is_shown(self, entry: Entry) -> bool:
        """Whether its network is the one that is shown; compared only once for each edit."""
        project, edited = self.editor.project, entry.edited
        known = self._of
        if known is None or known[0] is not entry or known[1] is not project or known[2] is not edited:
            self._of = known = (entry, project, edited, is_of(entry, project))
        return known[3]


def badges_of(entry: Entry) -> dict[str, Badge]:
    """What is said below each block of a run."""
    return {node: _badge(health, f"In run {entry.name}") for node, health in entry.run.health.items()}


def _badge(health: BlockHealth, when: str) -> Badge:
    if health.trouble is None:
        text = _sound(health)
        return Badge(text, "note", _tip(text.capitalize(), SOUND if health.gradient_norm is not None else "", when))
    told = TROUBLES[health.trouble]
    figure = health.share if health.share is not None else health.gradient_norm
    amount = f"{figure:.0%}" if health.share is not None else short_figure(figure or 0.0)
    words = trouble_words(health.trouble, health.share, health.gradient_norm)
    tip = _tip(f"{health.trouble.capitalize()}: {words}", f"{told.means}\nWhat helps: {told.helps}", when)
    return Badge(f"{health.trouble} {amount}", "error" if health.trouble == "exploding" else "warning", tip)


def _sound(health: BlockHealth) -> str:
    if health.gradient_norm is not None:
        return f"gradient {short_figure(health.gradient_norm)}"
    name, share = ("dead", health.dead) if health.dead is not None else ("saturated", health.saturated)
    return f"{share or 0:.0%} {name}"


def _tip(what: str, why: str, when: str) -> str:
    """A paragraph before the rest of the block's tooltip."""
    lines = [f"<b>{escape(what)}</b>", *map(escape, why.splitlines()), f"<i>{escape(when)}</i>"]
    return "<p style='margin:2px 0'>" + "<br>".join(lines) + "</p><hr>"
