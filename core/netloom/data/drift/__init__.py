"""What the training rows looked like, kept small, and how unlike them the rows of another table are."""

from netloom.data.drift.measuring import measure
from netloom.data.drift.sketch import Sketches, sketches

__all__ = ["Sketches", "measure", "sketches"]
