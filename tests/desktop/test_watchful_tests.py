"""No test of the window passes while a slot, a thread, a finalizer or Qt itself complains: each of these must fail."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPLAINING = """
import threading

from PySide6.QtCore import QObject, QTimer, Signal, qWarning
from PySide6.QtWidgets import QWidget


def fail(*_):
    raise RuntimeError("complaint")


class Careless(QWidget):
    def paintEvent(self, event):
        fail()


class Unraisable:
    __del__ = fail


class Source(QObject):
    told = Signal(object)


def test_in_a_slot():
    source = Source()
    source.told.connect(fail)
    source.told.emit(None)


def test_after_a_while(qtbot):
    QTimer.singleShot(0, fail)
    qtbot.wait(20)


def test_while_painting(qtbot):
    widget = Careless()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.repaint()
    qtbot.wait(50)


def test_in_a_thread():
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def test_in_a_finalizer():
    Unraisable()


def test_by_qt_itself(qtbot):
    qWarning(b"complaint")


def test_without_a_complaint(qtbot):
    qtbot.addWidget(QWidget())
"""


def test_whatever_complains_fails_its_test(tmp_path: Path) -> None:
    (tmp_path / "test_complaining.py").write_text(COMPLAINING, "utf-8")
    command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "--rootdir", tmp_path, tmp_path, "-rA"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    passed = [line.rpartition("::")[2] for line in ran.stdout.splitlines() if line.startswith("PASSED")]
    assert passed == ["test_without_a_complaint"]
    assert "6 failed" in ran.stdout
