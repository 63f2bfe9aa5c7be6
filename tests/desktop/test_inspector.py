"""The inspector edits what is chosen as a person does: typing, choosing, ticking, going back to the default."""

from collections.abc import Iterator
from typing import Any

import pytest
from hands import made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from netloom.blocks import BLOCKS, BatchNormalization, Dense, Dropout, Input, LayerNormalization, Output
from netloom.declare import Signal
from netloom.described import Setting, settings_of
from netloom.edits import MakeGroup, SetData, SetSettings
from netloom.errors import Fix, Problem
from netloom.project import Data, Project, Wire
from netloom.settings.optimizers import SGD, Adam
from netloom.settings.sources import SOURCES
from netloom.settings.training import Training
from netloom_desktop.editor import Editor
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.inspector.inspector import Inspector
from netloom_desktop.planned import BlockPlan, PlannedProject
from netloom_desktop.theme import LIGHT
from networks import COLUMNS, around

Key = Qt.Key
EVERY_SETTING = [(id, setting) for id, kind in BLOCKS.items() for setting in settings_of(kind)]


@pytest.fixture
def inspector(qtbot: QtBot) -> Iterator[Inspector]:
    """An inspector of Input → Dense → Dropout → Output, with columns."""
    editor = Editor()
    blocks = (Input(), Dense(), Dropout(), Output())
    project = made(*blocks, wires="input_1 dense_1, dense_1 dropout_1, dropout_1 output_1")
    editor.new(SetData(data=Data(columns=COLUMNS))(project))
    shown = Inspector(editor, LIGHT)
    shown.resize(340, 900)
    shown.show()
    shown.activateWindow()
    qtbot.waitExposed(shown)
    yield shown
    shown.close()
    shown.deleteLater()
    editor.deleteLater()


def row(inspector: Inspector, name: str) -> QWidget:
    """The row of a setting on the page that is shown."""
    page = inspector.widget()
    assert page is not None
    found = page.findChild(QWidget, f"setting_{name}")
    assert isinstance(found, QWidget)
    return found


def editing(inspector: Inspector, name: str) -> QWidget:
    """The widget in which a setting is edited."""
    kinds = (QLineEdit, CalmComboBox, QCheckBox, QListWidget, QPlainTextEdit)
    for kind in (QListWidget, *kinds):
        if found := row(inspector, name).findChild(kind):
            return found
    raise AssertionError(f"{name} has no field")


def type_into(inspector: Inspector, name: str, text: str) -> None:
    line = editing(inspector, name)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Key.Key_Delete)
    QTest.keyClicks(line, text)


def choose(widget: QWidget, word: str) -> None:
    """Go through a list with the keyboard until a word is chosen."""
    assert isinstance(widget, CalmComboBox)
    widget.setFocus()
    QTest.keyClick(widget, Key.Key_Home)
    for _ in range(widget.count()):
        if widget.currentData() == word:
            return
        QTest.keyClick(widget, Key.Key_Down)
    assert widget.currentData() == word


def tick(box: QWidget) -> None:
    assert isinstance(box, QCheckBox)
    box.setFocus()
    QTest.keyClick(box, Key.Key_Space)


def refusal(inspector: Inspector, name: str) -> str:
    label = row(inspector, name).findChild(QLabel, "refusal")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def reset(inspector: Inspector, name: str) -> QToolButton:
    button = row(inspector, name).findChild(QToolButton)
    assert isinstance(button, QToolButton)
    return button


def block(inspector: Inspector, id: str) -> Any:
    return inspector.editor.project.find(id).block


def page_text(inspector: Inspector) -> str:
    page = inspector.widget()
    assert page is not None
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def button(inspector: Inspector, name: str) -> QPushButton:
    page = inspector.widget()
    found = page.findChild(QPushButton, name) if page else None
    assert isinstance(found, QPushButton)
    return found


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


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


# Several at once


