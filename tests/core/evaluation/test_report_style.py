"""The page can be read: on a light and a dark screen and on paper, whatever one's eyes make of colours."""

import re
from importlib.resources import files

import pytest

STYLE = files("netloom_resources").joinpath("report.css").read_text("utf-8")
TEXTS = ("ink", "soft", "accent", "good", "bad", "unsure")
LINES = ("accent", "second", "third", "other")


def themes() -> dict[str, dict[str, str]]:
    """The colours of each theme by name."""
    light, dark, paper = (dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", part)) for part in re.findall(ROOT, STYLE))
    return {"light": light, "dark": {**light, **dark}, "paper": {**light, **paper}}


ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted(map(luminance, (first, second)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark", "paper"])
def test_every_text_stands_out_from_what_is_behind_it(theme: str) -> None:
    colours = themes()[theme]
    for behind in ("page", "card"):
        assert min(contrast(colours[text], colours[behind]) for text in TEXTS) >= 4.5
    assert contrast(colours["ink"], colours["note"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark", "paper"])
def test_every_line_of_a_chart_stands_out(theme: str) -> None:
    colours = themes()[theme]
    assert min(contrast(colours[line], colours["card"]) for line in LINES) >= 3


def test_each_model_has_a_stroke_of_its_own() -> None:
    strokes = [re.search(rf"\.chart \.line\.{model} \{{(.*?)\}}", STYLE) for model in ("network", "linear", "trees")]
    dashes = [re.findall(r"stroke-dasharray: ([\d. ]+)", found[1]) for found in strokes if found]
    assert dashes == [[], ["8 4"], ["1.5 4"]]


def test_paper_is_white_and_nothing_is_cut_in_two() -> None:
    assert themes()["paper"]["page"] == themes()["paper"]["card"] == "#ffffff"
    printed = STYLE[STYLE.index("@media print") :]
    assert "break-inside: avoid" in printed
    assert ".scroll { overflow: visible; }" in printed
