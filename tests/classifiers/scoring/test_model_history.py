"""An office's model judges, and is gone back to, only where it can judge with this version of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.elements.evidence import NAMES
from classifiers.elements.verdict_layer import VERDICT_NAMES
from classifiers.scoring.model import load_model
from classifiers.scoring.model_file import (
    SHIPPED,
    ModelRecord,
    load_fitted,
    read_record,
    save_model,
)
from classifiers.scoring.model_history import go_back, model_in_use, office_models, put_in_use
from storage.base.errors import StoreUnavailable


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


@pytest.mark.parametrize("content", [b"", b'{"x', b"\xff\xfe", b"[]", b'{"name": 1}', None])
def test_a_damaged_model_in_use_is_named_with_the_way_out(
    tmp_path: Path, content: bytes | None
) -> None:
    earlier = use(tmp_path, "1", VERDICT_NAMES)
    use(tmp_path, "2", VERDICT_NAMES)
    path = tmp_path / "marks-2.json"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match="train --back"):
        load_model(tmp_path)
    assert model_in_use(tmp_path) is None
    assert [record.version for record in office_models(tmp_path)] == ["1"]
    assert go_back(tmp_path) == earlier
    assert load_model(tmp_path).name == earlier


def test_a_model_whose_weights_are_damaged_is_named(tmp_path: Path) -> None:
    use(tmp_path, "1", VERDICT_NAMES)
    path = tmp_path / "marks-1.json"
    path.write_text(path.read_text().replace('"models": {}', '"models": {"sign": {"a": 1}}'))
    with pytest.raises(StoreUnavailable, match="train --back"):
        load_fitted(path)
