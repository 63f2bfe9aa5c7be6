"""The inspector's page for wires, frames and comments."""

from PySide6.QtWidgets import QWidget

from netloom.project import Wire
from netloom_desktop.editor import Editor
from netloom_desktop.inspector.parts import Table, column_of
from netloom_desktop.inspector.subjects import flowing
from netloom_desktop.theme import Theme
from netloom_desktop.words import counted, label, say

SHOWN = 50  # wires that are listed


class WirePage(QWidget):
    """Says what flows over the chosen wires."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wire_page")
        self.editor = editor
        self.heading = label(theme, self, size=15, bold=True)
        self.lines = Table(theme, ("muted_text", "text"), self)
        self.note = label(theme, self, color="muted_text")
        column = column_of(self)
        for each in (self.heading, self.lines, self.note):
            column.addWidget(each)
        column.addStretch()

    def show_wires(self, wires: frozenset[Wire]) -> None:
        """Show these wires."""
        chosen = sorted(wires, key=str)
        say(self.heading, "Wire" if len(chosen) == 1 else counted(len(chosen), "wire"))
        self.lines.show_lines([line for wire in chosen[:SHOWN] for line in self._lines(wire)])
        say(self.note, f"and {len(chosen) - SHOWN:,} more" if len(chosen) > SHOWN else "")

    def show_notes(self, number: int) -> None:
        """Show how many frames and comments are chosen."""
        say(self.heading, counted(number, "frame or comment", "frames and comments"))
        self.lines.show_lines(())
        say(self.note, "F2 in the network edits the text, Delete removes it. Neither changes what is trained.")

    def _lines(self, wire: Wire) -> list[tuple[str, str]]:
        signal = flowing(wire, self.editor.planned)
        ends = [("From", self._end(wire.source, wire.source_port)), ("To", self._end(wire.target, wire.target_port))]
        if signal is None:
            return [*ends, ("Flows", "not known yet: the shapes are still to be worked out")]
        what = f"one of {signal.size:,} indices" if signal.carries == "indices" else counted(signal.elements, "number")
        return [*ends, ("Shape", str(signal)), ("Flows", f"{what} for each row")]

    def _end(self, id: str, port: str) -> str:
        node = self.editor.project.find(id)
        return node.label if port in ("input", "output") else f"{node.label}, {port}"
