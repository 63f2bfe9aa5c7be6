"""The loss of each Output: the form that chooses it, and why it is the usual one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom.blocks import Output
from netloom.declare import settings_of
from netloom.project import Project
from netloom_desktop.inspector.form import Form
from netloom_desktop.theme import Theme
from netloom_desktop.training.explained import Asked, loss_words
from netloom_desktop.words import label, say


class LossForms(QWidget):
    """Signals: `edited(node, name, value)` and `left()`."""

    edited = Signal(object, object, object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.forms: dict[str, OneLoss] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.nothing = label(theme, self, color="muted_text", size=12)
        self.column.addWidget(self.nothing)

    def show_outputs(self, outputs: tuple[Asked, ...], project: Project) -> None:
        """Show the loss of each of these."""
        say(self.nothing, "" if outputs else "There is no Output block yet, so there is nothing to make small.")
        for gone in self.forms.keys() - {each.node.id for each in outputs}:
            form = self.forms.pop(gone)
            form.hide()
            form.deleteLater()
        for each in outputs:
            if each.node.id not in self.forms:
                self.forms[each.node.id] = self._made(each.node.id)
            self.forms[each.node.id].show_output(each, project, several=len(outputs) > 1)

    def _made(self, node: str) -> "OneLoss":
        form = OneLoss(self.theme, self)
        form.form.edited.connect(lambda path, value: self.edited.emit(node, path[0], value))
        form.form.left.connect(self.left)
        self.column.addWidget(form)
        return form


class OneLoss(QWidget):
    """The loss of one Output."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.form = Form(tuple(each for each in settings_of(Output) if each.name == "loss"), theme, self)
        self.why = label(theme, self, size=12)
        self.why.setObjectName("why_loss")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.form)
        column.addWidget(self.why)

    def show_output(self, asked: Asked, project: Project, *, several: bool) -> None:
        """Show its loss, and why it is that one."""
        self.form.show_values((asked.output,), project)
        say(self.why, f"{asked.node.label}: {loss_words(asked)}" if several else loss_words(asked))
