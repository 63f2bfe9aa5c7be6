"""The file of results: a heading, and sections that each tell when, on which version and how undisturbed they were
measured."""

import re
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks import machine

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def told(title: str, measured: str, figures: str) -> str:
    """One section."""
    return f"## {title}\n\n*{measured}*\n\n{figures.strip()}\n"


def measured(busy: str, frameworks: str) -> str:
    """When and on what a section was measured, just now; `busy` is how busy the machine was at its start."""
    return (
        f"{machine.now()}, {machine.commit()}. {machine.described()}. Load on average over 1, 5 and 15 minutes: {busy} "
        f"at the start, {machine.load()} at the end. {machine.versions(frameworks)}."
    )


def document(sections: Mapping[str, str], order: tuple[str, ...]) -> str:
    """All of the file: these sections by their titles."""
    heading = [
        "# How fast Netloom is",
        "Written by `make bench`, which sets up what it needs. Each section says when it was measured, and on what.",
    ]
    return "\n\n".join([*heading, *(sections[title] for title in order if title in sections)])


def sections_in(path: Path) -> dict[str, str]:
    """The sections of a file of results by their titles; none where there is no file."""
    if not path.exists():
        return {}
    _, *rest = _HEADING.split(path.read_text("utf-8"))
    return {title: f"## {title}\n\n{text.strip()}\n" for title, text in zip(rest[::2], rest[1::2], strict=True)}
