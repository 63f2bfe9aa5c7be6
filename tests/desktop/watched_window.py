"""A real window that tells where its parts are: a program for tests that drive it from outside, by a mouse and keys.

Each line on stdin asks, and is answered by a line of JSON: `part NAME` where that widget is on the screen and what it
says, `button TEXT` and `tab TEXT` the same of a button and a tab, `block ID` where a block of the canvas is, `state`
how far the guide, the plan and the trainings are. Answers come a moment later, so that whoever asks again and again
lets the window work meanwhile.
"""

import json
import sys
from typing import Any

from PySide6.QtCore import QRect, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QWidget

from netloom_desktop.application import application_of, main
from netloom_desktop.main_window import MainWindow

MOMENT = 50  # milliseconds


def window() -> MainWindow | None:
    found = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    return next(found, None)


def part(name: str) -> dict[str, Any]:
    for top in QApplication.topLevelWidgets():
        widget = top.findChild(QWidget, name)
        if widget is not None and widget.isVisible() and not widget.visibleRegion().isEmpty():
            return on_screen(widget, widget.visibleRegion().boundingRect())
    return {}


def button(text: str) -> dict[str, Any]:
    found = (each for top in QApplication.topLevelWidgets() for each in top.findChildren(QPushButton))
    shown = next((each for each in found if each.text().replace("&", "") == text and each.isVisible()), None)
    return on_screen(shown, shown.rect()) if shown is not None and shown.isEnabled() else {}


def tab(text: str) -> dict[str, Any]:
    for bar in (each for top in QApplication.topLevelWidgets() for each in top.findChildren(QTabBar)):
        for place in range(bar.count()):
            if bar.isVisible() and bar.tabText(place).replace("&", "") == text:
                return on_screen(bar, bar.tabRect(place)) | {"text": text}
    return {}


def block(id: str) -> dict[str, Any]:
    shown = window()
    if shown is None or id not in shown.canvas.graph.blocks or not shown.canvas.isVisible():
        return {}
    rect = shown.canvas.graph.rect(id)
    return on_screen(shown.canvas.viewport(), shown.canvas.mapFromScene(rect.x + 60, rect.y + 4, 80, 20).boundingRect())


def on_screen(widget: QWidget, rect: QRect) -> dict[str, Any]:
    center = widget.mapToGlobal(rect.center())
    return {"x": center.x(), "y": center.y(), "text": getattr(widget, "text", str)()}


def state() -> dict[str, Any]:
    shown = window()
    if shown is None:
        return {}
    lesson, editor = shown.help.guide.lesson, shown.editor
    return {
        "lesson": lesson.id if lesson else "",
        "page": shown.stack.currentWidget().objectName(),
        "planned": editor.planned.is_of(editor.project),
        "errors": len(editor.planned.errors),
        "title": shown.windowTitle(),
        "dialog": bool(QApplication.activeModalWidget()),
        "trained": shown.runs.trained,
    }


ASKED = {"part": part, "button": button, "tab": tab, "block": block}


def answer(line: str) -> None:
    what, _, name = line.strip().partition(" ")
    found = state() if what == "state" else ASKED[what](name)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def hear() -> None:
    line = sys.stdin.readline()
    QTimer.singleShot(MOMENT, lambda: answer(line))


if __name__ == "__main__":
    application_of(["netloom-desktop"])
    asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    asked.activated.connect(hear)
    sys.exit(main([]))
