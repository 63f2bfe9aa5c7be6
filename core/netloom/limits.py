"""Every limit on what is accepted from outside, in one place."""

from typing import Final

PROJECT_BYTES: Final = 8 * 2**20  # parsing costs up to 24 times the text
PROJECT_NESTING: Final = 64
PROJECT_VALUES: Final = 500_000  # each that is wrong costs a kilobyte to tell
NODES: Final = 10_000  # after groups and repeats are expanded
WIRES: Final = 50_000
GROUP_DEPTH: Final = 32
BENDS: Final = 100  # of one wire
BOOKMARKS: Final = 1_000
NAME_LENGTH: Final = 128
INTEGER: Final = 2**53  # beyond it, JSON readers disagree
SIZE: Final = 2**31  # of one axis, of one layer
ELEMENTS: Final = 2**40  # of one tensor: torch's own count overflows further up
COLUMNS: Final = 100_000
NOTE_LENGTH: Final = 10_000  # of a run
TAGS: Final = 32  # of a run
NOTES_BYTES: Final = 2**20
RUN_STATE_BYTES: Final = 8 * 2**20
CELL_LENGTH: Final = 1_000_000
CATEGORIES: Final = 10_000  # levels of one column
REQUEST_BYTES: Final = 2 * PROJECT_BYTES  # a line that asks an engine for something
REPLY_BYTES: Final = 2**28  # a line that it answers with: a profile of very many columns
REPORT_BYTES: Final = 2**26  # of a report: importance and kind of very many columns
ANSWERS_BYTES: Final = 2**31  # of the answers beside a report: 28 for each row and Output
ONNX_NODES: Final = 200_000
ARCHIVE_MEMBERS: Final = 1_000  # of a zip, as a workbook is one
