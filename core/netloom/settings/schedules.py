"""How the learning rate changes while it trains: at each step a share of the optimizer's own, which is the highest."""

from typing import TYPE_CHECKING, Any, ClassVar

from netloom.declare import Declared, any_of, catalogue, setting
from netloom.settings.monitors import larger_is_better


class Schedule(Declared, group="Schedule"):
    """Base of all schedules.

    A share is written once, as the text of an expression: `at` are the epochs that are done (after those of the
    warm-up), with what is done of the one that runs; `over` is how many there are to be; `ops` is `keras.ops`, or what
    stands for it.
    """

    watches: ClassVar[bool] = False  # whether it follows a figure from epoch to epoch

    warm_up: float = setting(
        0.0, "The rate first rises evenly, from nothing to where it starts.", unit="epochs", ge=0.0, le=1e6
    )

    def share(self) -> str:
        """The expression of the share at each moment; empty where it stays 1."""
        return ""

    @property
    def has_an_end(self) -> bool:
        """Whether it is stretched over all epochs that the project asks for, and stays where it is after them."""
        return "over" in self.share()


class Constant(Schedule, id="constant", title="Constant"):
    """The learning rate stays as it is: the usual choice with Adam and RMSprop."""

    formula = "η"


class StepDecay(Schedule, id="step", title="Step decay"):
    """Falls by the same factor every so many epochs, and stays between: coarse first, then fine."""

    formula = "η f^⌊t / n⌋"
    factor: float = setting(0.5, "What each fall leaves of the rate.", gt=0.0, le=1.0)
    every: float = setting(10.0, "How long the rate stays.", unit="epochs", gt=0.0, le=1e6)

    def share(self) -> str:
        return f"{self.factor!r} ** ops.floor(at / {self.every!r})"


class ExponentialDecay(Schedule, id="exponential", title="Exponential decay"):
    """Falls by the same factor in each epoch, a little at each step: fast first, then ever more slowly."""

    formula = "η f^t"
    factor: float = setting(0.95, "What an epoch leaves of the rate.", gt=0.0, le=1.0)

    def share(self) -> str:
        return f"{self.factor!r} ** at"


class Cosine(Schedule, id="cosine", title="Cosine"):
    """Stays high at first, falls through the middle, and ends gently: half a wave of a cosine over all epochs."""

    formula = "η (e + (1 − e) (1 + cos(π t / T)) / 2)"
    final: float = setting(0.0, "What is left of the rate at the end.", ge=0.0, le=1.0)

    def share(self) -> str:
        falls = f"(1.0 + ops.cos({PI} * ops.minimum(at / over, 1.0))) / 2.0"
        return f"{self.final!r} + {1.0 - self.final!r} * {falls}"


class OneCycle(Schedule, id="one_cycle", title="One cycle"):
    """Rises to the full rate and falls to nearly nothing: high rates in between find broad valleys (Smith 2018)."""

    formula = "η s → η → η e"
    start: float = setting(0.04, "The share of the rate to start with.", ge=0.0, le=1.0)
    peak: float = setting(0.3, "The share of all epochs after which the rate is highest.", gt=0.0, lt=1.0)
    final: float = setting(0.0001, "What is left of the rate at the end.", ge=0.0, le=1.0)

    def share(self) -> str:
        rises = f"(1.0 - ops.cos({PI} * ops.minimum(at / ({self.peak!r} * over), 1.0))) / 2.0"
        past = f"ops.maximum(at / over - {self.peak!r}, 0.0) / {1.0 - self.peak!r}"
        falls = f"(1.0 - ops.cos({PI} * ops.minimum({past}, 1.0))) / 2.0"
        return f"{self.start!r} + {1.0 - self.start!r} * {rises} - {1.0 - self.final!r} * {falls}"


class ReduceOnPlateau(Schedule, id="plateau", title="Reduce on plateau"):
    """Falls whenever a figure has not improved for some epochs: it waits for as long as a rate still serves."""

    watches = True
    formula = "η ← η f"
    monitor: str = setting(
        "validation_loss", "The figure that is watched: validation_loss, or validation_ and a metric.", max_length=64
    )
    factor: float = setting(0.1, "What each fall leaves of the rate.", gt=0.0, lt=1.0)
    patience: int = setting(10, "How long it may fail to improve.", unit="epochs", ge=0, le=1_000_000)
    min_delta: float = setting(0.0001, "A smaller change does not count as improvement.", ge=0.0, le=1e9)
    minimum: float = setting(0.0, "The rate never falls below.", ge=0.0, le=1000.0)

    @property
    def larger(self) -> bool:
        """Whether larger is better."""
        return larger_is_better(self.monitor)


PI = "3.141592653589793"

SCHEDULES = catalogue(Schedule)

if TYPE_CHECKING:
    AnySchedule = Schedule
else:
    AnySchedule: Any = any_of(SCHEDULES)
