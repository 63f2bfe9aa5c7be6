"""Every change of a project as a value: called with a project, it returns the changed one, which shares the rest.

An edit that does not fit raises EditError and changes nothing. Ids are given by type and counted (`dense_1`,
`dense_2`, …); none is given twice, not even after its block is removed. Undo needs no inverse: keep the projects.
"""

from netloom.edits.blocks import AddBlock, Arrange, Mute, RemoveBlocks, Rename, ReplaceBlock, SetSettings
from netloom.edits.bookmarks import AddBookmark, RemoveBookmark
from netloom.edits.data import RenameProject, SetColumn, SetData, SetRole, SetSource, SetSplit, SetTraining
from netloom.edits.difference import Difference
from netloom.edits.fragments import Fragment, Paste
from netloom.edits.groups import MakeGroup, PlaceGroup, RemoveGroup
from netloom.edits.notes import AddNote, RemoveNotes, SetNotes
from netloom.edits.setting import with_setting, with_value
from netloom.edits.ungroup import Ungroup
from netloom.edits.using import UseColumns
from netloom.edits.wires import (
    AddWired,
    BendWires,
    Connect,
    Detach,
    Disconnect,
    InsertBlock,
    MoveWire,
    PutOnWire,
)

__all__ = [
    "AddBlock",
    "AddBookmark",
    "AddNote",
    "AddWired",
    "Arrange",
    "BendWires",
    "Connect",
    "Detach",
    "Difference",
    "Disconnect",
    "Fragment",
    "InsertBlock",
    "MakeGroup",
    "MoveWire",
    "Mute",
    "Paste",
    "PlaceGroup",
    "PutOnWire",
    "RemoveBlocks",
    "RemoveBookmark",
    "RemoveGroup",
    "RemoveNotes",
    "Rename",
    "RenameProject",
    "ReplaceBlock",
    "SetColumn",
    "SetData",
    "SetNotes",
    "SetRole",
    "SetSettings",
    "SetSource",
    "SetSplit",
    "SetTraining",
    "Ungroup",
    "UseColumns",
    "with_setting",
    "with_value",
]
