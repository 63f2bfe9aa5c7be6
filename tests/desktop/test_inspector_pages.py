"""The pages of the inspector: several blocks, formulas with numbers, problems, wires, groups, the project."""

from forms import block, button, choose, click, editing, page_text, reset, row, tick, type_into
from hands import made
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListWidget,
    QWidget,
)

from netloom.blocks import BLOCKS, BatchNormalization, Dense, LayerNormalization
from netloom.declare import Signal
from netloom.edits import MakeGroup, SetSettings
from netloom.errors import Fix, Problem
from netloom.project import Project, Wire
from netloom.settings.optimizers import SGD, Adam
from netloom.settings.training import Training
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.inspector.inspector import Inspector
from netloom_desktop.planned import BlockPlan, PlannedProject
from networks import around

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
    QTest.keyClick(columns, Qt.Key.Key_Space)
    columns.setCurrentRow(2)
    QTest.keyClick(columns, Qt.Key.Key_Space)
    assert block(inspector, "input_1").columns == ("age", "city")


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
