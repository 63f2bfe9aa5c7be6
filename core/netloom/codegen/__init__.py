"""Plan → source text: the code that the user reads is the code that trains."""

from netloom.codegen.pytorch import Source, source

__all__ = ["Source", "source"]
