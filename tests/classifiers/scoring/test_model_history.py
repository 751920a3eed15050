"""An office's model judges, and is gone back to, only where it can judge with this version of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.elements.evidence import NAMES
from classifiers.elements.verdict_layer import VERDICT_NAMES
from classifiers.scoring.model import load_model
from classifiers.scoring.model_file import SHIPPED, ModelRecord, read_record, save_model
from classifiers.scoring.model_history import go_back, model_in_use, put_in_use


def use(folder: Path, version: str, columns: tuple[str, ...]) -> str:
    """Put a model with these columns of its verdict layer in use; returns its name@version."""
    record = ModelRecord(
        name="marks", version=version, features=NAMES, decisions=100, figures={},
        on_matters={}, trained_at="2026-11-29T12:00:00+00:00", verdict_columns=columns,
    )  # fmt: skip
    path = folder / f"marks-{version}.json"
    save_model({}, path, record)
    put_in_use(folder, path)
    return record.label


JUDGING = pytest.mark.parametrize(
    ("columns", "judges"), [(VERDICT_NAMES, True), ((), True), (("judged", "gone"), False)]
)


@JUDGING
def test_a_model_in_use_is_one_that_judges(
    tmp_path: Path, columns: tuple[str, ...], judges: bool
) -> None:
    label = use(tmp_path, "1", columns)
    record = model_in_use(tmp_path)
    assert (record is not None) is judges
    assert (load_model(tmp_path).name == label) is judges


@JUDGING
def test_a_model_of_other_columns_is_passed_over(
    tmp_path: Path, columns: tuple[str, ...], judges: bool
) -> None:
    earlier = use(tmp_path, "1", VERDICT_NAMES)
    middle = use(tmp_path, "2", columns)
    use(tmp_path, "3", VERDICT_NAMES)
    assert go_back(tmp_path) == (middle if judges else earlier)
    assert go_back(tmp_path) == (earlier if judges else read_record(SHIPPED).label)
    assert load_model(tmp_path).name == (earlier if judges else read_record(SHIPPED).label)
