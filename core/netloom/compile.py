"""Source → nn.Module: the generated text is executed, so that what the user reads is what trains."""

import hashlib
import linecache
import sys
import traceback
from types import FrameType
from typing import Any

from torch import nn

from netloom.codegen import Source

NAME = "netloom source "


def module(source: Source) -> nn.Module:
    """The network of a source, with fresh weights from torch's current random state.

    `forward(*inputs)` takes one tensor [rows, …] for each Input and returns the logits of each Output (a tensor, or a
    tuple of them); `answer(*inputs)` returns the same with the last activation; `penalty()` is there if a block is
    regularized.
    """
    filename = f"<{NAME}{hashlib.sha256(source.text.encode()).hexdigest()[:12]}>"
    # Tracebacks then show the generated lines.
    linecache.cache[filename] = (len(source.text), None, source.text.splitlines(keepends=True), filename)
    scope: dict[str, Any] = {"__name__": "netloom_network"}
    # The text was written by `codegen` from checked literals and slugs; nothing of a project file is executed.
    exec(compile(source.text, filename, "exec"), scope)  # noqa: S102  # as above
    network: nn.Module = scope["Network"]()
    return network


def block_of(error: BaseException, source: Source) -> str:
    """The id of the block whose line raised an error; empty if it came from elsewhere."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(f"<{NAME}") and frame.lineno:
            return source.blocks[frame.lineno - 1]
    return ""


def block_that_runs(source: Source) -> str:
    """The id of the block whose line of a source is being run just now; empty outside of it."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename.startswith(f"<{NAME}"):
            return source.blocks[frame.f_lineno - 1]
        frame = frame.f_back
    return ""
