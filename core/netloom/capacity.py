"""How large a network may be for the rows that it learns from."""

from collections.abc import Iterator
from typing import Final

from netloom.errors import Problem

_PARAMETERS_A_ROW: Final = 20


def too_few_rows(training_rows: int, parameters: int) -> Iterator[Problem]:
    """What is told where the network could learn the rows by heart: a `too_few_rows`."""
    if parameters > _PARAMETERS_A_ROW * training_rows:
        message = (
            f"{training_rows:,} training row{'' if training_rows == 1 else 's'} for {parameters:,} parameters: the "
            "network can learn them by heart. Use fewer units, Dropout or L2 regularization, and trust only the score "
            "on test rows."
        )
        yield Problem(code="too_few_rows", message=message, severity="warning")
