"""The guided first model: a few words beside the real parts of the window, from a table to a valid model."""
