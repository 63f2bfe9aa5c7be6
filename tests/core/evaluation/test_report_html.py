"""The page is well-formed, stands alone, and lets no name from a file break out of its place."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.errors import Problem
from netloom.evaluation.baselines import Baseline
from netloom.evaluation.importance import Importance
from netloom.evaluation.judging import Question, judged
from netloom.evaluation.markup import element
from netloom.evaluation.probabilities import Decision, probability_details
from netloom.evaluation.report import OutputReport, Report
from netloom.evaluation.report_html import page
from netloom.evaluation.scores import metrics_of
from netloom.reports.background import Background, Curve, Ignored, Layer
from netloom.reports.parts import ColumnImportance

HOSTILE = '</style></svg><script>alert("1")</script>&amp;\x00\u202e\ud800'


def background(name: str) -> Background:
    """A run in which everything is called alike."""
    curve = tuple((epoch, 1 / epoch) for epoch in range(1, 900))
    return Background(
        project=name,
        run=name,
        data=name,
        evaluated=name,
        training_rows=70,
        validation_rows=10,
        test_rows=20,
        features=tuple((f"{name}{number}", "Number") for number in range(300)),
        ignored=(Ignored(name, "text", name),),
        told=(Problem(code="odd", message=name, severity="warning", column=name),),
        curves=(Curve("loss", curve), Curve("validation_loss", (*curve, (900, float("nan")))), Curve(name, curve)),
        best_epoch=7,
        ended=name,
        layers=(Layer(name, "Dense", "(8,)", 1000),),
        parameters=1000,
        settings=(("Seed", name),),
        machine=(("Device", name),),
    )


def classified(name: str, classes: int = 2) -> OutputReport:
    generator = np.random.default_rng(0)
    truth, names = generator.integers(0, classes, 60), tuple(f"{name}{number}" for number in range(classes))
    question = Question("out", name, "binary" if classes == 2 else "multiclass", names, np.arange(60), truth)
    taught = [
        Baseline("constant", np.full((60, classes), 1 / classes)),
        Baseline("linear", generator.dirichlet(np.ones(classes), 60), name),
        Baseline("trees", None, name),
    ]
    return judged(question, generator.dirichlet(np.ones(classes), 60), taught)


def estimated(name: str) -> OutputReport:
    truth = np.arange(60.0)
    question = Question("amount", name, "regression", (), np.arange(60), truth)
    return judged(question, truth + np.sin(truth), [Baseline("constant", np.full(60, 29.5))])


def written(name: str, *outputs: OutputReport) -> str:
    return page(Report(outputs, background(name), Path("report.html")))


class Balanced(HTMLParser):
    """Collects tags and texts, and insists that each tag is closed where it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: dict[str, list[dict[str, str | None]]] = {}
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.setdefault(tag, []).append(dict(attrs))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.setdefault(tag, []).append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def parsed(text: str) -> Balanced:
    parser = Balanced()
    parser.feed(text)
    parser.close()
    assert not parser.open
    return parser


@pytest.fixture(scope="module")
def hostile() -> str:
    return written(HOSTILE, classified(HOSTILE), classified(HOSTILE, 60), estimated(HOSTILE))


def test_the_page_is_well_formed_and_shows_names_as_they_are(hostile: str) -> None:
    found = parsed(hostile)
    assert '<script>alert("1")</script>' in "".join(found.texts).replace(HOSTILE[:8], "")
    assert "script" not in found.seen
    assert len(found.seen["style"]) == 1


