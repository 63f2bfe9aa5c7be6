"""One row that a person makes up, and what the trained network answers to it."""
