"""What the guide says, where it points, and when each lesson is done: one table, worked out from what is seen.

No widgets here: parts of the window are named by their object names, a block on the canvas as `block:KIND`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from netloom.blocks import Dense
from netloom.project import Project
from netloom_desktop.planned import PlannedProject
from netloom_desktop.steps.work import StepId
from netloom_desktop.words import counted

SAMPLE: Final = "penguins"
BLOCK: Final = "block:"  # and a kind: the first block of that kind on the canvas


@dataclass(frozen=True)
class Seen:
    """How things are: the project now and when the lesson began, whether a value is still being typed, the newest plan,
    which blocks are chosen, and which parts of the window can be seen."""

    project: Project
    begun: Project
    is_typing: bool
    planned: PlannedProject
    chosen: frozenset[str]
    is_visible: Callable[[str], bool]


@dataclass(frozen=True)
class Lesson:
    """One lesson. It opens a step of the work, points at the first of its parts that can be seen, and is over as soon
    as it is done. `offers` is what a button of its own is called; the last lesson ends by that. `dock` comes to the
    front. What it `needs` may be gone again: then the lesson before it is given once more."""

    id: str
    title: str
    says: Callable[[Seen], str]
    at: tuple[str, ...]
    is_done: Callable[[Seen], bool]
    opens: StepId | None = None
    offers: str = ""
    dock: str = ""
    needs: Callable[["Seen"], bool] = lambda _: True


def _always(text: str) -> Callable[[Seen], str]:
    return lambda _: text


def _has_table(seen: Seen) -> bool:
    return bool(seen.project.data.columns) or seen.is_visible("target_choice")


def _has_target(seen: Seen) -> bool:
    return bool(seen.project.data.targets and seen.project.nodes)


def _knows_decisions(seen: Seen) -> bool:
    return not seen.is_visible("decisions")


def _chose_dense(seen: Seen) -> bool:
    found = (node for node in seen.project.having(Dense) if node.id in seen.chosen)
    return len(seen.chosen) == 1 and any(found)


def _changed(seen: Seen) -> bool:
    return seen.project.nodes != seen.begun.nodes and not seen.is_typing


def _is_valid(seen: Seen) -> bool:
    planned = seen.planned
    return bool(seen.project.nodes) and planned.is_of(seen.project) and not planned.errors


def _model_words(seen: Seen) -> str:
    targets = seen.project.data.targets
    asked = f"“{targets[0].name}”" if targets else "the answer"
    return (
        f"These blocks were chosen for your table. Its columns enter at the left, {asked} leaves at the right, and "
        "each block shows the shape of what it hands on. Click the first Dense block."
    )


def _last_words(seen: Seen) -> str:
    size = counted(len(seen.project.nodes), "block")
    learnt = f" with {seen.planned.parameters} to learn" if seen.planned.parameters else ""
    return (
        f"All fits together: {size}{learnt}. Save the project, and let it learn in step 3, Train. Everything that you "
        "did can be undone with Ctrl+Z; F1 explains the chosen block."
    )


LESSONS: Final = (
    Lesson(
        "table", "Load a table",
        _always(
            "A network learns from a table: a row for each case, a column for each thing that is known of it. Open one "
            "of your own here, or take the sample: 344 penguins of three species."
        ),
        ("data_open_first", "step_data"), _has_table, "data", "Use the sample",
    ),
    Lesson(
        "target", "Choose what to predict",
        _always(
            "The column that is asked for is called the target. One is proposed: a column that is called like one, or "
            "else the last. Choose another if your question is another, then make the project."
        ),
        ("target_choice", "step_data"), _has_target, needs=_has_table,
    ),
    Lesson(
        "decisions", "Read what was decided",
        _always(
            "Every column has a kind and a role now, and a network of fitting size is made. Each choice is told here "
            "with its reason, and can be changed later. Then go on to the network."
        ),
        ("show_network",), _knows_decisions,
    ),
    Lesson("model", "See the starter model", _model_words, (f"{BLOCK}dense", "canvas"), _chose_dense, "model"),
    Lesson(
        "change", "Change it",
        _always(
            "“Units” is how many values the block hands on. Type another number here, such as 48, and press Enter: "
            "shapes, parameters and code follow at once."
        ),
        ("setting_units", "inspector_dock"), _changed, "model", dock="inspector",
    ),
    Lesson(
        "valid", "Check that all fits",
        _always(
            "This line says what is found of the network. If something is wrong, press it: each problem says what to "
            "do, and most are mended by one click."
        ),
        ("status_plan",), _is_valid, "model",
    ),
    Lesson("last", "Your first model is valid", _last_words, ("step_train",), lambda _: False, None, "Finish"),
)  # fmt: skip  # a table reads best with few lines an entry