def test_nothing_is_loaded_and_nothing_runs(hostile: str) -> None:
    found = parsed(hostile)
    names = {name for attributes in found.seen.values() for each in attributes for name in each}
    assert not names & {"src", "srcset", "action", "data", "xlink:href", "poster"}
    assert not [name for name in names if name.startswith("on")]
    assert all((each.get("href") or "#").startswith("#") for attributes in found.seen.values() for each in attributes)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & set(found.seen)
    style = hostile[hostile.index("<style>") : hostile.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert any("default-src 'none'" in (each.get("content") or "") for each in found.seen["meta"])


def test_characters_that_no_page_may_hold_are_replaced(hostile: str) -> None:
    assert "\x00" not in hostile
    assert hostile.encode("utf-8", "replace")


@given(st.text())
def test_whatever_is_no_markup_is_escaped(text: str) -> None:
    found = parsed(element("p", element("b", "bold"), text, title=text))
    assert set(found.seen) == {"p", "b"}
    assert found.seen["p"][0]["title"] == parsed(element("i", title=text)).seen["i"][0]["title"]


def test_a_classification_shows_its_matrix_and_each_class() -> None:
    texts = parsed(written("Churn", classified("class "))).texts
    assert {"Confusion matrix", "Classes", "ROC AUC", "Balanced accuracy", "Learning curves", "Loss"} <= set(texts)
    assert "Residuals" not in texts


def test_yes_or_no_shows_what_its_probabilities_are_worth() -> None:
    found = parsed(written("Churn", classified("class ")))
    titles = {"ROC and precision-recall", "Calibration", "Lift and gain", "Threshold by cost"}
    assert titles <= set(found.texts)
    pictures = {str(chart["aria-label"]) for chart in found.seen["svg"]}
    assert {"Reliability curve", "Gain", "Lift", "Cost by threshold"} <= pictures
    lines = {str(line["class"]) for line in found.seen["polyline"]}
    assert {"line network", "line linear"} <= lines
    assert len(found.seen["polygon"]) == 4  # the best threshold in ROC, precision-recall, gain and cost


def test_several_classes_are_each_put_against_the_rest() -> None:
    texts = parsed(written("kind", classified("class ", 4))).texts
    assert {"One class against the rest", "Class by class", "Calibration"} <= set(texts)
    assert not {"Lift and gain", "Threshold by cost"} & set(texts)


def test_the_contents_lead_to_every_part_of_every_output(hostile: str) -> None:
    found = parsed(hostile)
    links = [str(link["href"]).removeprefix("#") for link in found.seen["a"]]
    assert links == [part["id"] for part in found.seen["section"] if "id" in part]
    assert len(set(links)) == len(links) > 20


def test_the_verdict_comes_before_all_else() -> None:
    output = classified("class ")
    text = written("Churn", output)
    assert text.index(output.verdict.headline) < text.index("<nav") < text.index("Key figures")


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("present", [(0,), (1,), (0, 1)])
def test_five_rows_and_a_missing_class_have_a_page(classes: int, present: tuple[int, ...]) -> None:
    truth, names = np.resize(present, 5), tuple(f"<b>{number}" for number in range(classes))
    chances = np.full((5, classes), 1 / classes)
    question = Question("out", "kind", "binary" if classes == 2 else "multiclass", names, np.arange(5), truth)
    output = judged(question, chances, [Baseline("constant", chances), Baseline("linear", chances)])
    found = parsed(written("kind", output))
    assert "Calibration" in found.texts
    assert ("Threshold by cost" in found.texts) == (classes == 2 and len(present) == 2)
    assert Report((output,), replace(background("kind"), curves=()), Path("report.html")).to_json()


def important(name: str, columns: int) -> Importance:
    each = tuple(ColumnImportance(f"{name}{place}", 1 / (place + 1), 0.01) for place in range(columns))
    return Importance(metrics_of("binary")[0], 0.9, 60, 5, each, (f"{name}last",), f"{name} was left out.")


def test_important_columns_are_drawn_and_their_names_are_escaped() -> None:
    text = written("Churn", replace(classified("class "), importance=important(HOSTILE, 40)))
    found = parsed(text)
    assert "Important columns" in found.texts
    assert "and 15 more, all of them in the JSON file" in found.texts
    assert "script" not in found.seen
    assert any("ROC AUC falls by" in one for one in found.texts)


def test_a_hundred_thousand_rows_make_a_page_of_less_than_a_megabyte() -> None:
    chance, rows, classes = np.random.default_rng(0), 100_000, 8
    truth, names = chance.integers(0, classes, rows), tuple(map(str, range(classes)))
    chances = chance.dirichlet(np.ones(classes), rows)
    details = probability_details(names, truth, {"network": chances, "trees": chances[::-1]}, Decision())
    binary = probability_details(names[:2], truth % 2, {"network": chances[:, :2]}, Decision())
    many = replace(classified("class ", classes), probabilities=details, importance=important("x", 1462))
    text = written("long", many, replace(classified("class "), probabilities=binary), estimated("price"))
    assert len(text.encode("utf-8", "replace")) < 1_000_000


def test_a_regression_shows_residuals_and_the_worst_rows() -> None:
    found = parsed(written("price", estimated("price")))
    assert {"Predicted against actual", "Residual against predicted", "Furthest off", "RMSE", "R²"} <= set(found.texts)
    points = [circle for circle in found.seen["circle"] if circle["class"] == "point"]
    assert len(points) == 2 * 60


def test_every_chart_says_in_words_what_it_shows() -> None:
    charts = parsed(written("price", estimated("price"))).seen["svg"]
    assert all(chart["role"] == "img" and chart["aria-label"] for chart in charts)
    assert any(str(chart["aria-label"]).startswith("RMSE: Network 0.7") for chart in charts)


def test_long_tables_and_long_curves_are_cut_short() -> None:
    text = written("wide", classified("class", 60))
    assert "and 100 more" in text
    assert "Most frequent mistakes" in text
    assert max(len(str(line["points"]).split()) for line in parsed(text).seen["polyline"]) <= 401


def test_a_run_that_was_killed_before_its_first_epoch_has_a_page() -> None:
    bare = replace(background("killed"), curves=(), told=(), ignored=(), best_epoch=0)
    assert "Learning curves" not in page(Report((estimated("price"),), bare, Path("report.html")))
