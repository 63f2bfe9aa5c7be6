"""What becomes of trainings when the window is closed: a person says."""

from typing import Literal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from netloom_desktop.training.jobs import Jobs
from netloom_desktop.words import counted

Choice = Literal["leave", "stop", "stay"]


def may_close(jobs: Jobs, parent: QWidget) -> bool:
    """Ask what is to become of what trains; whether the window may be closed now. If nothing does, nothing is asked.

    What is to stop is waited for, so that what it has learnt is kept.
    """
    if not jobs.training:
        return True
    choice = _asked(jobs, parent)
    if choice == "leave":
        jobs.leave()
    return choice == "leave" or (choice == "stop" and _have_stopped(jobs, parent))


def _have_stopped(jobs: Jobs, parent: QWidget) -> bool:
    """Stop everything and wait for it; whether all has, or is not to be waited for any more."""
    for job in jobs.open:
        jobs.stop(job)
    if not jobs.open:
        return True
    box = QMessageBox(parent)
    box.setObjectName("stopping")
    box.setWindowTitle("Stopping…")
    box.setText("Stopping… The window closes once what was learnt is kept.")
    end = box.addButton("End now", QMessageBox.ButtonRole.DestructiveRole)
    end.setEnabled(False)  # the second click of two must not meet it
    stay = box.addButton("Keep the window open", QMessageBox.ButtonRole.RejectRole)
    QTimer.singleShot(jobs.patience, box, lambda: end.setEnabled(True))
    ended = jobs.changed.connect(lambda _: box.accept() if not jobs.open else None)
    box.exec()
    jobs.changed.disconnect(ended)
    return box.clickedButton() is not stay


def _asked(jobs: Jobs, parent: QWidget) -> Choice:
    box = QMessageBox(parent)
    box.setObjectName("training_goes_on")
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Close while it trains?")
    box.setText(question(jobs))
    leave = box.addButton("Leave it training", QMessageBox.ButtonRole.AcceptRole)
    stop = box.addButton("Stop and keep", QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(leave)
    box.exec()
    pressed = box.clickedButton()
    return "leave" if pressed is leave else "stop" if pressed is stop else "stay"


def question(jobs: Jobs) -> str:
    """What is asked."""
    waiting = len(jobs.open) - len(jobs.training)
    lost = f" {counted(waiting, 'run')} waiting for a turn will not be trained." if waiting else ""
    return (
        f"{counted(len(jobs.training), 'run')} still training. Left alone it goes on without the window, and is shown "
        f"when the project is opened next; stopped, what it has learnt is kept.{lost}"
    )
