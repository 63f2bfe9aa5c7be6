"""Each setting of each block is edited as a person does: typing, choosing, ticking, going back to the default."""

from typing import Any

import pytest
from forms import block, button, choose, click, editing, refusal, reset, tick, type_into
from hands import made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListWidget,
)

from netloom.blocks import BLOCKS, Dense
from netloom.described import Setting, settings_of
from netloom.settings.sources import SOURCES
from netloom.settings.training import Training
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.inspector.inspector import Inspector
from networks import around

Key = Qt.Key
EVERY_SETTING = [(id, setting) for id, kind in BLOCKS.items() for setting in settings_of(kind)]


# Every setting of every block


def edit_as_declared(inspector: Inspector, setting: Setting, now: Any) -> None:
    """Give a setting another value in the way that its field is used."""
    field = editing(inspector, setting.name)
    if isinstance(field, CalmComboBox):
        others = [word for row in range(field.count()) if (word := field.itemData(row)) != now]
        choose(field, others[-1])
    elif isinstance(field, QCheckBox):
        tick(field)
    elif isinstance(field, QListWidget):
        field.setFocus()
        field.setCurrentRow(1)
        QTest.keyClick(field, Key.Key_Space)
    elif setting.kind == "list of whole numbers":
        type_into(inspector, setting.name, "2, 3")
    elif setting.kind == "text":
        type_into(inspector, setting.name, "other")
    else:
        type_into(inspector, setting.name, "1" if setting.default != 1 else "2" if setting.maximum != 1 else "0.5")
        if refusal(inspector, setting.name):  # one is beyond the bounds of a share
            type_into(inspector, setting.name, "0.5")


@pytest.mark.parametrize(("id", "setting"), EVERY_SETTING, ids=[f"{id}.{each.name}" for id, each in EVERY_SETTING])
def test_every_setting_is_edited_reset_and_undone(inspector: Inspector, id: str, setting: Setting) -> None:
    editor = inspector.editor
    project = around(BLOCKS["group"]() if id.startswith("group") else BLOCKS[id]())
    node = next(node.id for each in project.networks() for node in each.nodes if isinstance(node.block, BLOCKS[id]))
    editor.new(project)
    if not any(each.id == node for each in project.nodes):
        editor.enter(project.groups[0].id)
    editor.select({node})
    before, value = editor.project, getattr(block(inspector, node), setting.name)
    edit_as_declared(inspector, setting, value)
    assert refusal(inspector, setting.name) == ""
    assert getattr(block(inspector, node), setting.name) != value
    assert editing(inspector, setting.name).accessibleName()
    if setting.names != "group" and value == setting.default:
        assert "the default is" in editing(inspector, setting.name).accessibleDescription()
        click(reset(inspector, setting.name))
        assert getattr(block(inspector, node), setting.name) == setting.default
        assert not reset(inspector, setting.name).isVisible()
        editor.undo()
    editor.undo()
    assert editor.project is before


@pytest.mark.parametrize("kind", [Training, *SOURCES.values()], ids=lambda kind: kind.__name__)
def test_every_declared_setting_has_a_kind_that_a_form_knows(kind: type[Any]) -> None:
    known = {
        "whole number",
        "number",
        "yes or no",
        "choice",
        "text",
        "list of texts",
        "list of whole numbers",
        "settings",
    }
    assert {setting.kind for setting in settings_of(kind)} <= known


# What is typed


@pytest.mark.parametrize("text", ["0", "-3", "many", "2147483649", "1.5", ""])
def test_what_is_refused_is_told_while_typing_and_stays_typed(inspector: Inspector, text: str) -> None:
    inspector.editor.select({"dense_1"})
    type_into(inspector, "units", text)
    assert "expected a whole number from 1 to 2,147,483,648" in refusal(inspector, "units")
    line = editing(inspector, "units")
    assert isinstance(line, QLineEdit)
    assert line.text() == text
    assert block(inspector, "dense_1").units in (32, 2, 21, 214, 2147, 21474, 214748, 2147483, 21474836, 214748364, 1)
    QTest.keyClick(line, Key.Key_Escape)
    assert line.text() == str(block(inspector, "dense_1").units)
    assert refusal(inspector, "units") == ""


