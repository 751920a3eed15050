from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from storage.base.errors import StoreUnavailable
from storage.views.row_formats import csv_parts, write_xlsx

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "－1"]


@pytest.mark.parametrize("text", RISKY)
def test_a_formula_in_a_csv_cell_stays_text(text: str, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("".join(csv_parts([{"title": text}], ["title"])), encoding="utf-8")
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["title"], [f"'{text}"]]


def test_a_formula_in_a_workbook_stays_text(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    write_xlsx(({"title": text, "score": 0.5} for text in RISKY), ["title", "score"], target)
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == RISKY
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["B2"].value == 0.5


def test_a_very_long_text_and_lone_surrogates_fit_a_workbook(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    write_xlsx([{"title": "长" * 40_000 + "\ud800"}], ["title"], target)
    assert target.stat().st_size > 0


def test_a_workbook_that_cannot_be_written_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot write"):
        write_xlsx([], ["title"], tmp_path / "no" / "out.xlsx")
    assert list(tmp_path.iterdir()) == []
