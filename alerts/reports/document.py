"""The report as a Word document on the page of official documents, its bars as editable text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alerts.chinese import chinese_date, chinese_number
from alerts.reports.report import Cell, Report, Table

if TYPE_CHECKING:
    from docx.document import Document

TEXT_MM = 156
NAME_MM, BAR_MM = 34, 30
MOST_BLOCKS = 8
"""Full-width blocks of 9 pt that fit into the column on one line."""


def write_document(report: Report, path: Path, *, today: date) -> None:
    """Write the report to `path`, dated `today`."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    from alerts.notices.layout import blank_document

    document = blank_document()
    period = report.period
    document.add_paragraph(report.title, style="文书标题")
    span = f"（{chinese_date(period.first)}至{chinese_date(period.last)}）"
    document.add_paragraph(span, style="主送").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("一、概要", style="一级标题")
    for sentence in report.summary:
        document.add_paragraph(sentence, style="正文段")
    for number, table in enumerate(report.tables, start=2):
        document.add_paragraph(f"{chinese_number(number)}、{table.title}", style="一级标题")
        _add_table(document, table)
    number = len(report.tables) + 2
    document.add_paragraph(f"{chinese_number(number)}、指标定义", style="一级标题")
    for name, text in report.definitions:
        defined = document.add_paragraph(f"{name}：{text}。", style="附注")
        defined.paragraph_format.space_before = 0
        # The signature never stands on a page of its own.
        defined.paragraph_format.keep_with_next = name == report.definitions[-1][0]
    document.add_paragraph(report.office, style="落款前")
    document.add_paragraph(chinese_date(today), style="落款")
    document.save(str(path))


def _add_table(document: Document, table: Table) -> None:
    if not table.rows:
        document.add_paragraph("本期无数据。", style="正文段")
        return
    bars = table.bar is not None and len(table.header) <= 4
    header = (*table.header, "") if bars else table.header
    grid = document.add_table(rows=1, cols=len(header), style="Table Grid")
    grid.autofit = False
    _fill(grid.rows[0], header, ["表头"] * len(header))
    _mark(grid.rows[0], "tblHeader")
    for row in table.rows:
        shown = [_text(cell) for cell in row]
        if bars:
            shown.append(_bar(table, row))
        line = grid.add_row()
        _fill(line, shown, ["表文"] * len(row) + ["图条"] * bars)
        _mark(line, "cantSplit")
    _set_widths(grid, len(header), bars=bars)
    document.add_paragraph(table.note, style="附注" if table.note else "表后")


def _fill(row: Any, texts: Any, styles: list[str]) -> None:
    for cell, text, style in zip(row.cells, texts, styles, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(text)


def _mark(row: Any, property_: str) -> None:
    """Repeat the head on each page (tblHeader), or keep a row on one (cantSplit)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{property_}"))
    if property_ == "tblHeader":
        for paragraph in row._tr.iter(qn("w:p")):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _set_widths(grid: Any, columns: int, *, bars: bool) -> None:
    from docx.shared import Mm

    rest = (TEXT_MM - NAME_MM - BAR_MM * bars) / (columns - 1 - bars)
    widths = [NAME_MM, *[rest] * (columns - 1 - bars), *[BAR_MM] * bars]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _bar(table: Table, row: tuple[Cell, ...]) -> str:
    assert table.bar is not None
    values = [value for r in table.rows if isinstance(value := r[table.bar], int | float)]
    own = row[table.bar]
    if not isinstance(own, int | float) or own <= 0:
        return ""
    return "█" * max(1, round(MOST_BLOCKS * own / max(values)))


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:g}"
