"""The only code that writes: files for keeps, files that grow by lines, folders, and locks.

A file for keeps is there as a whole or as it was. A file of lines loses at most its last ones. What cannot be written
is an InputError of one sentence, and what was there before stays.
"""

from netloom.files.atomic import put_aside, remove_file, sweep_leftovers, write_atomically
from netloom.files.folders import make_folder
from netloom.files.holders import Holder, this_process
from netloom.files.lines import LineFile, whole_lines
from netloom.files.lock_files import Lock, take_lock
from netloom.files.locks import is_being_written
from netloom.files.whole_folders import move_folder, remove_folder, temporary_folder, write_folder_atomically

__all__ = [
    "Holder", "LineFile", "Lock", "is_being_written", "make_folder", "move_folder", "put_aside", "remove_file",
    "remove_folder", "sweep_leftovers", "take_lock", "temporary_folder", "this_process", "whole_lines",
    "write_atomically", "write_folder_atomically",
]  # fmt: skip  # names read best side by side
