"""A schedule as source: the same expression is evaluated here, copied into plain PyTorch, and taken over by Keras."""

from dataclasses import dataclass

from netloom.settings.training import Training

_PLAIN = {"ops.minimum": "min", "ops.maximum": "max", "ops.floor": "math.floor", "ops.cos": "math.cos"}


@dataclass(frozen=True)
class Share:
    """The share of the learning rate that a step takes: what is worked out first, and the expression that it then is.

    Both know `step`, how many are done, and `steps`, how many there are in an epoch.
    """

    first: tuple[str, ...]
    share: str

    def plain(self) -> "Share":
        """The same in Python's own words: it needs `math`."""
        return Share(tuple(map(_in_plain_words, self.first)), _in_plain_words(self.share))


def share_of(training: Training) -> Share | None:
    """The share of the learning rate at each step in the words of `keras.ops`; None where it stays 1."""
    schedule = training.schedule
    share = schedule.share().replace("over", repr(max(training.epochs - schedule.warm_up, 1.0)))
    if not schedule.warm_up:
        return Share(("at = step / steps",), share) if share else None
    warm_up = f"warm_up = ops.minimum((step + 1.0) / ({schedule.warm_up!r} * steps), 1.0)"
    if not share:
        return Share((warm_up,), "warm_up")
    at = f"at = ops.maximum(step / steps - {schedule.warm_up!r}, 0.0)"
    return Share((warm_up, at), f"warm_up * ({share})")


def _in_plain_words(text: str) -> str:
    for name, plain in _PLAIN.items():
        text = text.replace(name, plain)
    return text
