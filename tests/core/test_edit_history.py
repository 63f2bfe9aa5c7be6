"""Whatever is edited, undone, redone, saved and opened again: the project is what history says, and always sound."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from netloom.edits import Difference
from netloom.errors import EditError, ProjectError
from netloom.project import Network, Project
from netloom.storage import from_text, load, save, to_text
from random_edits import Drawn, beginning, edit_of


class History(RuleBasedStateMachine):
    """A list of projects with a place in it is all that undo needs; `used` is every id that each of them has seen."""

    @initialize()
    def begin(self) -> None:
        self.projects = [beginning()]
        self.texts = [to_text(self.projects[0])]
        self.used = [frozenset(self.projects[0].ids())]
        self.place = 0

    @property
    def project(self) -> Project:
        return self.projects[self.place]

    @rule(data=st.data())
    def edit(self, data: Drawn) -> None:
        try:
            after = edit_of(self.project, data)(self.project)
        except EditError as refusal:
            assert str(refusal).endswith((".", "?"))  # noqa: PT017  # which edits are refused is for other tests
            return
        assert not (set(after.ids()) - set(self.project.ids())) & self.used[self.place]
        text = to_text(after)
        opened = from_text(text, "P.netloom")
        assert opened == after
        assert to_text(opened) == text
        difference = Difference.between(self.project, after)
        assert Difference.model_validate_json(difference.model_dump_json())(self.project) == after
        self.projects[self.place + 1 :] = [data.draw(st.sampled_from([after, opened]))]
        self.texts[self.place + 1 :] = [text]
        self.used[self.place + 1 :] = [self.used[self.place] | set(after.ids())]
        self.place += 1

    @rule(data=st.data())
    def edit_once_more(self, data: Drawn) -> None:
        self.edit(data)

    @rule(steps=st.integers(-3, 3))
    def undo_or_redo(self, steps: int) -> None:
        self.place = min(max(self.place + steps, 0), len(self.projects) - 1)

    def teardown(self) -> None:
        """At the end it is saved to a real file, opened, and saved again."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "P.netloom"
            save(self.project, path)
            content = path.read_bytes()
            save(load(path), path)
            assert path.read_bytes() == content

    @invariant()
    def the_project_is_what_history_says(self) -> None:
        assert to_text(self.project) == self.texts[self.place]

    @invariant()
    def every_wire_has_both_its_ports(self) -> None:
        for network in self.project.networks():
            nodes = {node.id: node for node in network.nodes}
            for wire in network.wires:
                assert wire.source_port in {port.name for port in self.project.output_ports(nodes[wire.source])}
                assert wire.target_port in {port.name for port in self.project.input_ports(nodes[wire.target])}

    @invariant()
    def only_merges_take_several_wires_and_nothing_goes_round(self) -> None:
        for network in self.project.networks():
            ends = [(wire.target, wire.target_port) for wire in network.wires]
            many = {node.id for node in network.nodes if any(port.many for port in self.project.input_ports(node))}
            single = [end for end in ends if end[0] not in many]
            assert len(single) == len(set(single))
            assert is_acyclic(network)


def is_acyclic(network: Network) -> bool:
    left = {node.id for node in network.nodes}
    while first := left - {wire.target for wire in network.wires if wire.source in left}:
        left -= first
    return not left


@pytest.mark.parametrize(("histories", "steps"), [(25, 40), pytest.param(1000, 60, marks=pytest.mark.soak)])
def test_whatever_is_edited_undo_and_redo_lead_back_exactly(histories: int, steps: int) -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=histories,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


class Careless(History):
    """Removes a block and forgets its wires."""

    @rule()
    def remove(self) -> None:
        after = self.project.model_copy(update={"nodes": self.project.nodes[:-1]})
        self.projects[self.place + 1 :], self.texts[self.place + 1 :] = [after], [to_text(after)]
        self.used[self.place + 1 :] = [self.used[self.place]]
        self.place += 1


def test_a_wire_that_is_forgotten_is_found() -> None:
    few = settings(max_examples=25, deadline=None, phases=[Phase.generate], database=None)
    with pytest.raises(ProjectError, match="names a block that is not there: output_1"):
        run_state_machine_as_test(Careless, settings=few)
