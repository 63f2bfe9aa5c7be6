"""Plan → the same model in Keras: its source, alone or as a function, and its weights."""

from netloom.codegen.keras.model import keras_function, keras_source
from netloom.codegen.keras.weights import keras_weights

__all__ = ["keras_function", "keras_source", "keras_weights"]
