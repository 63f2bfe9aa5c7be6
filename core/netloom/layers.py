"""Layers that torch lacks or understands differently from Keras. Their text is copied into the generated source.

So each class here stands alone: it needs `torch`, `nn` and `F`, nothing else.
"""

import torch
from torch import nn
from torch.nn import functional as F


class BatchNormalization(nn.Module):
    """Over all axes but the last, as in Keras: the moving variance is the biased one, and momentum is what is kept."""

    moving_mean: torch.Tensor
    moving_variance: torch.Tensor

    def __init__(
        self, features: int, momentum: float = 0.99, epsilon: float = 0.001, center: bool = True, scale: bool = True
    ) -> None:
        super().__init__()
        self.momentum, self.epsilon = momentum, epsilon
        self.gamma = nn.Parameter(torch.ones(features)) if scale else None
        self.beta = nn.Parameter(torch.zeros(features)) if center else None
        self.register_buffer("moving_mean", torch.zeros(features))
        self.register_buffer("moving_variance", torch.ones(features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            axes = tuple(range(x.dim() - 1))
            variance, mean = torch.var_mean(x.float(), axes, correction=0)  # also where x has fewer digits
            with torch.no_grad():
                self.moving_mean.lerp_(mean, 1 - self.momentum)
                self.moving_variance.lerp_(variance, 1 - self.momentum)
        else:
            mean, variance = self.moving_mean, self.moving_variance
        scale = torch.rsqrt(variance + self.epsilon)
        if self.gamma is not None:
            scale = scale * self.gamma
        y = (x - mean) * scale
        return y if self.beta is None else y + self.beta


class LayerNormalization(nn.Module):
    """Over the last axis, with a learnt scale or a learnt shift alone, which torch's own cannot have."""

    def __init__(self, features: int, epsilon: float = 0.001, center: bool = True, scale: bool = True) -> None:
        super().__init__()
        self.epsilon = epsilon
        self.gamma = nn.Parameter(torch.ones(features)) if scale else None
        self.beta = nn.Parameter(torch.zeros(features)) if center else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.layer_norm(x, x.shape[-1:], self.gamma, self.beta, self.epsilon)


class GaussianNoise(nn.Module):
    """Adds noise in training, and nothing otherwise."""

    def __init__(self, stddev: float) -> None:
        super().__init__()
        self.stddev = stddev

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.stddev * torch.randn_like(x) if self.training else x
