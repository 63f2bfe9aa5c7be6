"""Keeps unsaved work in a recovery file while one edits: half a second after a change, by a thread of its own."""

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from netloom.errors import NetloomError
from netloom.files import remove_file
from netloom_desktop.editor import Editor
from netloom_desktop.project_file.recovery import ENDING, keep

_SOON: Final = 500  # milliseconds from the first change that is not kept yet; later changes do not put it off


class Autosave(QObject):
    """`told(str)` says why unsaved work cannot be kept, or, empty, that it is kept again.

    The file is there as long as there is unsaved work; it goes when that is saved or given up.
    """

    told = Signal(object)
    _ended = Signal(object)

    def __init__(self, editor: Editor, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.file = folder / f"{secrets.token_hex(8)}{ENDING}"
        self._is_there = False
        self._is_busy = False
        self._trouble = ""
        self._worker = ThreadPoolExecutor(1, "recovery")
        self._timer = QTimer(self, singleShot=True, interval=_SOON)
        self._timer.timeout.connect(self._keep)
        self._ended.connect(self._hear)
        editor.project_changed.connect(self._follow)
        editor.file_changed.connect(self._follow)

    def take_up(self, file: Path) -> None:
        """Go on in a recovery file that was left behind: what it holds stays there until newer work takes its place."""
        self._forget()
        self.file, self._is_there = file, True
        self._keep()

    def close(self) -> None:
        """The window is closed: what it has not saved was given up."""
        self._forget()
        self._worker.shutdown()

    def _follow(self, _: object = None) -> None:
        if self.editor.is_saved:
            self._forget()
        elif not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        if self._is_busy:
            self._timer.start()
        else:
            self._is_busy = self._is_there = True
            self._do(partial(keep, self.file, self.editor.project, self.editor.file))

    def _forget(self) -> None:
        self._timer.stop()
        if self._is_there:
            self._is_there = False
            self._do(partial(remove_file, self.file))

    def _do(self, job: Callable[[], None]) -> None:
        self._worker.submit(job).add_done_callback(self._ended.emit)

    def _hear(self, ended: "Future[None]") -> None:
        self._is_busy = False
        try:
            ended.result()
            trouble = ""
        except NetloomError as error:
            trouble = str(error)
        if trouble != self._trouble:
            self._trouble = trouble
            self.told.emit(trouble)
