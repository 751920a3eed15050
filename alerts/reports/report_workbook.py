"""The report as a workbook: a sheet a table, native charts, a sheet of definitions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alerts.reports.report_tables import Report, Table

_RISKY = "=+-@\t\r＝＋－＠"
MOST_BARS = 15
"""Rows of a table that its chart shows, chosen by hand for one screen."""


def write_workbook(report: Report, path: Path) -> None:
    """Write the report to `path`; words of strangers stay words, never formulas or links."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        looks = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1}),
            "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
            "note": book.add_format({"italic": True, "font_color": "#666666"}),
        }
        _cover(book, report, looks)
        for table in report.tables:
            _sheet(book, table, looks)
        _definitions(book, report, looks)


def _new_sheet(book: Any, name: str) -> Any:
    """A sheet that prints on A4 as wide as its table."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def _cover(book: Any, report: Report, looks: dict[str, object]) -> None:
    sheet = _new_sheet(book, "概要")
    sheet.set_column(0, 0, 100)
    period = report.period
    lines = (report.office, f"{period.first:%Y-%m-%d} 至 {period.last:%Y-%m-%d}", *report.summary)
    sheet.write_string(0, 0, report.title, looks["title"])
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line)


def _sheet(book: Any, table: Table, looks: dict[str, object]) -> None:
    name = table.title.split("（", 1)[0]
    sheet = _new_sheet(book, name)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(table.header) - 1, 12)
    for column, title in enumerate(table.header):
        sheet.write_string(0, column, title, looks["head"])
    for row, cells in enumerate(table.rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, _harmless(cell), looks["cell"])
            else:
                sheet.write_number(row, column, cell, looks["cell"])
    sheet.freeze_panes(1, 1)
    end = len(table.rows) + 2
    if table.note:
        sheet.write_string(end, 0, table.note, looks["note"])
    if table.bar is not None and table.rows:
        if len(table.rows) <= MOST_BARS:
            sheet.fit_to_pages(1, 1)  # a printed chart is not cut in two
        sheet.insert_chart(end + 2, 0, _chart(book, name, table, table.bar))


def _chart(book: Any, sheet: str, table: Table, column: int) -> Any:
    last = min(len(table.rows), MOST_BARS)
    columns = [column] if table.beside is None else [column, table.beside]
    chart = book.add_chart({"type": "bar"})
    for place in columns:
        chart.add_series(
            {
                "name": [sheet, 0, place],
                "categories": [sheet, 1, 0, last, 0],
                "values": [sheet, 1, place, last, place],
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": f"{table.title}：{'、'.join(table.header[c] for c in columns)}"})
    chart.set_size({"width": 720, "height": 120 + 18 * (1 + len(columns)) * last})
    chart.set_y_axis({"reverse": True})  # the largest on top, as in the table
    chart.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
    return chart


def _definitions(book: Any, report: Report, looks: dict[str, object]) -> None:
    sheet = _new_sheet(book, "指标定义")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    for row, (name, text) in enumerate(report.definitions):
        sheet.write_string(row, 0, name, looks["head"])
        sheet.write_string(row, 1, text, looks["cell"])


def _harmless(text: str) -> str:
    """A cell that is copied into another program must not become a formula there."""
    return f"'{text}" if text.startswith(tuple(_RISKY)) else text
