"""Tables: reading them, what their columns are, how rows are divided, and how cells become numbers."""
