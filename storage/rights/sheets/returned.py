"""The wrong rows of a table, handed back as a workbook (退回的行): each as it stood, with what is wrong."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

from storage.base.message import Language
from storage.rights.sheets.faults import CellFault
from storage.rights.sheets.headings import FAULT_HEADINGS, SheetHeading
from storage.rights.sheets.joining import JoinedSheets
from storage.rights.sheets.rows import SheetRow

_WIDTH = 18
"""Width of a column in characters."""


def wrong_rows_workbook(joined: JoinedSheets, language: Language) -> bytes:
    """The wrong rows under their own headings, wrong cells marked, two columns more: what is wrong and
    what is meant. Mended, it imports as it is: nobody has to take those columns out."""
    # Nothing else of the import needs this library.
    import xlsxwriter

    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as file:
        formats = {
            "heading": file.add_format({"bold": True, "bottom": 1}),
            "wrong": file.add_format({"bg_color": "#FDE9E7"}),
            "day": file.add_format({"num_format": "yyyy-mm-dd"}),
            "wrong day": file.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FDE9E7"}),
            "fault": file.add_format({"font_color": "#B3261E", "text_wrap": True}),
        }
        for name, rows in _by_sheet(joined.wrong_rows).items():
            sheet = file.add_worksheet(name or None)
            sheet.freeze_panes(1, 0)
            heading = rows[0].heading
            width = max((len(row.cells) for row in rows), default=0)
            width = max(width, *(place + 1 for place in heading.names))
            sheet.set_column(0, width - 1, _WIDTH)
            sheet.set_column(width, width + 1, 2 * _WIDTH)
            headings = [heading.names.get(place, "") for place in range(width)]
            added = FAULT_HEADINGS[:2] if language is Language.CHINESE else FAULT_HEADINGS[2:]
            sheet.write_row(0, 0, [*headings, *added], formats["heading"])
            for number, row in enumerate(rows, start=1):
                faults = _faults_of(row, joined.faults)
                wrong = _wrong_places(heading, faults)
                for place, cell in enumerate(row.cells):
                    if cell is not None or place in wrong:
                        _write(sheet, number, place, cell, formats, is_wrong=place in wrong)
                sheet.write_string(number, width, _lines(faults, language), formats["fault"])
                sheet.write_string(number, width + 1, _meant(faults, language))
    return content.getvalue()


def _by_sheet(rows: Sequence[SheetRow]) -> dict[str, list[SheetRow]]:
    by_sheet: dict[str, list[SheetRow]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet, []).append(row)
    return by_sheet


def _faults_of(row: SheetRow, faults: Sequence[CellFault]) -> list[CellFault]:
    return [fault for fault in faults if (fault.sheet, fault.row) == (row.sheet, row.number)]


def _wrong_places(heading: SheetHeading, faults: Sequence[CellFault]) -> set[int]:
    keys = {fault.column.key for fault in faults if fault.column is not None}
    return {place for place, key in heading.keys.items() if key in keys}


def _write(
    sheet: object,
    row: int,
    column: int,
    cell: object,
    formats: Mapping[str, object],
    *,
    is_wrong: bool,
) -> None:
    write = sheet.write  # type: ignore[attr-defined]
    if isinstance(cell, date):
        write(row, column, cell, formats["wrong day" if is_wrong else "day"])
    elif is_wrong:
        write(row, column, cell, formats["wrong"])
    else:
        write(row, column, cell)


def _lines(faults: Sequence[CellFault], language: Language) -> str:
    mark = "：" if language is Language.CHINESE else ": "
    return "\n".join(f"{fault.heading}{mark}{fault.text(language)}" for fault in faults)


def _meant(faults: Sequence[CellFault], language: Language) -> str:
    return "\n".join(dict.fromkeys(filter(None, (fault.meant(language) for fault in faults))))
