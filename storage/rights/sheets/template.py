"""The workbook to fill in (模板): headings, drop-downs, an example row, and a sheet that explains each column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from storage.base.message import Language
from storage.rights.import_records import RIGHT_KEYS
from storage.rights.sheets.columns import Column, TableKind, columns

SHEET_NAMES = {
    Language.CHINESE: {
        TableKind.RIGHTS: "权利",
        TableKind.HOLDERS: "权利人",
        TableKind.LICENCES: "许可台账",
    },
    Language.ENGLISH: {
        TableKind.RIGHTS: "rights",
        TableKind.HOLDERS: "holders",
        TableKind.LICENCES: "licences",
    },
}
_EXPLANATION = {
    Language.CHINESE: ("填写说明", ("列", "必填", "填什么", "可选值", "示例")),
    Language.ENGLISH: ("notes", ("Column", "Required", "Meaning", "Values", "Example")),
}
_YES = {Language.CHINESE: "必填", Language.ENGLISH: "required"}
_HINTS = {
    Language.CHINESE: (
        "一行填写一件权利。只有“商标名称”必填，其余不清楚的可以不填，列可以删减、调换顺序。",
        "权利人可以直接写在“权利”表中；“权利人”表可以不填。",
        "许可有期限、平台、商品范围的写在“许可台账”表，一行一家；没有的，在“权利”表“许可使用人”一列写名称即可。",
        "第 2 行是示例，导入前请删除。",
        "导入时先试导入：列出每一处错误和每件商标会查到的商品，确认后才写入。",
    ),
    Language.ENGLISH: (
        "One right a row. id and text are required; columns may be left out or moved.",
        "holder is the id of a row of the sheet holders, or of a holder that is known already.",
        "The sheet licences holds licences with a term, platform or goods, one a row; right is an id.",
        "Row 2 is an example: delete it before the import.",
        "Try the import first (--dry-run): it names each fault and changes nothing.",
    ),
}
_LAST_ROW = 2000
"""Rows down to which drop-downs and date formats reach."""


def written_columns(kind: TableKind, language: Language) -> tuple[Column, ...]:
    """The columns that tables of the program hold; an English table has the keys of the rights file."""
    if language is Language.ENGLISH and kind is TableKind.RIGHTS:
        by_key = {column.key: column for column in columns(kind)}
        return tuple(by_key[key] for key in RIGHT_KEYS)
    return tuple(column for column in columns(kind) if column.written)


def template_workbook(language: Language) -> bytes:
    """The workbook as XLSX; its example row is understood by this program's own reader."""
    # Nothing else of the import needs this library.
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as file:
        formats = {
            "heading": file.add_format({"bold": True, "bottom": 1, "bg_color": "#EAF1FB"}),
            "required": file.add_format(
                {"bold": True, "bottom": 1, "bg_color": "#EAF1FB", "font_color": "#B3261E"}
            ),
            "day": file.add_format({"num_format": "yyyy-mm-dd"}),
            "text": file.add_format({"num_format": "@"}),
            "example": file.add_format(
                {"font_color": "#7A7A7A", "italic": True, "num_format": "@"}
            ),
            "wrap": file.add_format({"text_wrap": True, "valign": "top"}),
        }
        for kind in TableKind:
            sheet = file.add_worksheet(SHEET_NAMES[language][kind])
            _fill(sheet, written_columns(kind, language), language, formats)
        _explain(file.add_worksheet(_EXPLANATION[language][0]), language, formats)
    return content.getvalue()


def _fill(
    sheet: Any, listed: Sequence[Column], language: Language, formats: dict[str, Any]
) -> None:
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(listed):
        heading = column.heading(language)
        sheet.set_column(
            place, place, max(12, 2 * len(heading)), formats["day" if column.date else "text"]
        )
        is_required = column.required or (language is Language.ENGLISH and column.key == "id")
        sheet.write_string(0, place, heading, formats["required" if is_required else "heading"])
        sheet.write_comment(0, place, column.meaning(language), {"x_scale": 2})
        example = column.example.get(language.value, "")
        if example:
            sheet.write_string(1, place, example, formats["example"])
        choices = column.closed_values(language)
        if choices:
            sheet.data_validation(
                1,
                place,
                _LAST_ROW,
                place,
                {
                    "validate": "list",
                    "source": list(choices),
                    "error_type": "warning",
                    "error_title": "护标",
                    "error_message": column.meaning(language)[:255],
                },
            )


def _explain(sheet: Any, language: Language, formats: dict[str, Any]) -> None:
    """Each column of each sheet: what belongs into it, which values it takes, an example."""
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 60, formats["wrap"])
    sheet.set_column(3, 4, 36, formats["wrap"])
    row = 0
    for hint in _HINTS[language]:
        sheet.write_string(row, 0, hint)
        row += 1
    for kind in TableKind:
        row += 1
        sheet.write_string(row, 0, SHEET_NAMES[language][kind], formats["heading"])
        sheet.write_row(row, 1, _EXPLANATION[language][1], formats["heading"])
        for column in written_columns(kind, language):
            row += 1
            sheet.write_row(row, 1, _explanation(column, language), formats["wrap"])
        row += 1


def _explanation(column: Column, language: Language) -> tuple[str, ...]:
    choices = "、" if language is Language.CHINESE else ", "
    return (
        column.heading(language),
        _YES[language] if column.required else "",
        column.meaning(language),
        choices.join(column.closed_values(language)),
        column.example.get(language.value, ""),
    )
