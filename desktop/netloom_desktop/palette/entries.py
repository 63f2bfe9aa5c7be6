"""What the palette lists, worked out from the catalogue and the project. No widgets here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from netloom.blocks import Placement
from netloom.declare import Block
from netloom.project import Project
from netloom_desktop.canvas.adding import addable
from netloom_desktop.canvas.search import Found, ranked
from netloom_desktop.words import counted

OWN_GROUPS: Final = "Groups of this project"


@dataclass(frozen=True)
class Entry:
    """One block that can be added: the key that is dragged, and what is shown and taught of it."""

    key: str
    title: str
    section: str
    icon: str
    group: str
    about: str
    formula: str = ""
    settings: tuple[str, ...] = ()

    @property
    def found(self) -> Found:
        """The entry as the search sees it: also its id, its settings and its help are found."""
        words = " ".join((self.key, self.about, self.formula, *self.settings))
        return Found(self.key, self.title, words, self.icon, self.section)

    @property
    def first_sentence(self) -> str:
        """What it does, in a few words."""
        return self.about.partition("\n")[0]


def entries(project: Project, inside: str) -> tuple[Entry, ...]:
    """All that can be added to a network: the catalogue in its order, then the project's own groups."""
    names = {group.id: group.name or group.id for group in project.groups}
    sizes = {group.id: len(group.nodes) for group in project.groups}
    return tuple(
        _group(key, names[key], sizes[key], block) if isinstance(block, Placement) else _block(key, block)
        for key, block in addable(project, inside).items()
    )


def sections(known: Iterable[Entry], order: Sequence[str] = ()) -> dict[str, list[Entry]]:
    """The entries under the headings of the palette: those of `order` first, then the others as they appear."""
    found: dict[str, list[Entry]] = {}
    for entry in known:
        found.setdefault(entry.section, []).append(entry)
    rank = {section: place for place, section in enumerate(order)}
    return dict(sorted(found.items(), key=lambda section: rank.get(section[0], len(rank))))


def matching(query: str, known: Iterable[Entry]) -> list[Entry]:
    """The entries that a few letters may mean, the likeliest first."""
    by_key = {entry.key: entry for entry in known}
    return [by_key[found.key] for found in ranked(query, (entry.found for entry in by_key.values()))]


def _block(key: str, block: Block) -> Entry:
    names = tuple(name for name in type(block).model_fields if name != "type")
    return Entry(key, block.title, block.group, block.id, block.group, block.about, block.formula, names)


def _group(key: str, name: str, size: int, block: Block) -> Entry:
    about = f"A group of this project with {counted(size, 'block')}, placed with weights of its own."
    return Entry(key, name, OWN_GROUPS, block.id, block.group, about)