@pytest.mark.parametrize(("text", "units"), [("1,000", 1000), ("25 000", 25_000), ("1e3", 1000), (" 7 ", 7)])
def test_whole_numbers_may_be_written_as_people_do(inspector: Inspector, text: str, units: int) -> None:
    inspector.editor.select({"dense_1"})
    type_into(inspector, "units", text)
    assert block(inspector, "dense_1").units == units


@pytest.mark.parametrize(("text", "value"), [("1e-3", 0.001), ("0,25", 0.25), ("1", 1.0), (".5", 0.5)])
def test_numbers_may_be_written_in_scientific_notation(inspector: Inspector, text: str, value: float) -> None:
    inspector.editor.select({"dense_1"})
    type_into(inspector, "l2", text)
    assert block(inspector, "dense_1").l2 == value


def test_typing_is_one_step_and_leaving_the_field_ends_it(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.select({"dense_1"})
    type_into(inspector, "units", "128")
    assert editor.history.undo_label == "Set units of dense_1"
    QTest.keyClick(editing(inspector, "units"), Key.Key_Return)
    QTest.keyClick(editing(inspector, "units"), Key.Key_Up)
    assert block(inspector, "dense_1").units == 129
    editor.undo()
    assert block(inspector, "dense_1").units == 128
    editor.undo()
    assert block(inspector, "dense_1") == Dense()
    line = editing(inspector, "units")
    assert isinstance(line, QLineEdit)
    assert line.text() == "32"


def test_what_was_refused_of_one_block_is_not_shown_of_another(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.new(made(Dense(), Dense()))
    editor.select({"dense_1"})
    type_into(inspector, "units", "-1")
    assert refusal(inspector, "units")
    editor.select({"dense_2"})
    line = editing(inspector, "units")
    assert isinstance(line, QLineEdit)
    assert line.text() == "32"
    assert refusal(inspector, "units") == ""


def test_several_settings_are_reset_in_one_step(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.new(made(Dense(units=5, activation="relu")))
    editor.select({"dense_1"})
    click(button(inspector, "reset_all"))
    assert block(inspector, "dense_1") == Dense()
    editor.undo()
    assert block(inspector, "dense_1") == Dense(units=5, activation="relu")


def test_the_name_and_mute_are_edited(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.select({"dense_1"})
    page = inspector.widget()
    assert page is not None
    name, muted = page.findChild(QLineEdit, "name"), page.findChild(QCheckBox, "muted")
    assert isinstance(name, QLineEdit)
    QTest.keyClicks(name, "hidden <b>")
    assert editor.project.find("dense_1").name == "hidden <b>"
    tick(muted or page)
    assert editor.project.find("dense_1").muted
    editor.select({"output_1"})
    assert not inspector.widget().findChild(QCheckBox, "muted").isVisible()  # type: ignore[union-attr]  # found above


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["units", "l1", "l2"]), st.text("0123456789.e-, x", max_size=6)), max_size=6))
def test_whatever_is_typed_undo_leads_back_exactly(inspector: Inspector, typed: list[tuple[str, str]]) -> None:
    editor = inspector.editor
    editor.new(made(Dense()))
    before = editor.project
    editor.select({"dense_1"})
    for name, text in typed:
        type_into(inspector, name, text)
        dense = block(inspector, "dense_1")
        assert Dense(**dict(dense)) == dense
    while editor.history.undo_label:
        editor.undo()
    assert editor.project is before
    editor.select()
    editor.select({"dense_1"})
    assert [editing(inspector, name).text() for name in ("units", "l1", "l2")] == ["32", "0", "0"]  # type: ignore[attr-defined]  # lines
