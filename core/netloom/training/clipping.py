"""Gradients are kept from growing without bound."""  # this very file goes into exported folders: it needs torch alone

import torch
from torch import Tensor


def clip(gradients: list[Tensor], by: str, limit: float) -> None:
    """Changes the gradients of one step in place, so that none reaches farther than the limit.

    By `norm` all are shortened together, to that length if they are longer; by `value` each number is cut off there.
    """
    if by == "value":
        torch._foreach_clamp_min_(gradients, -limit)
        torch._foreach_clamp_max_(gradients, limit)
    else:
        length = torch.stack(torch._foreach_norm(gradients)).norm()
        torch._foreach_mul_(gradients, (limit / length).clamp(max=1.0))
