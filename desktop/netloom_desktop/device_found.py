"""Where training would run on this machine, asked once the first plan is there, so that nothing waits for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from netloom.protocol import DeviceFound, FindDevice, Reply
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.planned import PlannedProject
from netloom_desktop.words import counted


class FoundDevice(QObject):
    """Tells `on_found` the device in words, and why it is that one."""

    def __init__(self, editor: Editor, engines: EngineClient, on_found: Callable[[str, str], object]) -> None:
        super().__init__(editor)
        self.editor, self.engines, self.on_found = editor, engines, on_found
        editor.plan_changed.connect(self._ask)

    def _ask(self, planned: PlannedProject) -> None:
        if planned.found is not None:
            self.editor.plan_changed.disconnect(self._ask)
            self.engines.ask(FindDevice(), self._hear)

    def _hear(self, reply: Reply) -> None:
        if isinstance(reply, DeviceFound):
            self.on_found(*device_words(reply))


def device_words(found: DeviceFound) -> tuple[str, str]:
    """The device in a few words, and in a sentence why it is taken."""
    if found.device == "cpu":
        return f"CPU, {counted(found.threads, 'thread')}", f"Training runs on the CPU: {found.reason}."
    return "GPU", f"Training runs on the GPU: {found.reason}."
