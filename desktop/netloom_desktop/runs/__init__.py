"""All runs of a project in a table: told apart, noted, drawn together, compared, restored, deleted and brought back."""
