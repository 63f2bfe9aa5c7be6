"""The five steps of the work, and their pages."""
