"""Sample data, icons and help pages that come with Netloom."""

from importlib.resources import files
from typing import NamedTuple


class Sample(NamedTuple):
    """A real table that comes with Netloom. Its licence lies beside it and travels with every copy."""

    name: str
    target: str
    about: str
    licence: str

    def contents(self) -> dict[str, bytes]:
        """The content of each file of this sample by the name of the file: the table, and its licence."""
        names = (f"{self.name}.csv", f"{self.name}.LICENSE.txt")
        return {name: files(__name__).joinpath("samples", name).read_bytes() for name in names}


SAMPLES = {
    sample.name: sample
    for sample in (
        Sample("telco_churn", "Churn", "Which of 7,043 customers of a telephone company left.", "Apache-2.0"),
        Sample("california_housing", "median_house_value", "The value of houses in 20,640 districts.", "Apache-2.0"),
        Sample("penguins", "species", "Which of three species each of 344 penguins is.", "CC0-1.0"),
    )
}
"""All samples by name."""

__all__ = ["SAMPLES", "Sample"]
