"""Rights as a workbook (权利清单表格): sheets `rights` and `holders`, which import as the same records.

A list stands in one cell as an officer would type it; what a typed line cannot hold (a licence with
its term, a reference price) stands there as JSON, so that importing the workbook takes nothing away.
"""

from __future__ import annotations

import io
import json

from storage.base.errors import BadInput
from storage.records import Right, RightsBook
from storage.rights.export_file import right_entry
from storage.rights.import_lines import meanings_text, owners_text
from storage.rights.import_records import HOLDER_KEYS, RIGHT_KEYS, read_right_value


def rights_workbook(book: RightsBook) -> bytes:
    """The book as an XLSX file."""
    # Nothing else of the import and export needs this library.
    import xlsxwriter

    sheets = {
        "rights": (RIGHT_KEYS, [_right_cells(right) for right in book]),
        "holders": (HOLDER_KEYS, [holder.to_json() for holder in book.holders]),
    }
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as file:
        for name, (keys, rows) in sheets.items():
            sheet = file.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, keys, file.add_format({"bold": True}))
            for number, row in enumerate(rows, start=1):
                for column, key in enumerate(keys):
                    if key in row:
                        sheet.write(number, column, row[key])
    return content.getvalue()


def _right_cells(right: Right) -> dict[str, object]:
    return {key: _cell(right, key, value) for key, value in right_entry(right).items()}


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
    match key:
        case "meanings":
            return meanings_text(right.meanings)
        case "other_owners":
            return owners_text(right.other_owners)
        case "authorised_sellers":
            return "、".join(seller.shop for seller in right.authorised_sellers)
        case "origin":
            return "、".join(right.origin.places if right.origin else ())
        case "images":
            return ";".join(right.images)
        case _:
            return "、".join(map(str, getattr(right, key)))
