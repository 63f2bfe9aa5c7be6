"""Which Output of a report is looked at, where there are several."""

from PySide6.QtWidgets import QWidget

from netloom_desktop.inspector.fields.field import CalmComboBox


class OutputChoice(CalmComboBox):
    """`activated` when a person chooses another one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("report_output")
        self.setAccessibleName("Output that is reported")
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToContents)
        self.hide()

    @property
    def output(self) -> str:
        """The id of the Output that is looked at; empty where nothing is reported."""
        return str(self.currentData() or "")

    def offer(self, targets: dict[str, str]) -> None:
        """Offer the Outputs of a report, by id; the one that was chosen stays so."""
        current = self.output
        self.fill([(id, target, "") for id, target in targets.items()])
        self.setCurrentIndex(max(self.findData(current), 0) if targets else -1)
        self.setVisible(len(targets) > 1)
