"""The inspector's page for the project: its name, what it holds, and how it is trained."""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from netloom.described import Setting, settings_of
from netloom.edits import RenameProject, SetData, SetTraining, with_value
from netloom.project import Data
from netloom.settings.training import Training
from netloom_desktop.editor import Editor
from netloom_desktop.inspector.form import Form
from netloom_desktop.inspector.parts import Table, column_of, title
from netloom_desktop.inspector.row import words_of
from netloom_desktop.inspector.subjects import summary
from netloom_desktop.one_history import OneHistory
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, outlined, say


class ProjectPage(QWidget):
    """Shown while nothing is chosen."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("project_page")
        self.editor = editor
        self.heading = label(theme, self, size=15, bold=True)
        self.name = QLineEdit(self)
        self.name.setObjectName("project_name")
        outlined(self.name, theme)
        self.name.setAccessibleName("Name of the project")
        self.name.setPlaceholderText("untitled")
        self.name.textEdited.connect(self._rename)
        self.name.editingFinished.connect(editor.end_merging)
        OneHistory(self.name).watch(self.name)
        self.summary = Table(theme, ("muted_text", "text"), self)
        self.training = Form(settings_of(Training), theme, self)
        self.training.edited.connect(self._train)
        self.split = Form(_split_settings(), theme, self)
        self.split.edited.connect(self._divide)
        column = column_of(self)
        parts: tuple[QWidget, ...] = (
            *(self.heading, title(theme, "Name", self), self.name, self.summary),
            *(title(theme, "Training", self), self.training, title(theme, "Rows", self), self.split),
        )
        for each in parts:
            column.addWidget(each)
        column.addStretch()
        for form in (self.training, self.split):
            form.left.connect(editor.end_merging)
        say(self.heading, "Project")

    def show_project(self, *, anew: bool) -> None:
        """Show the project as it is; `anew`, if something else was shown before."""
        project = self.editor.project
        if self.name.text() != project.name:
            self.name.setText(project.name)
        self.summary.show_lines(summary(project, self.editor.planned))
        self.training.show_values((project.training,), project)
        self.split.show_values((project.data,), project)
        for form in (self.training, self.split) if anew else ():
            form.forget()

    def _rename(self, name: str) -> None:
        self.editor.do("Rename the project", RenameProject(name=name), merge="project name")

    def _train(self, path: tuple[str, ...], value: Any) -> None:
        training = with_value(self.editor.project.training, path, value)
        self.editor.do(f"Set {words_of(path[-1]).lower()}", SetTraining(training=training), merge=("training", path))

    def _divide(self, path: tuple[str, ...], value: Any) -> None:
        data = with_value(self.editor.project.data, path, value)
        self.editor.do(f"Set {words_of(path[-1]).lower()}", SetData(data=data), merge=("data", path))


def _split_settings() -> tuple[Setting, ...]:
    """Of the data, only how its rows are divided; the rest has a view of its own."""
    return tuple(each for each in settings_of(Data) if each.name == "split")
