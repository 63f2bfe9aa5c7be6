"""The optimizers, with Keras's names, meanings and defaults (where torch's differ, ours are given to it explicitly)."""

from typing import TYPE_CHECKING, Any, ClassVar

from netloom.declare import Argument, Call, Declared, any_of, call, catalogue, changed_settings, setting

_ADAPTIVE = (
    "Adaptive: each weight has a learning rate of its own, smaller where its slopes are large, larger where they are "
    "small. The learning rate that is set scales them all, so that the usual one suits most networks."
)
_SAME_FOR_ALL = "One learning rate for all weights: too large and the loss jumps, too small and it hardly falls."


class Optimizer(Declared, group="Optimizer"):
    """Base of all optimizers."""

    copies: ClassVar[int] = 2  # values kept for each weight, for the estimate of memory
    adaptive: ClassVar[bool] = False  # whether each weight has a learning rate of its own

    learning_rate: float = setting(0.001, "How far each step goes.", gt=0.0, le=1000.0)

    def call(self) -> Call:
        """The optimizer of `netloom.training.optimizers`, without its first argument."""
        raise AssertionError("declared by each optimizer")

    @classmethod
    def rates(cls) -> str:
        """What its learning rates are, in words."""
        return _ADAPTIVE if cls.adaptive else _SAME_FOR_ALL

    def keras(self, **others: Argument) -> Call | str:
        """Keras's optimizer: that of its title with the settings that are not as they come, or just its name.

        `others` are arguments that the optimizer itself does not know, or that take the place of its own.
        """
        changed = changed_settings(self) | others
        return call(f"optimizers.{self.title}", **changed) if changed else self.id


class SGD(Optimizer, id="sgd", title="SGD"):
    """Stochastic gradient descent: straight down the slope, with momentum if wanted."""

    copies = 1
    formula = "v ← μ v − η g,  w ← w + v"
    learning_rate: float = setting(0.01, "How far each step goes.", gt=0.0, le=1000.0)
    momentum: float = setting(0.0, "How much of the last step is kept.", ge=0.0, lt=1.0)
    nesterov: bool = setting(False, "Looks ahead along the momentum before it takes the slope.")

    def call(self) -> Call:
        nesterov = self.nesterov and self.momentum > 0  # torch refuses it without momentum, Keras ignores it
        return call("SGD", lr=self.learning_rate, momentum=self.momentum, nesterov=nesterov)


class RMSprop(Optimizer, id="rmsprop", title="RMSprop"):
    """Divides each weight's step by the running size of its slope: steep directions slow down, flat ones speed up."""

    adaptive = True
    copies = 3
    formula = "s ← ρ s + (1 − ρ) g²,  w ← w − η g / √(s + ε)"
    rho: float = setting(0.9, "How slowly the running size of the slope forgets.", ge=0.0, lt=1.0)
    momentum: float = setting(0.0, "How much of the last step is kept.", ge=0.0, lt=1.0)
    epsilon: float = setting(1e-7, "Keeps the division from zero; inside the root.", gt=0.0, le=1.0)

    def call(self) -> Call:
        return call("RMSprop", lr=self.learning_rate, rho=self.rho, momentum=self.momentum, eps=self.epsilon)


class Adagrad(Optimizer, id="adagrad", title="Adagrad"):
    """Divides by the size of all slopes so far: good for rare features, but its steps only ever get smaller."""

    adaptive = True
    copies = 1
    formula = "s ← s + g²,  w ← w − η g / √(s + ε)"
    initial_accumulator_value: float = setting(0.1, "Where the sum of squares starts.", ge=0.0, le=1e6)
    epsilon: float = setting(1e-7, "Keeps the division from zero.", gt=0.0, le=1.0)

    def call(self) -> Call:
        return call(
            "Adagrad", lr=self.learning_rate, initial_accumulator_value=self.initial_accumulator_value, eps=self.epsilon
        )


class Adadelta(Optimizer, id="adadelta", title="Adadelta"):
    """Like RMSprop, with the step's own running size as its rate. Keras's learning rate of 0.001 is cautious: try 1."""

    adaptive = True
    copies = 2
    formula = "w ← w − η g √(d + ε) / √(s + ε)"
    rho: float = setting(0.95, "How slowly the running sizes forget.", ge=0.0, lt=1.0)
    epsilon: float = setting(1e-7, "Keeps the division from zero; inside the roots.", gt=0.0, le=1.0)

    def call(self) -> Call:
        return call("Adadelta", lr=self.learning_rate, rho=self.rho, eps=self.epsilon)


class Adam(Optimizer, id="adam", title="Adam"):
    """Momentum and RMSprop together, corrected at the start. The usual first choice."""

    adaptive = True
    copies = 2
    formula = "m′ = m / (1 − β₁ᵗ),  v′ = v / (1 − β₂ᵗ),  w ← w − η m′ / (√v′ + ε)"
    beta_1: float = setting(0.9, "How slowly the running slope forgets.", ge=0.0, lt=1.0)
    beta_2: float = setting(0.999, "How slowly the running size of the slope forgets.", ge=0.0, lt=1.0)
    epsilon: float = setting(1e-7, "Keeps the division from zero.", gt=0.0, le=1.0)

    def call(self) -> Call:
        return call("Adam", lr=self.learning_rate, betas=(self.beta_1, self.beta_2), eps=self.epsilon)


class AdamW(Adam, id="adamw", title="AdamW"):
    """Adam with weight decay apart from the slope, as it was meant."""

    weight_decay: float = setting(
        0.004, "Draws each weight towards zero by this share of the learning rate.", ge=0.0, le=1.0
    )

    def call(self) -> Call:
        return call(
            "AdamW",
            lr=self.learning_rate,
            betas=(self.beta_1, self.beta_2),
            eps=self.epsilon,
            weight_decay=self.weight_decay,
        )


OPTIMIZERS = catalogue(Optimizer)

if TYPE_CHECKING:
    AnyOptimizer = Optimizer
else:
    AnyOptimizer: Any = any_of(OPTIMIZERS)
