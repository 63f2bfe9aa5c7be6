"""How the network is trained: forms made from the declarations, with what explains them beside."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from netloom.declare import settings_of
from netloom.described import Setting
from netloom.devices import DeviceName
from netloom.edits import SetSettings, SetTraining, with_value
from netloom.project import Project
from netloom.protocol import DeviceFound, FindDevice, Reply
from netloom.settings.optimizers import OPTIMIZERS
from netloom.settings.training import Training
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.inspector.form import Form
from netloom_desktop.inspector.parts import column_of, title
from netloom_desktop.inspector.row import words_of
from netloom_desktop.parts import Parts
from netloom_desktop.training.explained import batch_words, device_words, metric_words, outputs_of
from netloom_desktop.training.losses import LossForms
from netloom_desktop.training.regularization import Regularizing, regularizing
from netloom_desktop.words import label, say

WIDTH: Final = 330
_DEVICES: Final[tuple[tuple[DeviceName, str], ...]] = (
    ("auto", "the GPU, if there is one"),
    ("cpu", "the processor"),
    ("cuda", "the NVIDIA GPU"),
)
NO_REGULARIZATION: Final = (
    "No block keeps the network from learning the rows by heart. A Dropout block, or L1 and L2 of a Dense block, do."
)


class SettingsPanel(QScrollArea):
    """Everything is set through the editor, in steps that can be undone; but the device, which is the machine's.

    `block_wanted(str)` asks to show a block.
    """

    block_wanted = Signal(object)

    def __init__(self, parts: Parts, device: DeviceName = "auto", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_settings")
        self.setAccessibleName("How the network is trained")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH)
        self.editor, self.theme, self.engines = parts.editor, parts.theme, parts.engines
        self._found: DeviceFound | None = None
        page = QWidget(self)
        self.column = column_of(page)
        self.forms: list[Form] = []
        self._add_optimizer()
        self._add_loss()
        self._add_rest()
        self._add_regularization()
        self._add_device(device)
        self.column.addStretch(1)
        self.setWidget(page)
        parts.editor.project_changed.connect(self.follow)
        parts.editor.plan_changed.connect(self.follow)
        self.follow()

    # Its parts

    def _add_optimizer(self) -> None:
        self._add_form(_settings("optimizer"))
        self.rates = self._say("text")
        self.rates.setObjectName("rates")
        self.about_all = QToolButton(self)
        self.about_all.setObjectName("about_optimizers")
        self.about_all.setText("What each optimizer does")
        self.about_all.setCheckable(True)
        self.about_all.setAutoRaise(True)
        self.about_all.setArrowType(Qt.ArrowType.RightArrow)
        self.about_all.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.about_all.toggled.connect(self._explain_all)
        self.column.addWidget(self.about_all)
        self.all_optimizers = self._say("muted_text")
        self.all_optimizers.setObjectName("all_optimizers")

    def _add_loss(self) -> None:
        self.column.addWidget(title(self.theme, "Loss", self))
        self.losses = LossForms(self.theme, self)
        self.losses.edited.connect(self._set_loss)
        self.losses.left.connect(self.editor.end_merging)
        self.column.addWidget(self.losses)
        self.column.addWidget(title(self.theme, "Metrics", self))
        self.metrics = self._say("text")
        self.metrics.setObjectName("metrics")

    def _add_rest(self) -> None:
        self.column.addWidget(title(self.theme, "Course", self))
        self._add_form(_settings("epochs", "batch_size"))
        self.batch = self._say("muted_text")
        self.batch.setObjectName("batch")
        known = {"optimizer", "epochs", "batch_size"}
        self._add_form(tuple(each for each in settings_of(Training) if each.name not in known))

    def _add_regularization(self) -> None:
        self.column.addWidget(title(self.theme, "Regularization", self))
        self.regularization = self._say("muted_text")
        self._blocks = QVBoxLayout()
        self._blocks.setSpacing(2)
        self.column.addLayout(self._blocks)
        self._shown: tuple[Regularizing, ...] = ()

    def _add_device(self, device: DeviceName) -> None:
        self.column.addWidget(title(self.theme, "Device", self))
        self.device = CalmComboBox(self)
        self.device.setObjectName("device")
        self.device.setAccessibleName("Device")
        self.device.fill([(name, words, "") for name, words in _DEVICES])
        self.device.setCurrentIndex(self.device.findData(device))
        self.device.activated.connect(lambda _: self._explain_device())
        self.column.addWidget(self.device)
        self.device_reason = self._say("muted_text")
        self.device_reason.setObjectName("device_reason")

    def _add_form(self, settings: tuple[Setting, ...]) -> None:
        form = Form(settings, self.theme, self)
        form.edited.connect(self._edit)
        form.left.connect(self.editor.end_merging)
        self.forms.append(form)
        self.column.addWidget(form)

    def _say(self, color: str) -> Any:
        words = label(self.theme, self, color=color, size=12)
        self.column.addWidget(words)
        return words

    # Showing

    def follow(self, _: object = None) -> None:
        """Show the project as it is."""
        project = self.editor.project
        for form in self.forms:
            form.show_values((project.training,), project)
        say(self.rates, type(project.training.optimizer).rates())
        say(self.batch, batch_words(project.training.batch_size))
        outputs = outputs_of(project, self.editor.planned)
        self.losses.show_outputs(outputs, project)
        say(self.metrics, metric_words(outputs))
        self._show_regularization(project)

    def _show_regularization(self, project: Project) -> None:
        found = regularizing(project)
        say(self.regularization, "" if found else NO_REGULARIZATION)
        if found == self._shown:
            return
        self._shown = found
        while (item := self._blocks.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for each in found:
            self._blocks.addWidget(self._block_button(each))

    def _block_button(self, block: Regularizing) -> QPushButton:
        button = QPushButton(f"{block.label}: {block.words}".replace("&", "&&"), self)
        button.setObjectName(f"regularizing_{block.node}")
        button.setAccessibleDescription("Shows the block in the network.")
        button.clicked.connect(lambda: self.block_wanted.emit(block.node))
        return button

    def _explain_all(self, wanted: bool) -> None:
        self.about_all.setArrowType(Qt.ArrowType.DownArrow if wanted else Qt.ArrowType.RightArrow)
        each = (f"{kind.title}: {kind.about}" for kind in OPTIMIZERS.values())
        say(self.all_optimizers, "\n".join(each) if wanted else "")

    # The device

    @property
    def chosen_device(self) -> DeviceName:
        """The device that is asked for."""
        return next(name for name, _ in _DEVICES if name == self.device.currentData())

    def find_device(self) -> None:
        """Ask where training would run, and why not on the GPU."""
        self.engines.ask(FindDevice(), self._hear_device)

    def _hear_device(self, reply: Reply) -> None:
        if isinstance(reply, DeviceFound) and isValid(self):  # it may have been made anew in other colours meanwhile
            self._found = reply
            self._explain_device()

    def _explain_device(self) -> None:
        say(self.device_reason, device_words(self.chosen_device, self._found) if self._found is not None else "")

    # Editing

    def _edit(self, path: tuple[str, ...], value: Any) -> None:
        training = with_value(self.editor.project.training, path, value)
        self.editor.do(f"Set {words_of(path[-1]).lower()}", SetTraining(training=training), merge=("training", path))

    def _set_loss(self, node: str, name: str, value: Any) -> None:
        edit = SetSettings(node=node, settings=((name, value),))
        self.editor.do(f"Set {words_of(name).lower()} of {node}", edit, merge=("setting", name, (node,)))


def _settings(*names: str) -> tuple[Setting, ...]:
    return tuple(each for each in settings_of(Training) if each.name in names)
