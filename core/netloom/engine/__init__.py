"""`serve`: requests in, replies and events out, for a window, for ssh, for anything. `netloom.protocol` says how."""

from netloom.engine.serving import serve

__all__ = ["serve"]
