"""A plan as a reply: shapes, sizes and source without anything that computes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from netloom.codegen import Source, keras_source, source
from netloom.planning import Plan, PlannedOutput, Step, plan, training_memory
from netloom.project import Project
from netloom.protocol import Code, Language, Planned, PlannedAnswer, PlannedBlock, PlannedNetwork


def planned(project: Project, languages: Iterable[Language]) -> Planned:
    """The plan of a project and, where it has no errors, its source in these languages."""
    found = plan(project)
    batch = project.training.batch_size
    return Planned(
        networks=tuple(_networks(found)),
        answers=tuple(map(_answer, found.outputs)),
        parameters=found.parameters,
        buffers=found.cost.buffers,
        multiply_adds=found.cost.multiply_adds,
        memory=found.cost.memory,
        training_memory=training_memory(found, batch) if isinstance(batch, int) else None,
        problems=found.problems,
        code=() if found.errors else tuple(_code(found, language) for language in languages),
    )


def _networks(found: Plan) -> Iterator[PlannedNetwork]:
    yield PlannedNetwork(group="", name="Network", blocks=_blocks(found.steps))
    for group in found.groups:
        yield PlannedNetwork(group=group.group, name=group.name, blocks=_blocks(group.steps))


def _blocks(steps: Iterable[Step]) -> tuple[PlannedBlock, ...]:
    return tuple(
        PlannedBlock(
            id=step.node.id,
            attribute=step.attribute,
            inputs=step.inputs,
            outputs=step.outputs,
            used=step.used,
            networks=step.classes,
            **vars(step.cost),
        )
        for step in steps
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
