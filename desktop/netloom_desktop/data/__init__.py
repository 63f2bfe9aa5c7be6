"""The project's data as the window shows it: what its source holds, and what is done about it."""
