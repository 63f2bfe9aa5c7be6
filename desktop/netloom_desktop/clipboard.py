"""The clipboard: blocks as JSON text that a mail can carry, and pictures."""

from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from netloom.edits.fragments import Fragment, fragment_from_text, fragment_text
from netloom.project import Project
from netloom_desktop.in_pictures import project_in


def put_fragment(fragment: Fragment) -> None:
    """Copy some blocks."""
    QGuiApplication.clipboard().setText(fragment_text(fragment))  # an object of ours would outlive Python there


def fragment_there() -> Fragment:
    """The blocks that were copied; EditError, saying what is there instead, if there are none."""
    return fragment_from_text(QGuiApplication.clipboard().text())


def put_picture(image: QImage) -> None:
    """Copy a picture."""
    QGuiApplication.clipboard().setImage(image)


def project_there() -> Project | None:
    """The project of the picture that was copied, if there is such a one. ProjectError if it cannot be read."""
    data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())  # None until something was copied
    if data is None or (data.hasText() and "netloom-fragment" in data.text()):
        return None
    return project_in(data)
