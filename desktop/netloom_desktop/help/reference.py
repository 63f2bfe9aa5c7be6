"""The page of a block in the reference, as markup made from its declaration alone. No widgets here."""

from collections.abc import Iterable, Sequence
from html import escape

from netloom.declare import Block, Port, settings_of
from netloom_desktop.theme import Theme


def reference(block: type[Block], theme: Theme) -> str:
    """What a block does, its formula, its ports and its settings. Everything that is declared is shown as it is."""
    paragraphs = (f"<p>{escape(text)}</p>" for text in _paragraphs(block.about))
    formula = f"<p style='font-size:17px; color:{theme.accent}'>{escape(block.formula)}</p>" if block.formula else ""
    heading = f"<h2>{escape(block.title)}</h2><p style='color:{theme.muted_text}'>{escape(block.group)}</p>"
    return "".join((heading, formula, *paragraphs, _ports(block), _settings(block, theme)))


def _paragraphs(about: str) -> Iterable[str]:
    return (part.replace("\n", " ") for part in about.split("\n\n") if part)


def _ports(block: type[Block]) -> str:
    lines = [
        f"<p><b>{name}:</b> {escape(', '.join(map(_port, ports)) or 'none')}</p>"
        for name, ports in (("Enters", block.inputs), ("Leaves", block.outputs))
    ]
    return "".join(lines)


def _port(port: Port) -> str:
    carries = "" if port.carries == "any" else f" ({port.carries})"
    return f"{port.name}{carries}{', any number of wires' if port.many else ''}"


def _settings(block: type[Block], theme: Theme) -> str:
    rows = [
        (f"<b>{escape(setting.name)}</b>", escape(setting.usual), escape(setting.allowed), escape(setting.description))
        for setting in settings_of(block)
    ]
    if not rows:
        return "<p>It has no settings.</p>"
    return f"<h3>Settings</h3>{_table(('Setting', 'Default', 'Allowed', 'What it means'), rows, theme)}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], theme: Theme) -> str:
    head = "".join(f"<th align='left' style='color:{theme.muted_text}'>{escape(each)}</th>" for each in headings)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table cellpadding='6' cellspacing='0' width='100%'><tr>{head}</tr>{body}</table>"
