"""准确性年度报告 as files: XLSX for people, JSON and CSV in the words of the DSA Transparency Database.

Its attributes (Regulation (EU) 2022/2065, Art. 24(5); schema of transparency.dsa.ec.europa.eu) describe single
statements of reasons; here each row counts many, so the counts stand beside them under names of our own. An authority
of no member state gives no `territorial_scope`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from alerts.reports.accuracy_report import DEFINITIONS, LEAST_LISTINGS, LEAST_SHOPS
from storage.base.atomic_file import replacing
from storage.base.errors import BadInput, StoreUnavailable
from storage.base.message import message_of
from storage.records import RightKind
from storage.records.outside.accuracy import AccuracyFigures, AccuracyRow

SUFFIXES = (".xlsx", ".json", ".csv")
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
}
HEADER = ("", "通知", "已处置", "主动撤回", "申诉", "申诉成立", "错误通知", "错误通知率")
_CATEGORY = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS"
_PRODUCT_CATEGORY = "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"
_KEYWORDS = {
    RightKind.TRADEMARK: "KEYWORD_TRADEMARK_INFRINGEMENT",
    RightKind.COLLECTIVE: "KEYWORD_TRADEMARK_INFRINGEMENT",
    RightKind.CERTIFICATION: "KEYWORD_TRADEMARK_INFRINGEMENT",
    RightKind.GEOGRAPHICAL_INDICATION: "KEYWORD_GEOGRAPHIC_INDICATIONS_INFRINGEMENT",
    RightKind.PATENT: "KEYWORD_PATENT_INFRINGEMENT",
    RightKind.PLANT_VARIETY: "KEYWORD_OTHER",
    RightKind.PRODUCT_RULE: "KEYWORD_PROHIBITED_PRODUCTS",
}
_COMMON = {
    "decision_visibility": "DECISION_VISIBILITY_CONTENT_REMOVED",
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
    "content_type": "CONTENT_TYPE_PRODUCT",
    "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION",
    "automated_detection": "Yes",
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
}
"""What holds for every notice: goods that a program searched for and persons decided on."""


def accuracy_bytes(figures: AccuracyFigures, suffix: str) -> bytes:
    """The report as a file of one of SUFFIXES. Raises BadInput for another."""
    if suffix == ".xlsx":
        return _workbook(figures)
    if suffix == ".json":
        return json.dumps(accuracy_document(figures), ensure_ascii=False, indent=2).encode()
    if suffix == ".csv":
        return _csv(figures)
    raise BadInput("accuracy.suffix", suffix=suffix)


def write_accuracy(figures: AccuracyFigures, output: Path) -> None:
    """Write the report by the suffix of `output`, whole or not at all. Raises BadInput, StoreUnavailable."""
    content = accuracy_bytes(figures, output.suffix.lower())
    try:
        with replacing(output) as partial:
            partial.write_bytes(content)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=output, reason=message_of(error)) from error


def accuracy_document(figures: AccuracyFigures) -> dict[str, Any]:
    """The machine-readable report."""
    return {
        "schema": "hubiao-accuracy-1",
        "vocabulary": "https://transparency.dsa.ec.europa.eu/page/api-documentation",
        "year": figures.year,
        "reporter": figures.office,
        "counted_on": figures.counted_on,
        "least_notices_of_a_row": LEAST_LISTINGS,
        "least_shops_of_a_row": LEAST_SHOPS,
        "suppressed": figures.total is None,
        "joined_breakdowns": list(figures.joined),
        "rows": [dict(row) for row in _records(figures)],
    }


def _records(figures: AccuracyFigures) -> Iterator[Mapping[str, Any]]:
    if figures.total is None:
        return
    yield _record(figures.year, "total", figures.total)
    for row in figures.by_kind:
        yield _record(figures.year, "kind", row)
    for row in figures.by_platform:
        yield _record(figures.year, "platform", row)


def _record(year: int, breakdown: str, row: AccuracyRow) -> Mapping[str, Any]:
    is_single = len(row.keys) == 1
    kind = RightKind(row.keys[0]) if breakdown == "kind" and is_single else None
    category = _PRODUCT_CATEGORY if kind is RightKind.PRODUCT_RULE else _CATEGORY
    rate = row.wrongful_rate
    return {
        "year": year,
        "breakdown": breakdown,
        "name": row.name,
        "platform_name": row.name if breakdown == "platform" and is_single else "",
        "category": category if kind is not None else "",
        "category_specification": _KEYWORDS[kind] if kind is not None else "",
        **_COMMON,
        "notices": row.noticed,
        "acted_on": row.acted,
        "withdrawn": row.withdrawn,
        "appealed": row.appealed,
        "appeals_upheld": row.upheld,
        "wrong": row.wrong,
        "wrong_rate": None if rate is None else round(rate, 4),
    }


def _csv(figures: AccuracyFigures) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheets need to read Chinese."""
    rows = list(_records(figures))
    text = io.StringIO()
    sample = AccuracyRow(
        name="", keys=(), noticed=0, acted=0, withdrawn=0, appealed=0, upheld=0, wrong=0
    )
    names = list(_record(figures.year, "total", sample))
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def table_rows(rows: tuple[AccuracyRow, ...]) -> list[tuple[str | int, ...]]:
    """The cells under HEADER."""
    return [
        (
            row.name, row.noticed, row.acted, row.withdrawn, row.appealed, row.upheld, row.wrong,
            "—" if row.wrongful_rate is None else f"{row.wrongful_rate * 100:.1f}%",
        )
        for row in rows
    ]  # fmt: skip


def _workbook(figures: AccuracyFigures) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        cell = book.add_format({"border": 1})
        bold = book.add_format({"bold": True, "font_size": 14})
        parts = (("按权利种类", figures.by_kind), ("按平台", figures.by_platform))
        for title, rows in parts:
            sheet = book.add_worksheet(title)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_column(0, 0, 24)
            sheet.write_string(0, 0, f"{figures.year} 年通知准确性报告（{title}）", bold)
            sheet.write_string(1, 0, f"{figures.office}，统计至 {figures.counted_on}")
            if figures.total is None:
                sheet.write_string(3, 0, "本年通知数量较少，为避免识别具体店铺，不公布数字。")
                continue
            for column, name in enumerate(HEADER):
                sheet.write_string(3, column, name, head)
            for place, line in enumerate(table_rows((*rows, figures.total)), start=4):
                for column, value in enumerate(line):
                    sheet.write(place, column, value, cell)
        sheet = book.add_worksheet("指标定义")
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 90)
        for place, (name, words) in enumerate(DEFINITIONS):
            sheet.write_string(place, 0, name, head)
            sheet.write_string(place, 1, words, cell)
    return content.getvalue()
