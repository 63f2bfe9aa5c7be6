"""What the network is asked for."""

from typing import Annotated

from netloom.declare import Block, OneOf, setting
from netloom.settings.losses import LossName


class Output(Block, id="output", title="Output", group="Data"):
    """An answer of the network: the target column it is compared with, the loss, and the last activation.

    `auto` chooses loss and activation from the target: sigmoid for yes or no, softmax for classes, none for amounts.
    """

    outputs = ()
    target: str = setting("", "The column that is predicted; empty: the only target of the data.", names="target")
    loss: LossName = setting("auto", "What training makes small.")
    activation: Annotated[str, OneOf(("auto", "linear", "sigmoid", "softmax"))] = setting(
        "auto", "The last activation."
    )
    weight: float = setting(1.0, "How much this loss counts beside those of other Outputs.", ge=0.0, le=1e6)
