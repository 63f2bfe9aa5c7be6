"""What an exported folder is made of: these very files are copied into it, so they need Python and torch alone.

Each names the others as `netloom.exporting.standalone.…`, which the copy leaves out, and what is made for a project
(`model`, `optimizer`, `settings`) by its plain name. `features` needs Python's standard library alone.
"""

import re
from pathlib import Path


def text_of(name: str) -> str:
    """The file of that name as it stands in a folder of its own."""
    text = Path(__file__).with_name(name).read_text("utf-8").replace(f"from {__name__}.", "from ")
    return without_notes(text)


def without_notes(source: str) -> str:
    """Source text without what is there for our own type checker alone."""
    return re.sub(r"  # type: ignore.*", "", source)  # of whole lines
