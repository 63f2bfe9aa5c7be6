"""Plan → source text: the code that the user reads is the code that trains."""

from netloom.codegen.keras import keras_function, keras_source, keras_weights
from netloom.codegen.lines import Source
from netloom.codegen.pytorch import source

__all__ = ["Source", "keras_function", "keras_source", "keras_weights", "source"]
