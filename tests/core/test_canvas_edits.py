"""The edits that a canvas needs: wires led elsewhere, blocks put on wires, frames and comments, copies."""

import pytest

from netloom.blocks import Add, Concatenate, Dense, Dropout, Embedding, Flatten, Group, GroupInput, Input, Output
from netloom.declare import Block, Port, Signal
from netloom.edits import (
    AddBlock,
    AddBookmark,
    AddNote,
    AddWired,
    Arrange,
    BendWires,
    Connect,
    Detach,
    Fragment,
    MakeGroup,
    MoveWire,
    Mute,
    Paste,
    PlaceGroup,
    PutOnWire,
    RemoveBlocks,
    RemoveBookmark,
    RemoveNotes,
    SetNotes,
    Ungroup,
)
from netloom.edits.fitting import ends_after, ends_before, gives, misfit, takes, why_not
from netloom.edits.following import often_next
from netloom.edits.fragments import fragment_from_text, fragment_of, fragment_text
from netloom.errors import Edit, EditError
from netloom.project import Bookmark, Comment, Frame, Layout, Project, Wire
from netloom.storage import from_text, to_text


def edited(project: Project, *edits: Edit) -> Project:
    for edit in edits:
        project = edit(project)
    return project


def wire(pair: str) -> Wire:
    source, target = pair.split()
    return Wire(source=source, target=target)


def made(blocks: list[Block], *pairs: str) -> Project:
    project = edited(Project(), *(AddBlock(block=block, at=(260.0 * at, 0)) for at, block in enumerate(blocks)))
    return edited(project, *(Connect(wire=wire(pair)) for pair in pairs))


def wires(project: Project) -> list[str]:
    return [f"{each.source} {each.target}" for each in project.wires]


LINE = made([Input(), Dense(), Dense(), Output()], "input_1 dense_1", "dense_1 dense_2", "dense_2 output_1")


def test_a_wire_is_led_to_another_block() -> None:
    moved = MoveWire(wire=wire("dense_2 output_1"), to=wire("dense_1 output_1"))(LINE)
    assert wires(moved) == ["input_1 dense_1", "dense_1 dense_2", "dense_1 output_1"]


def test_a_wire_that_comes_from_elsewhere_keeps_its_turn() -> None:
    project = made([Input(), Dense(), Dense(), Concatenate()], "dense_1 concatenate_1", "dense_2 concatenate_1")
    moved = MoveWire(wire=wire("dense_1 concatenate_1"), to=wire("input_1 concatenate_1"))(project)
    assert wires(moved) == ["input_1 concatenate_1", "dense_2 concatenate_1"]


def test_a_wire_is_not_led_round_in_a_circle() -> None:
    with pytest.raises(EditError, match="close a circle"):
        MoveWire(wire=wire("input_1 dense_1"), to=wire("dense_2 dense_1"))(LINE)


def test_a_block_is_put_on_a_wire() -> None:
    project = AddBlock(block=Dropout())(LINE)
    put = PutOnWire(node="dropout_1", wire=wire("dense_1 dense_2"))(project)
    assert wires(put) == ["input_1 dense_1", "dense_1 dropout_1", "dropout_1 dense_2", "dense_2 output_1"]


@pytest.mark.parametrize(
    ("block", "why"),
    [("dense_1", "at one of its ends"), ("output_1", "at one of its ends"), ("input_2", "has no input")],
)
def test_a_block_that_cannot_stand_on_a_wire_says_why(block: str, why: str) -> None:
    project = AddBlock(block=Input())(LINE)
    on = wire("dense_2 output_1") if block == "output_1" else wire("dense_1 dense_2")
    with pytest.raises(EditError, match=why):
        PutOnWire(node=block, wire=on)(project)


def test_a_wired_block_is_not_put_on_another_wire() -> None:
    with pytest.raises(EditError, match="has a wire at its input already"):
        PutOnWire(node="dense_2", wire=wire("input_1 dense_1"))(LINE)


def test_a_block_is_added_with_its_wires() -> None:
    project = AddWired(block=Dropout(), at=(0, 0), after=("dense_1", "output"), before=("output_1", "input"))(LINE)
    assert wires(project) == ["input_1 dense_1", "dense_1 dense_2", "dense_1 dropout_1", "dropout_1 output_1"]


# Frames and comments


def test_frames_and_comments_have_ids_of_their_own() -> None:
    frame, comment = Frame(text="Encoder", x=0, y=0, width=300, height=200), Comment(text="Why?", x=5, y=5)
    project = edited(LINE, AddNote(note=frame), AddNote(note=frame), AddNote(note=comment))
    assert [each.id for each in project.layout.frames] == ["frame_1", "frame_2"]
    assert [each.id for each in project.layout.comments] == ["comment_1"]
    fewer = RemoveNotes(notes=("frame_2",))(project)
    assert AddNote(note=frame)(fewer).layout.frames[-1].id == "frame_3"


