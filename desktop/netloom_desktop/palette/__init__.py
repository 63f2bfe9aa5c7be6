"""The palette: every block that can be added, by group."""
