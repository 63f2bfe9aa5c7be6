"""What was decided for a new project, and why, as sentences."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from netloom_desktop.parts import Parts
from netloom_desktop.words import label, plain_buttons, say


class Decisions(QDialog):
    """The project is there already; each decision can be changed."""

    def __init__(self, decisions: tuple[str, ...], parts: Parts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("decisions")
        self.setWindowTitle("A first model is made")
        self.resize(640, 480)
        inside = QWidget(self)
        sentences = QVBoxLayout(inside)
        for decision in decisions:
            sentence = label(parts.theme, inside)
            sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            say(sentence, f"•  {decision}")
            sentences.addWidget(sentence)
        sentences.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        heading = label(parts.theme, self, size=16, bold=True)
        say(heading, "What was decided, and why")
        note = label(parts.theme, self, color="muted_text")
        say(note, "Everything can be changed. Undo takes the whole project back.")
        buttons = plain_buttons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        network = buttons.addButton("Show the network", QDialogButtonBox.ButtonRole.ActionRole)
        network.setObjectName("show_network")
        network.clicked.connect(self.close)
        network.clicked.connect(lambda: parts.act("step_model"))
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        for each in (heading, note, area, buttons):
            column.addWidget(each)