def test_a_frame_is_changed_by_its_id() -> None:
    project = AddNote(note=Frame(x=0, y=0, width=300, height=200))(LINE)
    wider = project.layout.frames[0].model_copy(update={"width": 500.0})
    assert SetNotes(frames=(wider,))(project).layout.frames == (wider,)


def test_a_frame_that_is_not_there_is_told() -> None:
    for edit in (RemoveNotes(notes=("frame_9",)), SetNotes(comments=(Comment(id="comment_9", x=0, y=0),))):
        with pytest.raises(EditError, match="no frame and no comment"):
            edit(LINE)


def test_files_may_leave_the_ids_of_frames_out() -> None:
    text = to_text(LINE).replace('"frames": []', '"frames": [{"x": 0, "y": 0, "width": 9, "height": 9, "text": "Old"}]')
    frame = from_text(text, "P.netloom").layout.frames[0]
    assert (frame.id, frame.text) == ("frame_1", "Old")


def test_two_frames_cannot_have_one_id() -> None:
    frame = Frame(id="frame_1", x=0, y=0, width=9, height=9)
    with pytest.raises(ValueError, match="there twice"):
        Layout(frames=(frame, frame))


def test_what_stands_in_a_group_goes_with_it() -> None:
    project = MakeGroup(nodes=("dense_1",))(LINE)
    project = AddNote(note=Comment(text="inside", x=0, y=0, inside="network_1"))(project)
    assert not Ungroup(node="group_1")(project).layout.comments


# Copies


def test_a_copy_has_ids_of_its_own_and_the_wires_between() -> None:
    pasted = Paste(fragment=fragment_of(LINE, "", {"dense_1", "dense_2"}), by=(40, 40))(LINE)
    assert [node.id for node in pasted.nodes][-2:] == ["dense_3", "dense_4"]
    assert wires(pasted)[-1] == "dense_3 dense_4"
    places = {each.node: (each.x, each.y) for each in pasted.layout.positions}
    assert places["dense_3"] == (300, 40)


def test_a_copy_keeps_the_wires_that_led_in_when_asked() -> None:
    pasted = Paste(fragment=fragment_of(LINE, "", {"dense_2"}), keep_arriving=True)(LINE)
    assert wires(pasted)[-1] == "dense_1 dense_3"


def test_a_copy_goes_through_text_into_another_project() -> None:
    noted = AddNote(note=Comment(text="näher ✓", x=1, y=2))(LINE)
    fragment = fragment_of(noted, "", {"dense_1", "output_1"}, {"comment_1"})
    pasted = Paste(fragment=fragment_from_text(fragment_text(fragment)))(Project())
    assert [node.id for node in pasted.nodes] == ["dense_1", "output_1"]
    assert pasted.layout.comments[0].text == "näher ✓"


def test_a_copied_group_brings_its_network_along_or_shares_the_one_that_is_there() -> None:
    project = MakeGroup(nodes=("dense_1", "dense_2"), name="Part")(LINE)
    fragment = fragment_of(project, "", {"group_1"})
    shared = Paste(fragment=fragment)(project)
    assert len(shared.groups) == 1
    assert shared.find("group_2").block == Group(network="network_1")
    elsewhere = Paste(fragment=fragment)(made([Dense()]))
    assert [group.name for group in elsewhere.groups] == ["Part"]
    assert len(set(elsewhere.ids())) == len(list(elsewhere.ids()))


def test_a_group_that_has_changed_since_is_pasted_as_it_was() -> None:
    project = MakeGroup(nodes=("dense_1", "dense_2"), name="Part")(LINE)
    fragment = fragment_of(project, "", {"group_1"})
    changed = AddBlock(block=Dense(), inside="network_1")(project)
    assert len(Paste(fragment=fragment)(changed).groups) == 2


def test_ports_of_a_group_get_free_names() -> None:
    project = MakeGroup(nodes=("dense_1",))(LINE)
    inside = project.group("network_1")
    fragment = fragment_of(project, "network_1", {node.id for node in inside.having(GroupInput)})
    pasted = Paste(fragment=fragment, inside="network_1")(project)
    assert [block.port for _, block in pasted.group("network_1").blocks_of(GroupInput)] == ["input", "input_2"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "holds no blocks"),
        ("Dear Alice,", "holds no blocks"),
        ('{"format": "netloom-fragment", "format": "netloom-fragment"}', "twice"),
        ('{"format": "netloom-fragment", "nodes": 3}', "nodes"),
    ],
)
def test_what_is_no_copy_is_told(text: str, why: str) -> None:
    with pytest.raises(Exception, match=why) as told:
        fragment_from_text(text)
    assert "Traceback" not in str(told.value)


