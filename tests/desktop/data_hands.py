"""What a person does on the Data page: opens, drops, looks, scrolls, sets how a file is read."""

from collections.abc import Callable
from pathlib import Path

from forms import choose
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot
from windows import child

from netloom.settings.sources import TableFile
from netloom_desktop.data.asked_table import TableState
from netloom_desktop.data.decisions import Decisions
from netloom_desktop.data.import_dialog import ImportDialog
from netloom_desktop.data.preview import Preview
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.main_window import MainWindow
from netloom_desktop.steps.data_page import DataPage

PATIENCE = 60_000  # milliseconds, on a machine where much else runs
LEFT = Qt.MouseButton.LeftButton
BUTTON = QDialogButtonBox.StandardButton


def drop(widget: QWidget, path: Path) -> bool:
    """Drags a file onto a widget and lets go; whether it takes it."""
    dragged, place = QMimeData(), QPointF(200, 200)
    dragged.setUrls([QUrl.fromLocalFile(str(path))])
    keys = (Qt.DropAction.CopyAction, dragged, LEFT, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(place.toPoint(), *keys)
    QApplication.sendEvent(widget, entering)
    if entering.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(place, *keys))
    return entering.isAccepted()


class DataPerson:
    """Somebody at the Data page of a window."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        window.show_step("data")
        page = window.pages["data"]
        assert isinstance(page, DataPage)
        self.page = page

    def leaves(self) -> None:
        """Leaves the page as it was found."""
        self.window.editor.new()
        self.window.show_step("data")

    def sees(self, what: Callable[[], object]) -> None:
        """Waits until something is to be seen."""
        self.qtbot.waitUntil(lambda: bool(what()), timeout=PATIENCE)

    @property
    def state(self) -> TableState:
        return self.page.table.state

    @property
    def preview(self) -> Preview:
        return child(self.page, Preview, "data_rows")

    def uses(self, path: Path, **settings: object) -> None:
        """Begins with a project of that table, and waits until its first rows are there."""
        source = TableFile(path=str(path), **settings)  # type: ignore[arg-type]  # each its own
        project = self.window.editor.project
        self.window.editor.new(project.model_copy(update={"data": project.data.model_copy(update={"source": source})}))
        self.sees(lambda: self.state.state in ("read", "failed"))

    def cell(self, row: int, column: int) -> str:
        """What a cell says, once it has come."""
        self.sees(lambda: self.state.state == "read")
        self.preview.scrollTo(self.preview.rows.index(row, column))
        self.sees(lambda: self.preview.rows.index(row, column).data() != "…")
        return str(self.preview.rows.index(row, column).data())

    def headings(self) -> list[str]:
        return headings(self.preview)

    def drops(self, path: Path) -> bool:
        """Drags a file onto the page and lets go; whether the page takes it."""
        return drop(self.page, path)

    def presses(self, name: str, where: QWidget | None = None) -> None:
        """Clicks a button."""
        button = child(where or self.page, QPushButton, name)
        assert button.isVisible()
        QTest.mouseClick(button, LEFT)

    def dialog(self) -> "ImportPerson":
        """The dialog that is open, once its first rows are there or it says why not."""
        self.sees(lambda: isinstance(QApplication.activeModalWidget(), ImportDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ImportDialog)
        person = ImportPerson(dialog, self.sees)
        person.waits()
        return person

    def reads_decisions(self) -> list[str]:
        """Closes the list of decisions; returns what it said."""
        self.sees(lambda: isinstance(QApplication.activeModalWidget(), Decisions))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Decisions)
        said = [label.text() for label in dialog.findChildren(QLabel)]
        QTest.mouseClick(dialog.findChild(QDialogButtonBox).button(BUTTON.Close), LEFT)
        return said

    def told(self) -> str:
        """All words that are shown on the page."""
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())


class ImportPerson:
    """Somebody at the dialog that asks how a file is read."""

    def __init__(self, dialog: ImportDialog, sees: Callable[[Callable[[], object]], None]) -> None:
        self.dialog, self.sees = dialog, sees

    def waits(self) -> None:
        """Until what is set is looked at."""
        self.sees(lambda: not self.dialog.glances.is_busy)

    def cells(self) -> list[list[str]]:
        model = self.dialog.rows.rows
        return [[str(model.index(row, column).data()) for column in range(model.columnCount())] for row in range(3)]

    def headings(self) -> list[str]:
        return headings(self.dialog.rows)

    def row(self, setting: str) -> QWidget:
        return child(self.dialog, QWidget, f"setting_{setting}")

    def chooses(self, setting: str, value: str) -> None:
        """Chooses one of the usual values with the keyboard, and waits for what comes of it."""
        field = self.row(setting).findChild(CalmComboBox)
        assert field is not None
        if field.isEditable():
            field.setFocus()
            field.setCurrentIndex(0)
            for _ in range(field.count()):
                if field.currentData() == value:
                    break
                QTest.keyClick(field, Qt.Key.Key_Down)
        else:
            choose(field, value)
        self.waits()

    def types(self, setting: str, text: str) -> None:
        """Types a value, and waits for what comes of it."""
        field = self.row(setting).findChild(CalmComboBox)
        assert field is not None
        line = field.lineEdit()
        line.selectAll()
        QTest.keyClicks(line, text)
        self.waits()

    def said(self) -> str:
        return "\n".join(label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible())

    def agrees(self) -> None:
        QTest.mouseClick(self.dialog.buttons.button(BUTTON.Ok), LEFT)

    def gives_up(self) -> None:
        QTest.mouseClick(self.dialog.buttons.button(BUTTON.Cancel), LEFT)

    def is_open(self) -> bool:
        return QApplication.activeModalWidget() is self.dialog


def headings(view: QTableView) -> list[str]:
    """What the first headings say."""
    model = view.model()
    return [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(min(model.columnCount(), 9))]
