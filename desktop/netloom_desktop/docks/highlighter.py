"""Light colours for Python: what is said of it here is enough for the source that Netloom writes."""

import keyword
import re
from typing import Final

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from netloom_desktop.theme import Theme

_QUOTES: Final = '"""'
_PIECES: Final = re.compile(
    r"(?P<comment>#.*)"
    rf"|(?P<docstring>{_QUOTES})"
    r"|(?P<string>[rbf]?\"(?:\\.|[^\"\\])*\"|[rbf]?'(?:\\.|[^'\\])*')"
    r"|(?P<defined>(?<=\bdef )\w+|(?<=\bclass )\w+)"
    r"|(?P<number>\b\d[\w.]*)"
    rf"|(?P<keyword>\b(?:{'|'.join(keyword.kwlist)}|self)\b)"
)
_INSIDE: Final = 1  # the state of a line at whose end a text in three quotes goes on


class Highlighter(QSyntaxHighlighter):
    """Colours words, texts, numbers and comments in those of a theme."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._formats = _formats(theme)

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
        while start < len(text) and (found := _PIECES.search(text, start)) is not None:
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
