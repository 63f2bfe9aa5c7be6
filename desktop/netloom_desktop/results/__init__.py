"""The report of a run as views that answer to the mouse and the keys."""
