"""The projects that were opened or saved last. This is the one place that keeps their list; menus and pages read it."""

import json
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings

MOST: Final = 10
_KEY: Final = "recent/projects"


class RecentProjects:
    """The list lies in the user's settings, so that all windows share it; each question reads it anew."""

    def paths(self) -> tuple[Path, ...]:
        """The files, the latest first; files that are gone by now are among them, until they are removed."""
        try:
            found = json.loads(str(QSettings().value(_KEY, "[]")))
        except ValueError:
            found = []
        return tuple(Path(path) for path in found if isinstance(path, str)) if isinstance(found, list) else ()

    def add(self, path: Path) -> None:
        """Put a project's file at the front: it was opened or saved."""
        self._keep((path.absolute(), *self._others(path)))

    def remove(self, path: Path) -> None:
        """Leave a project out from now on."""
        self._keep(self._others(path))

    def clear(self) -> None:
        """Forget all of them."""
        QSettings().remove(_KEY)

    def _others(self, path: Path) -> tuple[Path, ...]:
        return tuple(each for each in self.paths() if each != path.absolute())

    def _keep(self, paths: tuple[Path, ...]) -> None:
        QSettings().setValue(_KEY, json.dumps([str(path) for path in paths[:MOST]]))


def is_missing(path: Path) -> bool:
    """Whether there is no such file now: it was moved or deleted, or its drive is not there."""
    try:
        return not path.is_file()
    except OSError:
        return True
