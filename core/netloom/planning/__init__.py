"""Project → Plan: what is run in which order, with every shape, every size, and every problem with its fix."""

from dataclasses import replace

from netloom.blocks import Input
from netloom.errors import Problem
from netloom.planning.answers import absorbed, answer_problems, planned_outputs
from netloom.planning.columns import column_problems
from netloom.planning.memory import memory_problem, memory_problems, training_memory
from netloom.planning.steps import Cost, GroupPlan, Plan, PlannedInput, PlannedOutput, Step
from netloom.planning.structure import structure_of
from netloom.planning.walk import Findings, walk
from netloom.project import Project
from netloom.signature import input_signal

UNWALKABLE = ("cycle", "group_contains_itself", "too_many_blocks", "groups_too_deep")


def plan(project: Project, before: Plan | None = None) -> Plan:
    """Works out a project: order, shapes (without the batch axis), parameters, multiply-adds and bytes for one row.

    What is as it was in a plan `before`, of any other project, is taken from there: the same steps, as objects.
    Never raises for what a user can do wrong: that is told in `plan.problems`, and what can still be worked out is.
    Shapes are asked of torch on its meta device, so that they cannot differ from a real run.
    """
    structure = structure_of(project, before.structure if before else None)
    problems = [*structure.problems, *column_problems(project)]
    if any(problem.code in UNWALKABLE for problem in problems):
        return Plan(project, tuple(problems), structure, (), (), (), ())
    findings = Findings(project, structure, before)
    delivered = {node.id: input_signal(project, block) for node, block in project.blocks_of(Input)}
    entering = {id: signal for id, signal in delivered.items() if signal.elements}
    steps = walk(project, entering, absorbed(project), findings, before.steps if before else ())
    by_id = {step.node.id: step for step in steps}
    problems += [*findings.problems, *answer_problems(project, by_id)]
    inputs = tuple(PlannedInput(id, by_id[id].attribute, signal) for id, signal in entering.items() if by_id[id].used)
    outputs = planned_outputs(project, by_id)
    found = Plan(project, (), structure, steps, tuple(findings.groups.values()), inputs, outputs)
    problems += memory_problems(found)
    return replace(found, problems=_once(problems))


def _once(problems: list[Problem]) -> tuple[Problem, ...]:
    """Without repetitions: a group that is placed twice would tell its problems twice. Errors come first."""
    different = {(problem.code, problem.node, problem.message): problem for problem in problems}
    return tuple(sorted(different.values(), key=lambda problem: ("error", "warning", "note").index(problem.severity)))


__all__ = [
    "Cost", "GroupPlan", "Plan", "PlannedInput", "PlannedOutput", "Step", "memory_problem", "plan", "training_memory",
]  # fmt: skip  # names read best side by side
