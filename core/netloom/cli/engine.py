"""`netloom engine`."""

from __future__ import annotations  # types are named without loading what they come from

from typing import Annotated

from typer import Option

import netloom


def engine(
    memory_limit: Annotated[
        int | None, Option(min=2**28, metavar="BYTES", help="The most memory it may take.", show_default=False)
    ] = None,
) -> None:
    """Answer requests, one JSON line each, from stdin on stdout: for a window, for ssh, for anything."""
    netloom.serve(memory_limit)