def test_a_wire_to_a_block_that_was_not_copied_is_refused() -> None:
    fragment = Fragment(nodes=(LINE.nodes[1],), wires=(wire("dense_1 nowhere"),))
    with pytest.raises(EditError, match="not copied"):
        Paste(fragment=fragment)(LINE)


# What fits

NUMBERS, INDICES = Signal((6,)), Signal((2,), "indices", 5)


def test_a_wire_that_fits_needs_no_words() -> None:
    assert why_not(LINE, wire("input_1 dense_2"), {}) == ""


@pytest.mark.parametrize(("pair", "why"), [("dense_2 dense_1", "circle"), ("input_1 dense_1", "there already")])
def test_a_wire_that_cannot_be_drawn_says_why(pair: str, why: str) -> None:
    assert why in why_not(LINE, wire(pair), {})


def test_indices_do_not_fit_where_numbers_are_wanted() -> None:
    project = made([Input(), Dense(), Embedding()])
    told = why_not(project, wire("input_1 dense_1"), {("input_1", "output"): INDICES})
    assert "Put an Embedding between" in told
    told = why_not(project, wire("input_1 embedding_1"), {("input_1", "output"): NUMBERS})
    assert "looks up indices" in told
    muted = Mute(nodes=("dense_1",))(project)
    assert why_not(muted, wire("input_1 dense_1"), {("input_1", "output"): INDICES}) == ""


def test_shapes_that_differ_can_be_wired_and_are_told() -> None:
    project = made([Dense(), Dense(), Add()], "dense_1 add_1")
    signals = {("dense_1", "output"): Signal((32,)), ("dense_2", "output"): Signal((16,))}
    assert why_not(project, wire("dense_2 add_1"), signals) == ""
    assert "needs inputs of one shape" in misfit(project, wire("dense_2 add_1"), signals)
    signals[("dense_2", "output")] = Signal((32,))
    assert misfit(project, wire("dense_2 add_1"), signals) == ""


def test_only_ports_that_fit_are_offered() -> None:
    project = made([Input(), Dense(), Add(), Embedding(), Flatten(), Output()], "input_1 dense_1", "dense_1 add_1")
    signals = {("input_1", "output"): NUMBERS, ("dense_1", "output"): Signal((32,))}
    assert ends_after(project, "", ("dense_1", "output"), signals) == {("flatten_1", "input"), ("output_1", "input")}
    assert ends_after(project, "", ("input_1", "output"), signals) == {("flatten_1", "input"), ("output_1", "input")}
    signals[("input_1", "output")] = INDICES
    assert ends_after(project, "", ("input_1", "output"), signals) == {("embedding_1", "input"), ("flatten_1", "input")}
    before = ends_before(project, "", ("dense_1", "input"), {})
    assert before == {("embedding_1", "output"), ("flatten_1", "output")}


@pytest.mark.parametrize("signal", [None, NUMBERS, INDICES])
def test_blocks_that_take_a_signal_are_known(signal: Signal | None) -> None:
    assert takes(Flatten(), signal)
    assert takes(Dense(), signal) == (signal is not INDICES)
    assert takes(Embedding(), signal) == (signal is not NUMBERS)
    assert not takes(Input(), signal)


def test_blocks_that_give_what_a_port_wants_are_known() -> None:
    assert gives(Dense(), Port("input"))
    assert not gives(Output(), Port("input"))
    assert not gives(Dense(), Port("input", "indices"))
    assert gives(Input(), Port("input", "indices"))


# Out of the way


def test_a_block_comes_out_of_its_wires_which_lead_past_it() -> None:
    assert wires(Detach(nodes=("dense_1",))(LINE)) == ["input_1 dense_2", "dense_2 output_1"]
    assert wires(Detach(nodes=("dense_1", "dense_2"))(LINE)) == ["dense_1 dense_2", "input_1 output_1"]
    assert wires(Detach(nodes=("input_1",))(LINE)) == ["dense_1 dense_2", "dense_2 output_1"]
    assert Detach(nodes=("dense_1",))(LINE).nodes == LINE.nodes


def test_blocks_around_another_come_out_and_leave_no_circle() -> None:
    assert wires(Detach(nodes=("input_1", "dense_2"))(LINE)) == []
    assert wires(Detach(nodes=("dense_1", "output_1"))(LINE)) == ["input_1 dense_2"]


def test_of_several_wires_that_enter_the_first_goes_on() -> None:
    project = made([Dense(), Dense(), Add(), Output()], "dense_2 add_1", "dense_1 add_1", "add_1 output_1")
    assert wires(Detach(nodes=("add_1",))(project)) == ["dense_2 output_1"]


def test_blocks_of_different_networks_do_not_come_out_together() -> None:
    grouped = MakeGroup(nodes=("dense_1",))(LINE)
    with pytest.raises(EditError, match="different networks"):
        Detach(nodes=("dense_1", "dense_2"))(grouped)


