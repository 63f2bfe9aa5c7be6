"""How a file is to be read, with its first rows beside it, before it becomes the project's table."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from netloom.project import Project
from netloom.protocol import Cancelled, Failed, GlanceAtTable, Glanced, Reading, Reply, Request
from netloom.settings.sources import Source
from netloom_desktop.data.first_rows import FirstRows
from netloom_desktop.data.glances import Glances
from netloom_desktop.data.import_form import ImportForm
from netloom_desktop.data.source_line import Progress
from netloom_desktop.data.target_choice import TargetChoice
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.theme import Theme
from netloom_desktop.words import counted, label, plain_buttons, say

_SIZE: Final = (1120, 660)
_FORM_WIDTH: Final = 340
_ROWS: Final = 100
_NAMED: Final = 6  # columns


@dataclass(frozen=True)
class Wish:
    """Which file is to be read in which way; `target` is empty where none is asked for."""

    path: Path
    source: Source
    target: str = ""


class ImportDialog(QDialog):
    """Asks the engine for what `request_of` makes of the wish once one agrees. `made(Wish, Reply)` has its answer."""

    made = Signal(object, object)

    def __init__(self, wish: Wish, engines: EngineClient, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle(f"Open {wish.path.name}")
        self.resize(*_SIZE)
        self.engines = engines
        self.path = wish.path
        self.request_of: Callable[[Wish], Request | None] = lambda _: None
        self._number: int | None = None
        self._project: Project | None = None
        self.form = ImportForm(wish.source, theme, self)
        self.rows = FirstRows(theme, self)
        self.about = label(theme, self, color="muted_text", size=12)
        self.refusal = label(theme, self, color="error")
        self.refusal.setObjectName("import_refusal")
        self.differences = label(theme, self)
        self.target = TargetChoice(theme, self)
        self.progress = Progress(theme, self)
        self.buttons = plain_buttons(QDialogButtonBox(_BOX.Ok | _BOX.Cancel, self))
        self.glances = Glances(engines, self)
        self._lay_out()
        self._listen()
        self._look()

    def _lay_out(self) -> None:
        right = QWidget(self)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        for each, stretch in ((self.about, 0), (self.rows, 1), (self.refusal, 0), (self.differences, 0)):
            beside.addWidget(each, stretch)
        across = QSplitter(Qt.Orientation.Horizontal, self)
        across.setChildrenCollapsible(False)
        for place, widget in enumerate((self.form, right)):
            across.addWidget(widget)
            across.setStretchFactor(place, place)
        across.setSizes([_FORM_WIDTH, _SIZE[0] - _FORM_WIDTH])
        last = QHBoxLayout()
        last.addWidget(self.target)
        last.addWidget(self.progress, 1)
        last.addStretch(0)
        last.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(across, 1)
        column.addLayout(last)

    def _listen(self) -> None:
        self.form.edited.connect(lambda _: self._look())
        self.glances.came.connect(self._show_glance)
        self.target.changed.connect(self._may_agree)
        self.progress.stop.hide()  # the dialog has a button of its own for that
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def ask_target(self, words: str) -> None:
        """Ask which column is to be predicted as well."""
        self.target.ask()
        self.say_agreed(words)

    def compare_with(self, project: Project, words: str) -> None:
        """Tell which columns of the project the table lacks, and which are new in it."""
        self._project = project
        self.say_agreed(words)

    def say_agreed(self, words: str) -> None:
        """Call the button by which one agrees like this."""
        self.buttons.button(_BOX.Ok).setText(words)

    # The first rows

    def _look(self) -> None:
        source = self.form.source.model_copy(update={"path": str(self.path)})
        self.buttons.button(_BOX.Ok).setEnabled(False)
        self.glances.want(GlanceAtTable(source=source, folder="", rows=_ROWS))

    def _show_glance(self, reply: Reply) -> None:
        say(self.refusal, f"⚠ {reply.message}" if isinstance(reply, Failed) else "")
        if not isinstance(reply, Glanced):
            self.rows.show_glance(None)
            say(self.about, "")
            return
        say(self.about, _about(reply))
        self.rows.show_glance(reply)
        self.form.show_found(reply)
        self.target.offer(reply)
        if self._project is not None:
            say(self.differences, differences(self._project, reply.names))
        self._may_agree()

    def _may_agree(self) -> None:
        shown = self.rows.rows.shown is not None and not self.glances.is_busy
        self.buttons.button(_BOX.Ok).setEnabled(shown and self.target.is_settled)

    # What comes of it

    @property
    def wish(self) -> Wish:
        """What is chosen now."""
        return Wish(self.path, self.form.source, self.target.chosen)

    def accept(self) -> None:
        """Have it read; the dialog stays until that is done."""
        request = self.request_of(self.wish)
        if request is None:
            self._close()
            return
        self._be_busy(busy=True)
        self._number = self.engines.ask(request, self._hear)

    def reject(self) -> None:
        """Give up what is being read, or else close."""
        if self._number is not None:
            self.engines.cancel(self._number)
        else:
            self.glances.end()
            super().reject()

    def _hear(self, reply: Reply) -> None:
        if isinstance(reply, Reading):
            self.progress.show_reading(reply)
            return
        self._number = None
        self._be_busy(busy=False)
        if isinstance(reply, Failed):
            say(self.refusal, f"⚠ {reply.message}")
        elif not isinstance(reply, Cancelled):
            self._close()
            self.made.emit(self.wish, reply)

    def _close(self) -> None:
        self.glances.end()
        super().accept()

    def _be_busy(self, *, busy: bool) -> None:
        for each in (self.form, self.target, self.buttons.button(_BOX.Ok)):
            each.setEnabled(not busy)
        self.progress.show_reading(Reading(doing="Reading the file", done=0, of=0, unit="") if busy else None)


_BOX: Final = QDialogButtonBox.StandardButton


def _about(glanced: Glanced) -> str:
    rows, columns = counted(glanced.first.rows, "row"), counted(len(glanced.names), "column")
    return f"All {rows} × {columns}" if glanced.all_rows else f"The first {rows} × {columns}"


def differences(project: Project, names: tuple[str, ...]) -> str:
    """Which columns a table lacks that the project has, and which are new in it; nothing where it has the same."""
    here, roles = set(names), {column.name: column.role for column in project.data.columns}
    gone = [name for name in roles if name not in here]
    used = [name for name in gone if roles[name] != "ignored"]
    new = [name for name in names if name not in roles]
    said = [
        f"Not in this table, but used by the project: {_some(used)}." if used else "",
        f"Not in this table, and not used: {_some([name for name in gone if name not in used])}."
        if gone != used
        else "",
        f"New in this table, and not used at first: {_some(new)}." if new else "",
    ]
    return " ".join(filter(None, said))


def _some(names: list[str]) -> str:
    shown = ", ".join(f"‘{name}’" for name in names[:_NAMED])
    return shown + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")
