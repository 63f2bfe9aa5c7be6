"""The weights of a network as bytes: safetensors, a format that holds no code."""

from collections.abc import Mapping

import safetensors.torch
from safetensors import SafetensorError
from torch import Tensor, nn

from netloom.errors import RunError


def to_bytes(weights: Mapping[str, Tensor]) -> bytes:
    """The tensors of a network's `state_dict`, by name, as the content of a safetensors file."""
    return safetensors.torch.save({name: tensor.detach().cpu().contiguous() for name, tensor in weights.items()})


def load_into(network: nn.Module, content: bytes) -> None:
    """Gives a network the weights of a safetensors file; RunError where they are not those of this network."""
    try:
        network.load_state_dict(safetensors.torch.load(content))
    except SafetensorError as error:
        raise RunError(f"The weights cannot be read: {error}. Train again.") from error
    except RuntimeError as error:
        what = " ".join(str(error).split())
        raise RunError(f"The weights are not those of this network: {what}. Train again.") from error
