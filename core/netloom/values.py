"""The base of every value that a project, an event or a request is made of: frozen, strict, and free of surprises."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value. It refuses unknown keys, NaN, infinities and values of the wrong type."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False, validate_default=True)
