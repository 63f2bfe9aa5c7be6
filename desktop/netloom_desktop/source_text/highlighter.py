"""Light colours for Python and JavaScript: what is said of them here is enough for the source that Netloom writes."""

import keyword
import re
from collections.abc import Iterable
from functools import cache
from typing import Final, Literal

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from netloom_desktop.theme import Theme

SourceLanguage = Literal["python", "javascript"]

_QUOTES: Final = '"""'
_COMMENTS: Final[dict[SourceLanguage, str]] = {"python": "#.*", "javascript": "//.*"}
_KEYWORDS: Final[dict[SourceLanguage, Iterable[str]]] = {
    "python": (*keyword.kwlist, "self"),
    "javascript": "as await const false for from import in let NaN new null of true typeof".split(),
}


@cache
def _pieces(language: SourceLanguage) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<comment>{_COMMENTS[language]})"
        rf"|(?P<docstring>{_QUOTES})"
        r"|(?P<string>[rbf]?\"(?:\\.|[^\"\\])*\"|[rbf]?'(?:\\.|[^'\\])*')"
        r"|(?P<defined>(?<=\bdef )\w+|(?<=\bclass )\w+)"
        r"|(?P<number>\b\d[\w.]*)"
        rf"|(?P<keyword>\b(?:{'|'.join(_KEYWORDS[language])})\b)"
    )


_INSIDE: Final = 1  # the state of a line at whose end a text in three quotes goes on


class Highlighter(QSyntaxHighlighter):
    """Colours words, texts, numbers and comments in those of a theme."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._formats = _formats(theme)
        self._pieces = _pieces("python")

    def show_language(self, language: SourceLanguage) -> None:
        """Read the text as another language."""
        self._pieces = _pieces(language)
        self.rehighlight()

    def show_theme(self, theme: Theme) -> None:
        """Colour everything anew."""
        self._formats = _formats(theme)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour a line; a text in three quotes may have begun on a line before."""
        start = 0
        if self.previousBlockState() == _INSIDE:
            start = self._docstring(text, 0, 0)
        else:
            self.setCurrentBlockState(0)
        while start < len(text) and (found := self._pieces.search(text, start)) is not None:
            kind = found.lastgroup or ""
            if kind == "docstring":
                start = self._docstring(text, found.start(), found.end())
            else:
                self.setFormat(found.start(), found.end() - found.start(), self._formats[kind])
                start = found.end()

    def _docstring(self, text: str, start: int, inner: int) -> int:
        """Colour a text in three quotes; where it ends on this line."""
        end = text.find(_QUOTES, inner)
        self.setCurrentBlockState(_INSIDE if end < 0 else 0)
        end = len(text) if end < 0 else end + len(_QUOTES)
        self.setFormat(start, end - start, self._formats["string"])
        return end


def _formats(theme: Theme) -> dict[str, QTextCharFormat]:
    colors = {
        "comment": theme.muted_text,
        "string": theme.fitting,
        "number": theme.warning,
        "keyword": theme.accent,
        "defined": theme.kind("Activation"),
    }
    formats = {kind: _format(color) for kind, color in colors.items()}
    formats["comment"].setFontItalic(True)
    formats["defined"].setFontWeight(QFont.Weight.DemiBold)
    return formats


def _format(color: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(color))
    return made
