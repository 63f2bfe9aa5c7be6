"""Sample data, example projects and icons that come with Netloom."""

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


class Example(NamedTuple):
    """A whole project on one of the samples, to be opened as a copy. `about` says what it is there to show."""

    name: str
    title: str
    about: str
    sample: str

    def content(self) -> bytes:
        """The project's file."""
        return files(__name__).joinpath("examples", f"{self.name}.netloom").read_bytes()


EXAMPLES = tuple(
    Example(*row)
    for row in (
        ("customers_who_leave", "Customers who leave", "Yes or no from 19 columns, with Dropout.", "telco_churn"),
        ("house_prices", "House prices", "An amount instead of a class: regression.", "california_housing"),
        ("three_species", "Three species", "The smallest that works: one hidden layer.", "penguins"),
        ("against_overfitting", "Against overfitting", "Plain, L2 and Dropout side by side.", "telco_churn"),
        ("embedding", "Embedding beside numbers", "Categories become vectors that are learnt.", "telco_churn"),
        ("residual_groups", "Residual groups", "A group with a shortcut, repeated.", "california_housing"),
    )
)
"""All examples, in the order in which they are shown."""

__all__ = ["EXAMPLES", "SAMPLES", "Example", "Sample"]
