"""The report as a Word document on the page of official documents, its tables with their charts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alerts.reports.report_tables import Cell, Report, Table
from alerts.text.bar_chart import Bars
from alerts.text.chinese import chinese_date
from storage.base.chinese_number import chinese_number

if TYPE_CHECKING:
    from docx.document import Document

TEXT_MM = 156
"""Millimetres between the side margins (GB/T 9704-2012 §5.2.1)."""
NAME_MM = 34
"""Millimetres of the first column, chosen by hand: eight characters of the table’s size."""
MOST_BARS = 10
"""Rows of a table that its chart shows, chosen by hand: with more, chart and table part."""


def write_document(report: Report, path: Path, *, today: date) -> None:
    """Write the report to `path`, dated `today`."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    from alerts.letters.render.page_layout import blank_document

    document = blank_document()
    period = report.period
    document.add_paragraph(report.title, style="文书标题")
    span = f"（{chinese_date(period.first)}至{chinese_date(period.last)}）"
    document.add_paragraph(span, style="主送").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("一、概要", style="一级标题")
    for sentence in report.summary:
        document.add_paragraph(sentence, style="正文段")
    for number, table in enumerate(report.tables, start=2):
        heading = f"{chinese_number(number)}、{table.title}"
        # A heading never ends a page that its figure does not fit on.
        document.add_paragraph(heading, style="一级标题").paragraph_format.keep_with_next = True
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
    if table.bar is not None and len(table.rows) > 1:
        _add_chart(document, table, table.bar)
    grid = document.add_table(rows=1, cols=len(table.header), style="Table Grid")
    grid.autofit = False
    _fill(grid.rows[0], table.header, "表头")
    _mark(grid.rows[0], "tblHeader")
    for row in table.rows:
        line = grid.add_row()
        _fill(line, [_text(cell) for cell in row], "表文")
        _mark(line, "cantSplit")
    _set_widths(grid, len(table.header))
    document.add_paragraph(table.note, style="附注" if table.note else "表后")


def _add_chart(document: Document, table: Table, column: int) -> None:
    """The first rows that count anything as bars; without a Chinese typeface the table says it all."""
    from docx.shared import Mm

    from alerts.text.bar_chart import WIDTH_MM, draw_bars
    from alerts.text.typeface import chinese_typeface

    face = chinese_typeface()
    if face is None:
        return
    columns = [column] if table.beside is None else [column, table.beside]
    rows = [
        Bars(name=_text(row[0]), values=tuple(_count(row[place]) for place in columns))
        for row in table.rows
    ]
    rows = [row for row in rows if any(row.values)][:MOST_BARS]
    if not rows:
        return
    series = [table.header[place] for place in columns]
    paragraph = document.add_paragraph(style="表后")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.line_spacing = 1.0  # an exact line height would clip the picture
    picture = io.BytesIO(draw_bars(rows, series, face))
    shape = paragraph.add_run().add_picture(picture, width=Mm(WIDTH_MM))
    shape._inline.docPr.set("descr", _described(table, rows, series))


def _described(table: Table, rows: Sequence[Bars], series: Sequence[str]) -> str:
    """The chart's figures in words (替代文字)."""
    clauses = []
    for row in rows:
        figures = (f"{name} {value:g}" for name, value in zip(series, row.values, strict=True))
        clauses.append(f"{row.name} {'、'.join(figures)}")
    return f"{table.title}：" + "；".join(clauses)


def _fill(row: Any, texts: Sequence[str], style: str) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
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


def _set_widths(grid: Any, columns: int) -> None:
    from docx.shared import Mm

    widths = [NAME_MM, *[(TEXT_MM - NAME_MM) / (columns - 1)] * (columns - 1)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _count(cell: Cell) -> float:
    return cell if isinstance(cell, int | float) else 0


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:g}"
