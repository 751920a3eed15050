"""Tables that the program writes are read back by its own reader."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest

from storage.base.message import Language
from storage.rights.export_sheets import rights_workbook
from storage.rights.import_file import read_rights_bytes
from storage.rights.sheets.columns import TableKind, columns
from storage.rights.sheets.joining import join_sheets
from storage.rights.sheets.reading import read_sheets
from storage.rights.sheets.template import template_workbook, written_columns
from tests.storage.rights.test_import_file import RECORD, WHOLE


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        (Language.CHINESE, "示例面粉牌", "普通商标"),
        (Language.ENGLISH, "Example Flour", "trademark"),
    ],
)
def test_the_example_of_the_template_is_understood(
    language: Language, text: str, kind: str
) -> None:
    content = template_workbook(language)
    sheets = join_sheets(read_sheets(content, "x.xlsx"))
    assert sheets.faults == ()
    assert sheets.reading.ignored == ()
    (right,) = sheets.book.rights
    assert right.text == text
    assert right.goods[0] in ("面粉", "flour")
    assert right.holder in {holder.id for holder in sheets.book.holders}
    assert right.valid_until is not None
    book = openpyxl.load_workbook(io.BytesIO(content))
    lists = [rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation]
    assert any(kind in formula for formula in lists)


@pytest.mark.parametrize("language", Language)
def test_the_template_explains_each_column(language: Language) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(language)))
    explained = {row[1] for row in book.worksheets[-1].iter_rows(values_only=True)}
    for kind in TableKind:
        assert {column.heading(language) for column in written_columns(kind, language)} <= explained


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", [WHOLE, RECORD])
def test_a_workbook_in_either_language_imports_as_the_same_records(
    language: Language, text: str
) -> None:
    book = read_rights_bytes(text.encode(), "rights.yml")
    assert read_rights_bytes(rights_workbook(book, language), "rights.xlsx") == book


@pytest.mark.parametrize("kind", TableKind)
def test_the_handbook_explains_each_column(kind: TableKind) -> None:
    handbook = (Path(__file__).parents[4] / "docs" / "rights-file.zh-CN.md").read_text("utf-8")
    explained = {
        (cells[0].strip("*").removesuffix("**（必填）"), cells[2].replace("\\|", "|"))
        for line in handbook.splitlines()
        if len(cells := [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]) == 3
    }
    for column in columns(kind):
        assert (column.name, column.zh) in explained
