"""The reference tables: how each is read without Netloom, its target, and the floors of its README."""

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Table:
    """One table. For rmse the floor is a ceiling."""

    file: str
    target: str
    floors: Mapping[str, float]
    encoding: str = "utf-8"
    delimiter: str = ","

    def rows(self, folder: Path) -> list[dict[str, str]]:
        """The cells as they are in the file, by Python's own csv module."""
        content = (folder / self.file).read_bytes()
        text = (gzip.decompress(content) if self.file.endswith(".gz") else content).decode(self.encoding)
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=self.delimiter, restval=""))


TABLES = (
    Table("telco_churn.csv", "Churn", {"accuracy": 0.79, "roc_auc": 0.84}),
    Table("titanic.csv", "survived", {"accuracy": 0.78, "roc_auc": 0.82}),
    Table("messy_titanic_utf16.tsv", "survived", {"accuracy": 0.78, "roc_auc": 0.82}, "utf-16", "\t"),
    Table("penguins.csv", "species", {"accuracy": 0.95}),
    Table("california_housing.csv", "median_house_value", {"r2": 0.78, "rmse": 54_000}),
    Table("messy_montreal_bikes.csv", "Berri 1", {"r2": 0.97}, "latin-1", ";"),
    Table("wide_acsf1.csv", "appliance", {"accuracy": 0.65}),
    Table("long_skin_segmentation.tsv.gz", "SKIN", {"accuracy": 0.995}, delimiter="\t"),
)
