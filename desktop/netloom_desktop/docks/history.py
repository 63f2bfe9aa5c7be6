"""The list of all steps that were made: a click goes back to one, or forward again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from netloom_desktop.editor import Editor
from netloom_desktop.history import History, Step
from netloom_desktop.theme import font


class HistoryList(QListWidget):
    """The step that is shown is chosen; those after it were undone and can be done again."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        self._shown: tuple[Step, ...] = ()
        self._place = -1
        self.setObjectName("history")
        self.setAccessibleName("Steps that can be undone")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(lambda item: self._go(item))
        self.itemActivated.connect(lambda item: self._go(item))
        editor.history_changed.connect(self.follow)
        self.follow(editor.history)

    def follow(self, history: History) -> None:
        """List the steps; only those that differ from what is listed are made anew."""
        same = 0
        for old, new in zip(self._shown, history.steps, strict=False):
            if old.label != new.label:
                break
            same += 1
        while self.count() > same:
            self.takeItem(self.count() - 1)
        for number, step in enumerate(history.steps[same:], same):
            self.addItem(QListWidgetItem(step.label or ("Opened" if number == 0 else "Step")))
        self._shown, self._place = history.steps, history.place
        self._mark()

    def _mark(self) -> None:
        for row in range(self.count()):
            undone = row > self._place
            item = self.item(row)
            made = font(13)
            made.setItalic(undone)
            item.setFont(made)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, "undone" if undone else "")
            item.setToolTip("Undone: choose it to do it again" if undone else "Choose it to go back to here")
        self.setCurrentRow(self._place)
        self.scrollToItem(self.item(self._place))

    def _go(self, item: QListWidgetItem) -> None:
        self.editor.go_to(self.row(item))
