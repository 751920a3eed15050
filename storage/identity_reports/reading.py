"""Reading a report (读取报送表): which column is which, the rows, and all their faults at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from stdnum.cn import ric, uscc

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.yaml_file import load_own_yaml
from storage.listings.operator_traits import normal_code
from storage.rights.sheets.tables import (
    OLD_OFFICE_SIGNATURE,
    XLSX_SIGNATURE,
    Cell,
    SheetTable,
    csv_tables,
    xlsx_tables,
)

FIELDS = ("shop", "name", "credit_code", "address", "url")
"""What is read of a row; telephones, identity numbers and bank accounts are not."""
_REQUIRED = ("shop", "name")
_TOP = 30
"""Rows at the top among which the heading is looked for; chosen by hand."""
_LONGEST = {"shop": 300, "name": 300, "credit_code": 18, "address": 500, "url": 2000}
"""Characters: the widths of the columns."""
_LONGEST_HEADING = 40
_SIGNS = re.compile(r"[\s_\-—/／|（）()【】\[\]《》*:：、.]+")
_NOTE = re.compile(
    r"(合计|总计|小计|共计|注|说明|备注|(?:填表|制表|审核)(?:人|单位|日期)?)\s*(?:[:：(（\d]|$)"
)
"""What stands below the rows; a shop's name may begin with any of these words."""
_PERSON_NUMBER = re.compile(
    r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
)
"""Place, birthday, sequence and check digit (GB 11643-1999)."""


_NO_PERSON_NUMBER = re.compile(r"(?!\d{10}(?:0\d|1[0-2])[0-3]\d{4}[\dXx])[\dA-Za-z]*", re.ASCII)
"""What a check need not be asked about: most credit codes; it is slow and a report has a hundred thousand."""


@dataclass(frozen=True, kw_only=True)
class IdentityRow:
    """One seller as the file reports him."""

    row: int
    shop: str
    name: str
    credit_code: str | None
    address: str | None
    url: str | None


@dataclass(frozen=True, kw_only=True)
class IdentityFault:
    """What is wrong with one cell or row; `row` counts from 1, `column` is its heading."""

    row: int
    column: str
    text: str
    message: Message


@dataclass(frozen=True, kw_only=True)
class IdentityReading:
    """A file with its columns, its right rows and all its faults."""

    headings: tuple[str, ...]
    """Every column as the file writes it."""
    mapping: Mapping[str, int]
    """Place (from 0) of the column of each field that has one."""
    rows: tuple[IdentityRow, ...]
    faults: tuple[IdentityFault, ...]
    remarks: tuple[IdentityFault, ...]
    """Rows that are taken all the same: a credit code whose check digit is wrong is what the platform reported."""


def read_identity_report(
    raw: bytes, where: str, mapping: Mapping[str, int] | None = None
) -> IdentityReading:
    """The rows of a workbook or CSV. `mapping` puts columns (from 0) in place of those that the headings name.

    Raises BadInput where the file as a whole cannot be read, or a needed column is missing.
    """
    if raw.startswith(OLD_OFFICE_SIGNATURE):
        raise BadInput("rights-file.old-excel", where=where)
    tables = xlsx_tables(raw, where) if raw.startswith(XLSX_SIGNATURE) else csv_tables(raw, where)
    best = max(
        tables, key=lambda table: max(map(_recognised, table.rows[:_TOP]), default=0), default=None
    )
    if best is None or not best.rows:
        raise BadInput("identity.empty", where=where)
    number = max(range(len(best.rows[:_TOP])), key=lambda place: _recognised(best.rows[place]))
    headings = tuple(
        "" if cell is None else " ".join(str(cell).split()) for cell in best.rows[number]
    )
    places = {**_places(best.rows[number]), **_chosen(mapping or {}, headings)}
    places = {field: place for field, place in places.items() if place >= 0}
    if mapping is None and not places:
        raise BadInput("identity.no-heading", where=where, names=[_names()[f][0] for f in FIELDS])
    return _read(best, number, headings, places)


@lru_cache(maxsize=4096)  # one company has many shops
def is_true_code(code: str) -> bool:
    """Does the check digit of a 统一社会信用代码 hold (GB 32100-2015)?"""
    return bool(uscc.is_valid(code))


