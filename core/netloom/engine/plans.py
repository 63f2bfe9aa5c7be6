"""A plan as a reply: shapes, sizes and source without anything that computes; and what an edit changes of one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from netloom.codegen import Source, keras_source, source
from netloom.errors import InputError, Problem
from netloom.planning import Plan, PlannedOutput, Step, plan, training_memory
from netloom.project import Project
from netloom.protocol import (
    Code,
    Language,
    PlanChange,
    PlanChanged,
    Planned,
    PlannedAnswer,
    PlannedBlock,
    PlannedNetwork,
    PlanProject,
)

KEPT: Final = 4  # versions: who asks may be a few answers behind


class Answered(NamedTuple):
    """A plan, and how it was said."""

    plan: Plan
    reply: Planned


class Plans:
    """The latest plans that were asked for under a version, so that the next one can be said by what differs."""

    def __init__(self) -> None:
        self._known: dict[int, Answered] = {}

    def whole(self, request: PlanProject) -> Planned:
        """The plan of a whole project."""
        return self._keep(request.version, planned(request.project, request.code)).reply

    def change(self, request: PlanChange) -> PlanChanged:
        """What differs in the plan of a project from that of the version that it is based on."""
        before = self._known.get(request.base)
        if before is None:
            raise InputError(f"The version {request.base} is not known here. Ask with the whole project.")
        after = self._keep(request.version, planned(request.change(before.plan.project), request.code, before))
        return PlanChanged.between(before.reply, after.reply)

    def _keep(self, version: int | None, answered: Answered) -> Answered:
        if version is not None:
            self._known[version] = answered
            for oldest in list(self._known)[:-KEPT]:
                del self._known[oldest]
        return answered


def planned(project: Project, languages: Iterable[Language], before: Answered | None = None) -> Answered:
    """The plan of a project and, where it has no errors, its source in these languages. What is as it was in a plan
    `before` is the very same object."""
    found = plan(project, before.plan if before else None)
    return Answered(found, _reply(found, languages, before))


def _reply(found: Plan, languages: Iterable[Language], before: Answered | None) -> Planned:
    batch = found.project.training.batch_size
    return Planned(
        networks=tuple(_networks(found, _said(before) if before else {})),
        answers=tuple(map(_answer, found.outputs)),
        parameters=found.parameters,
        buffers=found.cost.buffers,
        multiply_adds=found.cost.multiply_adds,
        memory=found.cost.memory,
        training_memory=training_memory(found, batch) if isinstance(batch, int) else None,
        problems=_problems(found.problems, before.reply.problems if before else ()),
        code=() if found.errors else tuple(_code(found, language) for language in languages),
    )


def _said(before: Answered) -> dict[int, PlannedBlock]:
    """How each step of a plan was said, by the step itself."""
    plans = (before.plan.steps, *(group.steps for group in before.plan.groups))
    pairs = zip(plans, before.reply.networks, strict=True)
    return {id(step): block for steps, network in pairs for step, block in zip(steps, network.blocks, strict=True)}


def _problems(found: Iterable[Problem], before: Iterable[Problem]) -> tuple[Problem, ...]:
    told = {problem.message: problem for problem in before}
    pairs = ((told.get(problem.message), problem) for problem in found)
    return tuple(known if known is not None and known == problem else problem for known, problem in pairs)


def _networks(found: Plan, said: Mapping[int, PlannedBlock]) -> Iterator[PlannedNetwork]:
    yield PlannedNetwork(group="", name="Network", blocks=_blocks(found.steps, said))
    for group in found.groups:
        yield PlannedNetwork(group=group.group, name=group.name, blocks=_blocks(group.steps, said))


def _blocks(steps: Iterable[Step], said: Mapping[int, PlannedBlock]) -> tuple[PlannedBlock, ...]:
    return tuple(said.get(id(step)) or _block(step) for step in steps)


def _block(step: Step) -> PlannedBlock:
    return PlannedBlock(
        id=step.node.id,
        attribute=step.attribute,
        inputs=step.inputs,
        outputs=step.outputs,
        used=step.used,
        networks=step.classes,
        **vars(step.cost),
    )


def _answer(output: PlannedOutput) -> PlannedAnswer:
    return PlannedAnswer(
        id=output.id,
        target=output.target.column.name,
        loss=output.loss.id,
        activation=output.activation,
        width=output.width,
    )


def _code(found: Plan, language: Language) -> Code:
    written = _SOURCES[language](found)
    return Code(language=language, text=written.text, blocks=written.blocks)


_SOURCES: Final[Mapping[Language, Callable[[Plan], Source]]] = {"pytorch": source, "keras": keras_source}
