"""The welcome page: ways to begin, recent projects, and examples."""
