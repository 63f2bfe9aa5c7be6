"""Blocks that bring values to a common scale inside the network."""

from typing import Any

from netloom.declare import Block, Call, Figure, Misfit, Signal, call, setting


def _needs_an_axis(x: Signal) -> Misfit | None:
    return None if x.shape else Misfit("A single value without an axis arrives; at least one axis is needed.")


def _scale_and_shift(x: Signal, scale: bool, center: bool) -> tuple[Figure, ...]:
    width = x.shape[-1]
    gamma = Figure("γ", f"{width:,}", "a scale for each feature", width) if scale else Figure("γ", "1", "switched off")
    beta = Figure("β", f"{width:,}", "a shift for each feature", width) if center else Figure("β", "0", "switched off")
    return gamma, beta


class BatchNormalization(Block, id="batch_normalization", title="BatchNormalization", group="Normalization"):
    """Brings each feature to mean 0 and deviation 1 over the batch: training is quicker and bears larger steps.

    Outside training it uses the moving mean and variance. The last axis holds the features.
    """

    followed_by = ("activation", "dropout", "dense")
    formula = "y = γ (x − μ) / √(σ² + ε) + β"
    keras_order = ("gamma", "beta", "moving_mean", "moving_variance")
    momentum: float = setting(0.99, "How slowly the moving mean and variance forget.", ge=0.0, le=1.0)
    epsilon: float = setting(0.001, "Keeps the division from zero.", gt=0.0, le=1.0)
    center: bool = setting(True, "Whether a shift β is learnt.")
    scale: bool = setting(True, "Whether a scale γ is learnt.")

    def check(self, x: Signal, **_: Any) -> Misfit | None:
        return _needs_an_axis(x)

    def figures(self, x: Signal, **_: Any) -> tuple[Figure, ...]:
        kept = Figure("μ, σ²", f"{x.shape[-1]:,} each", "of the batch; outside training the moving ones, not learnt")
        return kept, *_scale_and_shift(x, self.scale, self.center), Figure("ε", f"{self.epsilon:g}")

    def module(self, x: Signal, **_: Any) -> Call:
        return call(
            "BatchNormalization",
            x.shape[-1],
            momentum=self.momentum,
            epsilon=self.epsilon,
            center=self.center,
            scale=self.scale,
        )


class LayerNormalization(Block, id="layer_normalization", title="LayerNormalization", group="Normalization"):
    """Brings each row to mean 0 and deviation 1 by itself: does not depend on the batch."""

    followed_by = ("dense", "activation")
    formula = "y = γ (x − μ) / √(σ² + ε) + β"
    keras_order = ("weight", "bias", "gamma", "beta")  # torch's own names, or ours where it lacks the layer
    epsilon: float = setting(0.001, "Keeps the division from zero.", gt=0.0, le=1.0)
    center: bool = setting(True, "Whether a shift β is learnt.")
    scale: bool = setting(True, "Whether a scale γ is learnt.")

    def check(self, x: Signal, **_: Any) -> Misfit | None:
        return _needs_an_axis(x)

    def figures(self, x: Signal, **_: Any) -> tuple[Figure, ...]:
        kept = Figure("μ, σ²", "1 each", "of each row by itself")
        return kept, *_scale_and_shift(x, self.scale, self.center), Figure("ε", f"{self.epsilon:g}")

    def module(self, x: Signal, **_: Any) -> Call:
        if self.scale == self.center:
            return call("nn.LayerNorm", x.shape[-1], eps=self.epsilon, elementwise_affine=self.scale)
        return call("LayerNormalization", x.shape[-1], epsilon=self.epsilon, center=self.center, scale=self.scale)
