"""Workbooks of strangers cost no more than they may, and broken ones are one refusal."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.intake_gate.workbook import read_workbook
from storage.rights.import_file import read_rights_bytes

SHEET = "xl/worksheets/sheet1.xml"


def workbook(**cells: object) -> bytes:
    """A workbook of one sheet with these cells."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for place, value in cells.items():
        book.active[place] = value
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def with_parts(packed: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The same package with other contents of some parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(target, "w", 8) as copy:
        for name in source.namelist():
            copy.writestr(name, changes.get(name, source.read(name)))
    return target.getvalue()


def sheet_of(rows: str, after: str = "") -> bytes:
    """A sheet part with these rows."""
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()


ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x</t></is></c></row>'


def test_a_cell_far_off_is_one_cell() -> None:
    started = time.process_time()
    [sheet] = read_workbook(workbook(A1="id", XFD1048576="x"), "a.xlsx")
    assert sheet.rows == [(1, {1: "id"}), (1048576, {16384: "x"})]
    assert time.process_time() - started < 1


def test_merged_cells_stand_for_none() -> None:
    packed = workbook(A1="id")
    merged = sheet_of(
        ROW.format(1), '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    [sheet] = read_workbook(with_parts(packed, {SHEET: merged}), "a.xlsx")
    assert sheet.rows == [(1, {1: "x"})]
    assert sheet.merges == [(1, 1, 16384, 1048576)]


def test_more_cells_than_a_workbook_may_have_are_refused() -> None:
    rows = "".join(map(ROW.format, range(1, FILE_LIMITS[FileKind.WORKBOOK].items + 2)))
    with pytest.raises(BadInput) as refusal:
        read_workbook(with_parts(workbook(), {SHEET: sheet_of(rows)}), "a.xlsx")
    assert refusal.value.code == "file.items"


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    filler = b" " * (FILE_LIMITS[FileKind.WORKBOOK].unpacked + 1)
    with pytest.raises(BadInput) as refusal:
        read_workbook(with_parts(workbook(), {SHEET: filler}), "a.xlsx")
    assert refusal.value.code == "file.unpacked"


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({SHEET: b"<worksheet"}, "file.no-workbook"),
        ({SHEET: ENTITIES}, "file.entities"),
        ({SHEET: ENTITIES.decode().encode("utf-16")}, "file.entities"),
        ({SHEET: sheet_of('<row r="x"><c r="!!"/></row>')}, "file.no-workbook"),
        ({SHEET: sheet_of('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')}, "file.no-workbook"),
        ({SHEET: sheet_of('<row r="1"><c r="A1" t="s"><v>x</v></c></row>')}, "file.no-workbook"),
        ({"xl/styles.xml": b"\0\0"}, "file.no-workbook"),
        ({"[Content_Types].xml": b"<Types/>"}, "file.no-workbook"),
        ({"xl/_rels/workbook.xml.rels": b"<a/>"}, "file.no-workbook"),
    ],
)
def test_a_broken_part_is_one_refusal(parts: Mapping[str, bytes], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_workbook(with_parts(workbook(A1="id"), parts), "a.xlsx")
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "raw",
    [
        b"PK\x03\x04",
        workbook(A1="id", B1="text")[:-40],
        b'"rights": []\n',
        b'"id","text"\n"a","' + b"x" * 200_000 + b'"\n',
        b"id,text\n" + b"," * 1_600_000,
        b"\xff\xfe\x00",
        b'id,text\n"a',
    ],
    ids=["head", "cut", "quoted key", "long field", "many cells", "no text", "open quote"],
)
def test_a_rights_file_that_is_none_is_one_refusal(raw: bytes) -> None:
    with pytest.raises(BadInput):
        read_rights_bytes(raw, "rights.csv")
