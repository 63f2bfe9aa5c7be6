"""`netloom blocks` and `netloom sample`: what there is to build with and to try."""

from __future__ import annotations  # types are named without loading what they come from

from pathlib import Path
from typing import Annotated, Any

from typer import Argument

import netloom
from netloom.cli.arguments import AsJson
from netloom.cli.console import emit, say, table

Name = Annotated[str, Argument(show_default=False)]


def blocks(name: Name = "", json: AsJson = False) -> None:
    """List the blocks, or explain one: what it does, and its settings with their bounds and defaults."""
    chosen = [_block(name)] if name else list(netloom.blocks.BLOCKS.values())
    if json:
        described = [_described(block) for block in chosen]
        emit(described[0] if name else described)
    elif name:
        _explain(chosen[0])
    else:
        rows = [(block.id, block.title, block.group, _first_sentence(block.about)) for block in chosen]
        table(("name", "block", "group", "what it does"), rows)
        say("\nnetloom blocks NAME explains one.")


def _block(name: str) -> type[netloom.blocks.Block]:
    known = {id.lower(): block for block in netloom.blocks.BLOCKS.values() for id in (block.id, block.title)}
    if name.lower() not in known:
        raise netloom.InputError(f"There is no block {name!r}. There are: {', '.join(netloom.blocks.BLOCKS)}.")
    return known[name.lower()]


def _first_sentence(text: str) -> str:
    return text.split("\n")[0].split(". ")[0].rstrip(".")


def _described(block: type[netloom.blocks.Block]) -> dict[str, Any]:
    return {
        "id": block.id,
        "title": block.title,
        "group": block.group,
        "formula": block.formula,
        "about": block.about,
        "inputs": [port._asdict() for port in block.inputs],
        "outputs": [port._asdict() for port in block.outputs],
        "settings": [vars(setting) for setting in netloom.settings_of(block)],
    }


def _explain(block: type[netloom.blocks.Block]) -> None:
    say(f"{block.title} ({block.group})")
    if block.formula:
        say(f"\n    {block.formula}")
    say(f"\n{block.about}\n")
    settings = netloom.settings_of(block)
    if not settings:
        say("It has no settings.")
        return
    rows = [(setting.name, setting.usual, setting.allowed, setting.description) for setting in settings]
    table(("setting", "default", "allowed", "what it means"), rows)


def sample(name: Name = "") -> None:
    """Copy a bundled example into this folder, with its licence; without a name, list them."""
    from netloom_resources import SAMPLES

    if not name:
        table(("name", "target", "what it is", "licence"), SAMPLES.values())
        say("\nnetloom sample NAME copies one into this folder.")
        return
    if name not in SAMPLES:
        raise netloom.InputError(f"There is no sample {name!r}. There are: {', '.join(SAMPLES)}.")
    for file, content in SAMPLES[name].contents().items():
        _copy(Path(file), content)
    say(f"\nNext: netloom new {name}.csv --target {SAMPLES[name].target}")


def _copy(path: Path, content: bytes) -> None:
    """Writes a file that is not there yet; one with other content is never overwritten."""
    if not path.exists():
        netloom.write_atomically(path, content)
        say(f"{path} written")
    elif path.read_bytes() == content:
        say(f"{path} is here already")
    else:
        raise netloom.InputError(
            f"{path} is here already and is not the sample. Move it away, or go to another folder."
        )
