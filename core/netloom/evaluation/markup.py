"""HTML and SVG that cannot be broken out of: whatever is not markup already is escaped."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

Content = str | None

# Control characters, of which HTML allows few, and those that turn the direction of all text after them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
TABLE_ROWS = 200  # longer tables are for the JSON file


class Markup(str):
    """Text that is HTML already. Only `element` and `joined` make it."""

    __slots__ = ()


def element(tag: str, *children: Content, **attributes: str | float | None) -> Markup:
    """An element. Children that are no Markup are escaped, None is left out; `class_` and `stroke_width` lose or
    change their underscores; an attribute that is None is left out.
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items() if value is not None)
    if not children and tag in ("line", "circle", "rect", "path", "polyline", "polygon", "br", "meta", "col"):
        return Markup(f"<{tag}{written}/>")
    return Markup(f"<{tag}{written}>{joined(*children)}</{tag}>")


def joined(*children: Content) -> Markup:
    """Several pieces one after the other; what is no Markup is escaped, None is left out."""
    return Markup(
        "".join(child if isinstance(child, Markup) else _safe(child) for child in children if child is not None)
    )


def named(text: str) -> Markup:
    """A name from a file: set apart, so that its direction of writing and its length disturb nothing around it."""
    return element("bdi", text, class_="name")


@dataclass(frozen=True)
class Section:
    """A part of the page: its title, which the contents list too, and what stands under it."""

    title: str
    content: Markup

    def markup(self, id: str) -> Markup:
        """The part, to be linked to by an id."""
        return element("section", element("h2", self.title), self.content, id=id)


def section(title: str, *children: Content, lead: str = "", about: str = "") -> Section:
    """A part of the page under its heading: `lead` is what it comes to, `about` how to read it."""
    lines = (element("p", text, class_=kind) for text, kind in ((lead, "lead"), (about, "about")) if text)
    return Section(title, joined(*lines, *children))


def figure(title: str, *children: Content, reading: str = "", kind: str = "card") -> Markup:
    """A picture under its title, with a sentence on how to read it."""
    note = element("p", reading, class_="about") if reading else None
    return element("figure", element("figcaption", title), *children, note, class_=kind)


def table(headings: Sequence[str], rows: Iterable[Sequence[Content]], *, texts: int = 1) -> Markup:
    """A table whose first `texts` columns are texts, and the others numbers. If wide it scrolls, if long it is cut."""
    kinds = ["text" if number < texts else "number" for number in range(len(headings))]
    head = element(
        "tr", *(element("th", name, class_=kind, scope="col") for name, kind in zip(headings, kinds, strict=True))
    )
    body = (
        element("tr", *(element("td", cell, class_=kind) for cell, kind in zip(row, kinds, strict=True)))
        for row in rows
    )
    return element("div", element("table", element("thead", head), element("tbody", *body)), class_="scroll")


def _attribute(name: str, value: str | float) -> str:
    shown = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f' {name.rstrip("_").replace("_", "-")}="{_safe(shown)}"'


def _safe(text: str) -> str:
    return escape(_UNSEEN.sub("\ufffd", text), quote=True)
