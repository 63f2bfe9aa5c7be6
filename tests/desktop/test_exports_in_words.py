"""The proof of an export in words that are understood without knowing how floating point numbers are written."""

import pytest

from netloom.protocol import Exported, ExportedPart
from netloom.settings.exports import export_format
from netloom_desktop.shipping.wording import plain, proof_words

ONNX = ExportedPart(path="model.onnx", largest_difference=3.2e-7, rows=1200, batches=(1, 2, 33))
KERAS = ExportedPart(path="keras/network.py", largest_difference=None, rows=0, batches=())
REPORT = ExportedPart(path="report.html", largest_difference=None, rows=0, batches=())


def exported(part: ExportedPart, *parts: ExportedPart) -> Exported:
    found = part.model_dump(exclude={"path"})
    return Exported(path="somewhere", examples="", parts=parts, **found)


@pytest.mark.parametrize(
    ("number", "words"), [(3.2e-7, "0.0000003"), (9.6e-5, "0.0001"), (1e-4, "0.0001"), (0.02, "0.02"), (0, "0")]
)
def test_a_small_number_is_written_out(number: float, words: str) -> None:
    assert plain(number) == words


def test_an_onnx_file_tells_rows_batches_and_what_is_allowed() -> None:
    told = proof_words(exported(ONNX), export_format("onnx"))
    assert told.startswith("On 1,200 rows that training never saw, 1, 2 and 33 at a time, it answers as the trained")
    assert told.endswith("it differs by at most 0.0000003. Above 0.0001 nothing is written.")


def test_a_script_that_could_not_be_run_says_so() -> None:
    assert proof_words(exported(KERAS), export_format("keras")) == (
        "It was not run, since Keras is not installed here."
    )


def test_a_report_has_nothing_to_prove() -> None:
    assert proof_words(exported(REPORT), export_format("report")).startswith(
        "Measured on rows that training never saw."
    )


def test_of_a_zip_file_each_part_tells_its_own() -> None:
    onnx, keras, where = proof_words(exported(ONNX, ONNX, KERAS, REPORT), export_format("zip")).splitlines()
    assert onnx.startswith("model.onnx: On 1,200 rows")
    assert keras.startswith("keras/network.py: It was not run")
    assert "SHA-256" in where
