"""Plan → the same model in Keras: its source, and its weights."""

from netloom.codegen.keras.model import keras_source
from netloom.codegen.keras.weights import keras_weights

__all__ = ["keras_source", "keras_weights"]
