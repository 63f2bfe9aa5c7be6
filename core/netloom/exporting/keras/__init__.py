"""A trained run as a Keras script that compiles, fits, evaluates and predicts, with its rows and weights beside it."""
