"""Everything that can go wrong, and how it is told.

Exception
└── NetloomError            one message for the user
    ├── InputError          what the user gave cannot be used (exit status 2)
    │   ├── ProjectError    the project file cannot be read, or is refused
    │   ├── EditError       the change does not fit the project
    │   ├── DataError       the data cannot be read, or does not fit the project
    │   ├── PlanError       the network cannot be built; carries the problems
    │   └── RunError        the run folder is missing, incomplete or damaged
    └── JobError            the job was sound and failed (exit status 1)
        ├── TrainingError   training stopped by itself, as on a loss that is not finite
        └── ExportError     the exported file does not agree with the trained network

What a user can mend on the canvas is no exception but a `Problem`: a value with a stable code, shown beside its block.
"""

import json
from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, SerializeAsAny

from netloom.declare import Typed, catalogue
from netloom.values import Frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netloom.project import Project

Severity = Literal["error", "warning", "note"]


class NetloomError(Exception):
    """Base of all errors that are meant for the user. `str(error)` is the whole message."""

    exit_status: ClassVar[int] = 1


class InputError(NetloomError):
    """What the user gave cannot be used."""

    exit_status = 2


class ProjectError(InputError):
    """The project file cannot be read, or is refused."""


class EditError(InputError):
    """The change does not fit the project, which stays as it is."""


class DataError(InputError):
    """The data cannot be read, or does not fit the project."""


class RunError(InputError):
    """The run folder is missing, incomplete or damaged."""


class JobError(NetloomError):
    """The job was sound and failed."""


class TrainingError(JobError):
    """Training stopped by itself."""


class ExportError(JobError):
    """The exported file does not agree with the trained network."""


class Edit(Typed):
    """One change of a project as a value: called with a project, it returns the changed one."""

    @abstractmethod
    def __call__(self, project: "Project") -> "Project":
        """The project after this edit; the one given stays as it is."""


def _edit(value: Any) -> Any:
    """The edit that a document describes. Which there are is known only once `netloom.edits` is loaded."""
    edits = catalogue(Edit)  # type: ignore[type-abstract]  # its descendants are what is looked for
    if not isinstance(value, dict):
        return value
    if value.get("type") not in edits:
        raise ValueError(f"there is no edit of the type {value.get('type')!r}; there are: {', '.join(edits)}")
    return edits[value["type"]].model_validate_json(json.dumps(value))


class Fix(Frozen):
    """The one change that mends a problem, with the words for its button."""

    label: str
    edits: tuple[Annotated[SerializeAsAny[Edit], BeforeValidator(_edit)], ...]


class Problem(Frozen):
    """What is wrong, where, and, if one change would mend it, that change.

    `code` is stable and may be relied upon; `message` says what happened, what was received, what was expected
    and what to do. `node` is the id of the block and `column` the name of the column it is about, if any.
    """

    code: str
    message: str
    severity: Severity = "error"
    node: str = ""
    column: str = ""
    fix: Fix | None = None


class PlanError(InputError):
    """The network cannot be built as it is."""

    def __init__(self, problems: "Sequence[Problem]") -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))