# Bends and bookmarks


def test_a_wire_is_led_through_points_and_by_itself_again() -> None:
    bent = BendWires(wires=((wire("dense_1 dense_2"), ((1.0, 2.0), (3.0, 4.0))),))(LINE)
    assert bent.layout.bends[0].points == ((1.0, 2.0), (3.0, 4.0))
    assert from_text(to_text(bent), "P.netloom") == bent
    assert BendWires(wires=((wire("dense_1 dense_2"), ()),))(bent) == LINE


def test_the_bends_of_a_wire_go_with_it() -> None:
    bent = BendWires(wires=((wire("dense_1 dense_2"), ((1.0, 2.0),)), (wire("input_1 dense_1"), ((1.0, 2.0),))))(LINE)
    for edit in (Detach(nodes=("dense_2",)), RemoveBlocks(nodes=("dense_2",)), MakeGroup(nodes=("dense_2",))):
        assert [bend.wire for bend in edit(bent).layout.bends] == [wire("input_1 dense_1")]
    inside = MakeGroup(nodes=("dense_1", "dense_2"))(bent)
    assert [bend.wire for bend in inside.layout.bends] == [wire("dense_1 dense_2")]


def points(project: Project) -> dict[str, list[tuple[float, float]]]:
    return {f"{bend.wire.source} {bend.wire.target}": list(bend.points) for bend in project.layout.bends}


BENT = BendWires(wires=((wire("dense_1 dense_2"), ((400.0, 90.0),)),))(LINE)


def test_a_copy_has_wires_that_bend_alike() -> None:
    pasted = Paste(fragment=fragment_of(BENT, "", {"dense_1", "dense_2"}), by=(40, 60))(BENT)
    assert points(pasted) == {"dense_1 dense_2": [(400, 90)], "dense_3 dense_4": [(440, 150)]}
    assert not fragment_of(BENT, "", {"dense_1", "output_1"}).bends


def test_a_copied_group_brings_the_bends_within_it_along() -> None:
    grouped = MakeGroup(nodes=("dense_1", "dense_2"))(BENT)
    text = fragment_text(fragment_of(grouped, "", {"group_1"}))
    assert points(Paste(fragment=fragment_from_text(text), by=(40, 60))(Project())) == {"dense_1 dense_2": [(400, 90)]}


def test_bends_come_out_of_a_group_where_its_blocks_do() -> None:
    grouped = MakeGroup(nodes=("dense_1", "dense_2"))(BENT)
    (at,) = (each for each in grouped.layout.positions if each.node == "group_1")
    down = Arrange(positions=(at.model_copy(update={"y": at.y + 500}),))(grouped)
    assert points(Ungroup(node="group_1")(down)) == {"dense_1 dense_2": [(400, 590)]}
    twice = PlaceGroup(group="network_1", at=(at.x, at.y + 800))(grouped)
    assert points(Ungroup(node="group_2")(twice))["dense_3 dense_4"] == [(400, 890)]


def test_a_wire_that_is_not_there_is_not_bent() -> None:
    with pytest.raises(EditError, match="no wire"):
        BendWires(wires=((wire("input_1 output_1"), ((1.0, 2.0),)),))(LINE)


def test_a_view_is_kept_under_its_name_once() -> None:
    one = Bookmark(name="Encoder", x=1.0, y=2.0)
    project = edited(LINE, AddBookmark(bookmark=one), AddBookmark(bookmark=one.model_copy(update={"scale": 0.5})))
    assert [each.scale for each in project.layout.bookmarks] == [0.5]
    assert RemoveBookmark(name="Encoder")(project) == LINE
    with pytest.raises(EditError, match=r"no bookmark 'encoder'\. Did you mean Encoder"):
        RemoveBookmark(name="encoder")(project)
    with pytest.raises(EditError, match="no group"):
        AddBookmark(bookmark=Bookmark(name="x", inside="network_9", x=0, y=0))(LINE)


# What is likely next


def test_what_follows_such_blocks_here_comes_first_then_what_often_does() -> None:
    project = made([Dense(), Dropout(), Dense(), Add()], "dense_1 dropout_1", "dense_2 add_1")
    assert often_next(project, ("dense_2", "output"), {})[:2] == ("dropout", "add")
    assert "activation" in often_next(project, ("dense_1", "output"), {})


def test_what_does_not_take_what_leaves_is_not_likely() -> None:
    project = made([Input(encoding="indices")])
    assert often_next(project, ("input_1", "output"), {}) == ("embedding", "dense", "batch_normalization")
    assert often_next(project, ("input_1", "output"), {("input_1", "output"): Signal((2,), "indices", 5)}) == (
        "embedding",
    )
