"""Rights as a workbook (权利清单表格): sheets of rights and holders, which import as the same records.

A list stands in one cell as an officer would type it; what a typed line cannot hold stands there as JSON, so
that importing the workbook takes nothing away. Licences stand on a sheet of their own, a row each.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator

from storage.base.errors import BadInput
from storage.base.message import Language
from storage.records import Right, RightHolder, RightKind, RightsBook
from storage.rights.export_file import right_entry
from storage.rights.import_lines import meanings_text, owners_text, prices_text
from storage.rights.import_records import read_right_value
from storage.rights.import_values import ALERT_RHYTHM_NAMES
from storage.rights.kind_words import kind_name
from storage.rights.sheets.cells import sign_form
from storage.rights.sheets.columns import Column, TableKind
from storage.rights.sheets.template import SHEET_NAMES, written_columns

_FLAG_NAMES = {True: "是", False: "否"}
_RHYTHM_NAMES = {rhythm: name for name, rhythm in ALERT_RHYTHM_NAMES.items()}


def rights_workbook(book: RightsBook, language: Language = Language.ENGLISH) -> bytes:
    """The book as an XLSX file, its headings and closed values in one language."""
    # Nothing else of the import and export needs this library.
    import xlsxwriter

    names = _holder_names(book) if language is Language.CHINESE else {}
    rows = {
        TableKind.RIGHTS: [_right_cells(right, names) for right in book],
        TableKind.HOLDERS: [_holder_cells(holder) for holder in book.holders],
        TableKind.LICENCES: list(_licence_cells(book)),
    }
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as file:
        for kind in TableKind:
            written = [
                column
                for column in written_columns(kind, language)
                if not column.key.startswith("holder.")
            ]
            sheet = file.add_worksheet(SHEET_NAMES[language][kind])
            sheet.freeze_panes(1, 0)
            headings = [column.heading(language) for column in written]
            sheet.write_row(0, 0, headings, file.add_format({"bold": True}))
            for number, row in enumerate(rows[kind], start=1):
                for place, column in enumerate(written):
                    if column.key in row:
                        sheet.write(number, place, _in_words(column, row[column.key], language))
    return content.getvalue()


def _holder_names(book: RightsBook) -> dict[str, str]:
    """Names by which holders are found again: those that no two have."""
    counts = Counter(holder.name for holder in book.holders)
    return {holder.id: holder.name for holder in book.holders if counts[holder.name] == 1}


def _in_words(column: Column, value: object, language: Language) -> object:
    """A closed value by its name in the table's language."""
    if language is Language.ENGLISH:
        return value
    match column.choices:
        case "kind":
            return kind_name(RightKind(str(value)), language)
        case "flag":
            return _FLAG_NAMES[bool(value)]
        case "rhythm":
            return _RHYTHM_NAMES[str(value)]
    return value


def _holder_cells(holder: RightHolder) -> dict[str, object]:
    sites = {"websites": "、".join(holder.websites)} if holder.websites else {}
    return {**holder.to_json(), **sites}


def _licence_cells(book: RightsBook) -> Iterator[dict[str, object]]:
    """Every licence with its right, by its sign where no other right has that one."""
    signs = Counter(sign_form(right.text) for right in book)
    for right in book:
        name = right.text if signs[sign_form(right.text)] == 1 else right.id
        for seller in right.authorised_sellers:
            goods = {"goods": "、".join(seller.goods)} if seller.goods else {}
            yield {"right": name, **seller.to_json(), **goods}


def _right_cells(right: Right, holder_names: dict[str, str]) -> dict[str, object]:
    cells = {
        key: _cell(right, key, value)
        for key, value in right_entry(right).items()
        if key != "authorised_sellers"
    }
    if right.holder is not None:
        cells["holder"] = holder_names.get(right.holder, right.holder)
    return cells


def _cell(right: Right, key: str, value: object) -> object:
    """One value as a cell: plain, as an officer types it where that reads back the same, else as JSON."""
    if not isinstance(value, list | dict):
        return value
    typed = _typed(right, key)
    try:
        reads_back = read_right_value(key, typed) == getattr(right, key)
    except BadInput:
        reads_back = False
    return typed if reads_back else json.dumps(value, ensure_ascii=False)


def _typed(right: Right, key: str) -> str:
    writers: dict[str, Callable[[], str]] = {
        "meanings": lambda: meanings_text(right.meanings),
        "other_owners": lambda: owners_text(right.other_owners),
        "reference_prices": lambda: prices_text(right.reference_prices),
        "origin": lambda: "、".join(right.origin.places if right.origin else ()),
        "images": lambda: ";".join(right.images),
    }
    write = writers.get(key, lambda: "、".join(map(str, getattr(right, key))))
    return write()