def _read(
    table: SheetTable, number: int, headings: tuple[str, ...], places: Mapping[str, int]
) -> IdentityReading:
    rows: list[IdentityRow] = []
    faults: list[IdentityFault] = []
    remarks: list[IdentityFault] = []
    first_of: dict[str, IdentityRow] = {}
    missing = [_names()[field][0] for field in _REQUIRED if field not in places]
    if missing:
        fault = Message("identity.no-column", {"columns": missing})
        faults.append(IdentityFault(row=number + 1, column="", text="", message=fault))
    for place, cells in enumerate(
        table.rows[number + 1 :] if not missing else (), start=number + 2
    ):
        texts = {field: _text(cells, column) for field, column in places.items()}
        filled = [cell for cell in cells if cell is not None]
        if not filled or (len(filled) <= 2 and _NOTE.match(str(filled[0]))):
            continue
        row_faults = list(_faults_of(place, texts, headings, places))
        faults += row_faults
        if row_faults:
            continue
        row = _row(place, texts)
        twin = first_of.setdefault(_shop_key(row), row)
        if twin is not row and (twin.name, twin.credit_code) != (row.name, row.credit_code):
            message = Message("identity.twice", {"row": twin.row, "name": twin.name})
            faults.append(_fault(place, "shop", row.shop, message, headings, places))
            continue
        if row.credit_code and not is_true_code(row.credit_code):
            message = Message("identity.check-digit")
            remarks.append(_fault(place, "credit_code", row.credit_code, message, headings, places))
        rows.append(row)
    return IdentityReading(
        headings=headings,
        mapping=places,
        rows=tuple(rows),
        faults=tuple(faults),
        remarks=tuple(remarks),
    )


def _faults_of(
    place: int, texts: Mapping[str, str], headings: Sequence[str], places: Mapping[str, int]
) -> list[IdentityFault]:
    faults = []
    for field in FIELDS:
        text = texts.get(field, "")
        if not text and field in _REQUIRED:
            faults.append(_fault(place, field, "", Message("identity.blank"), headings, places))
        elif text and field == "credit_code" and _is_person_number(text):
            message = Message("identity.person-number")
            faults.append(_fault(place, field, f"{text[:6]}……", message, headings, places))
        elif len(text) > _LONGEST[field]:
            message = Message("identity.too-long", {"characters": _LONGEST[field]})
            faults.append(_fault(place, field, text, message, headings, places))
    return faults


def _is_person_number(text: str) -> bool:
    """Whether it is a 公民身份号码, or was one: spreadsheets round its last digits, and people mistype them."""
    number = "".join(text.split())
    if _NO_PERSON_NUMBER.fullmatch(number):
        return False
    mistyped = _PERSON_NUMBER.fullmatch(number) is not None and not is_true_code(number)
    return mistyped or bool(ric.is_valid(number))


def _fault(
    row: int,
    field: str,
    text: str,
    message: Message,
    headings: Sequence[str],
    places: Mapping[str, int],
) -> IdentityFault:
    column = headings[places[field]] if field in places else _names()[field][0]
    return IdentityFault(row=row, column=column, text=text[:60], message=message)


def _row(place: int, texts: Mapping[str, str]) -> IdentityRow:
    return IdentityRow(
        row=place,
        shop=texts["shop"],
        name=texts["name"],
        credit_code=normal_code(texts.get("credit_code", "")) or None,
        address=texts.get("address") or None,
        url=texts.get("url") or None,
    )


def _shop_key(row: IdentityRow) -> str:
    return plain_shop(row.shop)


def plain_shop(name: str) -> str:
    """A shop's name in the one spelling by which reports and shops are joined."""
    return _form(name)


def _text(cells: Sequence[Cell], place: int) -> str:
    value = cells[place] if place < len(cells) else None
    if isinstance(value, str) and " " not in value and value.isprintable():
        return value  # as nearly every one: nothing in it to join
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """The headings of each field, the program's own first."""
    text = files("storage.identity_reports").joinpath("columns.yml").read_text("utf-8")
    return {
        entry["key"]: (entry["name"], *entry["also"])
        for entry in load_own_yaml(text, "columns.yml")
    }


def field_names() -> Mapping[str, str]:
    """What each field is called."""
    return {field: _names()[field][0] for field in FIELDS}


def _places(cells: Sequence[Cell]) -> dict[str, int]:
    """The first column of each field; a heading that the program writes goes before one that means the same."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING:
            columns.setdefault(_form(cell), place)
    places: dict[str, int] = {}
    for field, names in _names().items():
        for name in names:
            column = columns.get(_form(name))
            if column is not None and column not in places.values():
                places[field] = column
                break
    return places


def _chosen(mapping: Mapping[str, int], headings: Sequence[str]) -> dict[str, int]:
    """What a person chose; a negative place leaves the field out."""
    return {
        field: place for field, place in mapping.items()
        if field in FIELDS and place < len(headings)
    }  # fmt: skip


def _recognised(cells: Sequence[Cell]) -> int:
    return len(_places(cells))


def _form(text: str) -> str:
    return _SIGNS.sub("", text).casefold()