def test_blocks_of_one_type_are_edited_together(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.new(made(Dense(units=8), Dense(units=16), Dense(units=8, use_bias=False)))
    editor.select({"dense_1", "dense_2", "dense_3"})
    units, bias = editing(inspector, "units"), editing(inspector, "use_bias")
    assert isinstance(units, QLineEdit)
    assert isinstance(bias, QCheckBox)
    assert (units.text(), units.placeholderText()) == ("", "different values")
    assert bias.checkState() == Qt.CheckState.PartiallyChecked
    type_into(inspector, "units", "64")
    assert {block(inspector, id).units for id in editor.selection.blocks} == {64}
    editor.undo()
    assert [block(inspector, f"dense_{number}").units for number in (1, 2, 3)] == [8, 16, 8]
    tick(bias)
    assert all(block(inspector, id).use_bias for id in editor.selection.blocks)
    click(reset(inspector, "units"))
    assert {block(inspector, id) for id in editor.selection.blocks} == {Dense()}


def test_blocks_of_several_types_show_what_they_share(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.new(made(BatchNormalization(), LayerNormalization(), Dense()))
    editor.select({"batch_normalization_1", "layer_normalization_1"})
    type_into(inspector, "epsilon", "0.01")
    assert (
        block(inspector, "batch_normalization_1").epsilon == block(inspector, "layer_normalization_1").epsilon == 0.01
    )
    assert "1 BatchNormalization, 1 LayerNormalization" in page_text(inspector)
    assert inspector.widget().findChild(QWidget, "setting_momentum") is None  # type: ignore[union-attr]  # is shown
    editor.select_all()
    assert "no setting in common" in page_text(inspector)


# Numbers, problems, wires, groups, the project


def planned(project: Project, **outputs: tuple[int, ...]) -> PlannedProject:
    blocks = {id: BlockPlan(project.find(id), (("output", Signal(shape)),)) for id, shape in outputs.items()}
    return PlannedProject(blocks)


def test_the_formula_is_shown_with_its_actual_numbers(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.select({"dense_1"})
    assert "once something is wired" in page_text(inspector)
    editor.set_planned(planned(editor.project, input_1=(784,), dense_1=(32,)))
    shown = page_text(inspector)
    for words in (
        "y = φ(x W + b)",
        "batch × 784",
        "784 × 32",
        "batch × 32",
        "25,120 parameters are learnt: 25,088 + 32.",
    ):
        assert words in shown
    type_into(inspector, "units", "10")
    assert "784 × 10" in page_text(inspector)
    assert "batch × 32" not in page_text(inspector)


def test_a_problem_is_mended_by_its_button(inspector: Inspector) -> None:
    editor = inspector.editor
    fix = Fix(label="Set units to 8", edits=(SetSettings(node="dense_1", settings=(("units", 8),)),))
    problem = Problem(code="absurd_size", node="dense_1", message="dense_1: too many units.", fix=fix)
    editor.set_planned(PlannedProject(problems=(problem,)))
    editor.select({"dense_1"})
    assert "Error: dense_1: too many units." in page_text(inspector)
    click(button(inspector, "fix"))
    assert block(inspector, "dense_1").units == 8
    assert editor.history.undo_label == "Set units to 8"
    editor.select({"dropout_1"})
    assert "too many units" not in page_text(inspector)


def test_a_wire_says_what_flows(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.select(wires={Wire(source="dense_1", target="dropout_1")})
    assert "not known yet" in page_text(inspector)
    editor.set_planned(planned(editor.project, dense_1=(32,)))
    assert "(32,)" in page_text(inspector)
    assert "32 numbers for each row" in page_text(inspector)


def test_a_group_is_entered_by_its_button(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.do("Group", MakeGroup(nodes=("dense_1",), name="Part"))
    editor.select({"group_1"})
    assert "enters; not known" in page_text(inspector)
    editor.set_planned(planned(editor.project, input_1=(784,), group_1=(32,)))
    assert "(784,)\nenters" in page_text(inspector)
    assert "(32,)\nleaves" in page_text(inspector)
    click(button(inspector, "enter_group"))
    assert editor.inside == "network_1"


def test_the_project_is_named_and_its_training_set(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.select()
    page = inspector.widget()
    assert page is not None
    name = page.findChild(QLineEdit, "project_name")
    assert isinstance(name, QLineEdit)
    QTest.keyClicks(name, "Churn")
    assert editor.project.name == "Churn"
    assert "3 of 6 columns" in page_text(inspector)
    type_into(inspector, "batch_size", "all")
    assert editor.project.training.batch_size == "all"
    optimizer = row(inspector, "optimizer").findChild(CalmComboBox)
    assert isinstance(optimizer, CalmComboBox)
    choose(optimizer, "sgd")
    assert editor.project.training.optimizer == SGD()
    type_into(inspector, "learning_rate", "5e-2")
    assert editor.project.training.optimizer == SGD(learning_rate=0.05)
    box = next(
        each for each in row(inspector, "early_stopping").findChildren(QCheckBox) if each.text() == "Early stopping"
    )
    tick(box)
    assert editor.project.training.early_stopping is None
    while editor.history.undo_label:
        editor.undo()
    assert editor.project.training == Training()
    editor.select()
    assert row(inspector, "optimizer").findChild(CalmComboBox).currentData() == Adam.id  # type: ignore[union-attr]  # there


def test_columns_are_ticked_and_those_that_are_gone_are_told(inspector: Inspector) -> None:
    editor = inspector.editor
    editor.do("Set", SetSettings(node="input_1", settings=(("columns", ("gone", "age")),)))
    editor.select({"input_1"})
    columns = editing(inspector, "columns")
    assert isinstance(columns, QListWidget)
    assert [columns.item(row).text() for row in range(columns.count())] == [
        "age",
        "income",
        "city",
        "gone (is not there)",
    ]
    columns.setFocus()
    columns.setCurrentRow(3)
    QTest.keyClick(columns, Key.Key_Space)
    columns.setCurrentRow(2)
    QTest.keyClick(columns, Key.Key_Space)
    assert block(inspector, "input_1").columns == ("age", "city")


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


def test_blocks_are_shown_on_one_page_a_type(inspector: Inspector) -> None:
    """Choosing another block of the same type makes no widget anew."""
    editor = inspector.editor
    editor.new(made(Dense(), Dense(units=5)))
    editor.select({"dense_1"})
    page, widgets = inspector.widget(), inspector.findChildren(QWidget)
    editor.select({"dense_2"})
    assert inspector.widget() is page
    assert inspector.findChildren(QWidget) == widgets


def test_every_block_says_what_it_does(inspector: Inspector) -> None:
    for id, kind in BLOCKS.items():
        project = around(kind())
        inspector.editor.new(project)
        chosen = next((node.id for node in project.nodes if isinstance(node.block, kind)), "")
        if chosen:
            inspector.editor.select({chosen})
            assert kind.about.split(".")[0].replace("\n", " ") in page_text(inspector), id
