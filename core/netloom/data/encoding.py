"""From bytes of an unknown encoding to UTF-8, by looking at them."""

import codecs
from typing import Final

from netloom.errors import DataError, Problem

_SAMPLE: Final = 2**16
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EUROPEAN: Final = frozenset("äöüßéèêëàâáãåæçñóòôõøúùûíìîïœÄÖÜÉÈÀÁÅÆÇÑÓØÚÍ°£€§’‘“”–—…«»")
_NOT_IN_CP1252: Final = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
_SOUND_SHARE: Final = 0.75


def to_utf8(content: bytes, encoding: str, name: str) -> tuple[bytes, str, tuple[Problem, ...]]:
    """The content as UTF-8 without a mark at its start, the encoding it had (found if empty), and what to tell."""
    told: tuple[Problem, ...] = ()
    if not encoding:
        encoding, told = _found(content, name)
    text = _decoded(content, encoding, name, replace=bool(told) and encoding == "utf-8")
    if b"\0" in text:
        line = text.count(b"\n", 0, text.index(b"\0")) + 1
        raise DataError(
            f"{name} is no text: line {line} holds a zero byte. Expected CSV, TSV or Parquet; if it is text in another "
            f"encoding, set the encoding."
        )
    return text, encoding, told


def whole_lines(content: bytes) -> bytes:
    """The beginning of a text in any encoding without the line in which it was cut off."""
    end = max(content.rfind(b"\n"), content.rfind(b"\r"))
    width = _bytes_a_character(content)
    return content[: -(-(end + 1) // width) * width] if end > 0 else content


def _bytes_a_character(content: bytes) -> int:
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), _without_mark(content))
    return {"utf-32": 4, "utf-16": 2, "utf-16-le": 2, "utf-16-be": 2}.get(encoding, 1)


def _found(content: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding, ()
    if wide := _without_mark(content):
        return wide, ()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _not_quite_utf8(content, name)
    return "utf-8", ()


def _without_mark(content: bytes) -> str:
    """UTF-16 without a mark: in Latin text every other byte is zero."""
    sample = content[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 5
    if odd > enough and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > enough and odd * 10 < even else ""


def _not_quite_utf8(content: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    if _nearly_utf8(content):
        lost = content.decode("utf-8", errors="replace").count("\ufffd") - content.count("\ufffd".encode())
        places = "1 place is" if lost == 1 else f"{lost:,} places are"
        message = f"{name}: {places} no valid UTF-8, though the rest is: read as \ufffd. Save the file anew as UTF-8."
        return "utf-8", (Problem(code="data_damaged_text", severity="warning", message=message),)
    if _is_binary(content[:_SAMPLE]):
        raise DataError(f"{name} is no text. Expected CSV, TSV or Parquet; if it is text, set its encoding.")
    encoding = _one_byte_encoding(content)
    message = f"{name} is no UTF-8. It is read as {encoding}; if accents look wrong, set the encoding of the data."
    return encoding, (Problem(code="data_encoding", severity="note", message=message),)


def _is_binary(sample: bytes) -> bool:
    """Whether there are characters that no text has: control codes other than tabs, line ends and separators."""
    controls = len(sample) - len(sample.translate(None, bytes([*range(9), *range(14, 28), 127])))
    return controls > max(2, len(sample) // 200)


def _nearly_utf8(content: bytes) -> bool:
    """Whether most bytes above 127 still belong to valid sequences of UTF-8."""
    sound = content.decode("utf-8", errors="ignore").encode("utf-8")
    return len(_high(sound)) >= _SOUND_SHARE * len(_high(content))


def _one_byte_encoding(content: bytes) -> str:
    high = set(_high(content))
    windows = "cp1252" if min(high) <= 0x9F and not high & _NOT_IN_CP1252 else "latin-1"
    sample = _around_high_bytes(content)
    return max((windows, "cp850"), key=lambda encoding: _plausibility(sample.decode(encoding, errors="replace")))


def _high(content: bytes) -> bytes:
    return content.translate(None, bytes(range(128)))


def _around_high_bytes(content: bytes) -> bytes:
    """Some lines that hold bytes above 127, where the encodings differ."""
    lines = (line for line in content[: 16 * _SAMPLE].splitlines() if not line.isascii())
    return b"\n".join(line for line, _ in zip(lines, range(500), strict=False)) or content[-_SAMPLE:]


def _plausibility(text: str) -> int:
    """How much the letters beyond ASCII look like European words; the first of equals wins."""
    return sum(_fit(before, letter) for before, letter in zip(" " + text, text, strict=False) if not letter.isascii())


def _fit(before: str, letter: str) -> int:
    if letter.isupper() and before.islower():
        return -2
    if letter in _EUROPEAN:
        return 2
    if letter.isalpha():
        return 0
    return -2 if before.isalpha() else -1


def _decoded(content: bytes, encoding: str, name: str, replace: bool) -> bytes:
    try:
        codec = codecs.lookup(encoding)
        if codec.name == "utf-8" and not replace:
            content.decode("utf-8")
            return content.removeprefix(codecs.BOM_UTF8)
        text = content.decode(encoding, errors="replace" if replace else "strict")
        return text.removeprefix("\ufeff").encode("utf-8")
    except LookupError:
        raise DataError(
            f"{name}: {encoding!r} is no text encoding that is known here. Expected one such as utf-8, utf-16, "
            f"latin-1, cp1252 or cp850; leave it empty to find it by looking."
        ) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{name} is not {encoding}: line {line} holds bytes that it cannot have ({error.reason}). Set another "
            f"encoding, or leave it empty to find it by looking."
        ) from None
    except (UnicodeError, ValueError) as error:
        raise DataError(f"{name} cannot be read as {encoding} ({error}). Set another encoding.") from None
