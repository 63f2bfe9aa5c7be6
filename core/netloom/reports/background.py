"""What a report tells about the run behind the figures: data, columns, network, settings, learning curves."""

from dataclasses import dataclass

from netloom.errors import Problem

VALIDATION = "validation_"
_TITLES = {"mae": "MAE", "rmse": "RMSE"}


@dataclass(frozen=True)
class Curve:
    """A figure over the epochs: (epoch, value)."""

    name: str
    points: tuple[tuple[int, float], ...]

    @property
    def title(self) -> str:
        """The name as words."""
        name = self.name.removeprefix(VALIDATION)
        start, _, last = name.rpartition("_")
        words = f"{start.replace('_', ' ')} {_TITLES.get(last, last)}".strip()
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Layer:
    """One block of the network."""

    name: str
    type: str
    shape: str
    parameters: int


@dataclass(frozen=True)
class Ignored:
    """A column that the network does not see, and why."""

    column: str
    kind: str
    why: str


@dataclass(frozen=True)
class Background:
    """The run behind the figures. `evaluated` says which rows were scored, `features` what each column becomes."""

    project: str
    run: str
    data: str
    evaluated: str
    training_rows: int
    validation_rows: int
    test_rows: int
    features: tuple[tuple[str, str], ...]
    ignored: tuple[Ignored, ...]
    told: tuple[Problem, ...]
    curves: tuple[Curve, ...]
    best_epoch: int
    ended: str
    layers: tuple[Layer, ...]
    parameters: int
    settings: tuple[tuple[str, str], ...]
    machine: tuple[tuple[str, str], ...]
