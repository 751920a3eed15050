"""Sets the first Word template of a letter type from the `body` of its data file.

`python -m alerts.letters.render.template_builder` writes them all anew. From then on the office edits the
templates in Word; a template of the same name in the data folder's `templates` goes first.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from alerts.letters.model.letter_kind import Kind, kinds
from alerts.letters.render.docx_package import freeze_docx
from alerts.letters.render.page_layout import blank_document, set_letter_page
from storage.base.errors import BadInput

TEXT_WIDTH = 156
"""Millimetres between the side margins (GB/T 9704-2012 §5.2.1: type area of 156 mm × 225 mm)."""
_PARAGRAPHS = {
    "head": "红头",
    "issue": "发文字号",
    "number": "编号",
    "title": "文书标题",
    "to": "主送",
    "p": "正文段",
    "h1": "一级标题",
    "h2": "二级标题",
    "note": "附件说明",
    "note2": "附件续行",
    "small": "附注",
}


def set_template(kind: Kind) -> bytes:
    """The Word template of a letter type, byte for byte the same every time."""
    document = blank_document()
    _set_blocks(document, kind.body, kind.slug)
    document.core_properties.title = kind.name
    document.core_properties.author = ""
    held = io.BytesIO()
    document.save(held)
    return freeze_docx(held.getvalue())


def _set_blocks(document: WordDocument, blocks: Any, slug: str) -> None:
    for block in blocks:
        for name, content in block.items():
            if name in _PARAGRAPHS:
                document.add_paragraph(str(content), style=_PARAGRAPHS[name])
            elif name in _BLOCKS:
                _BLOCKS[name](document, content, slug)
            else:
                raise BadInput("letter-kind.block-unknown", kind=slug, block=name)


def _set_signature(document: WordDocument, lines: list[str], _slug: str) -> None:
    """署名与成文日期; the seal is never drawn, the space above and around is left for it."""
    for paragraph in reversed(document.paragraphs):
        # A signature never stands on a page without text (GB/T 9704, 版面无正文).
        paragraph.paragraph_format.keep_with_next = True
        name = str(paragraph.style.name) if paragraph.style else ""
        if not name.startswith("附件") and "{%" not in paragraph.text:
            break
    for number, line in enumerate(lines):
        document.add_paragraph(line, style="落款" if number else "落款前")


def _set_letterhead(document: WordDocument, name: str, _slug: str) -> None:
    """The head of a letter (函): its rules pass the margins, its first page bears no number."""
    document.add_paragraph(name, style="函头")
    set_letter_page(document)


def _set_annex(document: WordDocument, content: list[str], _slug: str) -> None:
    document.add_paragraph(content[0], style="附件序号")
    document.add_paragraph(content[1], style="附件标题")


def _set_condition(document: WordDocument, content: Mapping[str, Any], slug: str) -> None:
    document.add_paragraph("{%p if " + content["test"] + " %}", style="正文段")
    _set_blocks(document, content["blocks"], slug)
    document.add_paragraph("{%p endif %}", style="正文段")


def _set_loop(document: WordDocument, content: Mapping[str, Any], slug: str) -> None:
    document.add_paragraph("{%p for row in " + content["of"] + " %}", style="正文段")
    _set_blocks(document, content["blocks"], slug)
    document.add_paragraph("{%p endfor %}", style="正文段")


def _set_lines(document: WordDocument, source: str, _slug: str) -> None:
    """A fact of several lines: one paragraph a line."""
    document.add_paragraph("{%p for line in " + source + "|lines %}", style="正文段")
    document.add_paragraph("{{ line }}", style="正文段")
    document.add_paragraph("{%p endfor %}", style="正文段")


def _set_laws(document: WordDocument, _content: object, slug: str) -> None:
    """Every article cited, its version, its whole words, and what holds where the versions of act and letter differ."""
    columns = [
        {
            "head": "法律依据、版本与施行日期",
            "width": 50,
            "cell": "{{ row.citation }}\n（{{ row.version }}，{{ row.effective|day }}起施行）",
        },
        {"head": "条文", "width": 106, "cell": "{{ row.text or '条文以公布文本为准' }}"},
    ]
    # An article may fill more than a page, so its row may be parted.
    _set_table(document, {"each": "laws", "columns": columns, "parted": True}, slug)
    document.add_paragraph("{%p if law_note %}", style="附注")
    document.add_paragraph("{{ law_note }}", style="附注")
    document.add_paragraph("{%p endif %}", style="附注")


def _set_table(document: WordDocument, content: Mapping[str, Any], slug: str) -> None:
    columns = content["columns"]
    widths = [float(column["width"]) for column in columns]
    if abs(sum(widths) - TEXT_WIDTH) > 0.5:
        raise BadInput("letter-kind.table-width", kind=slug, width=sum(widths), expected=TEXT_WIDTH)
    under = content.get("under", ())
    # Lists of up to three hundred members stand in 六号, their long addresses in 小六: 120 listings, 20 pages.
    text_style = "密表文" if under or content.get("dense") else "表文"
    table = _grid(document, 4 + len(under), widths)
    head, loop, first, *following, last = table.rows
    head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for cell, column in zip(head.cells, columns, strict=True):
        _write(cell, str(column["head"]), "表头")
    _write(loop.cells[0], "{%tr for row in " + content["each"] + " %}", "表文")
    for cell, column in zip(first.cells, columns, strict=True):
        _write(cell, str(column["cell"]), "图条" if column.get("bar") else text_style)
    for row, text in zip(following, under, strict=True):
        _write(row.cells[0].merge(row.cells[-1]), str(text), "表下行")
    _write(last.cells[0], "{%tr endfor %}", "表文")
    if not content.get("parted"):
        for row in table.rows:
            _keep_whole(row)
    for row in (head, *((first, *following[:-1]) if under else ())):
        _keep_with_next(row)
    document.add_paragraph("", style="表后")


def _set_figure(document: WordDocument, picture: str, _slug: str) -> None:
    """A picture on a line of its own, which grows with it."""
    paragraph = document.add_paragraph(picture, style="表后")
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    document.add_paragraph("", style="表后")


def _set_form(document: WordDocument, rows: list[list[str]], slug: str) -> None:
    """A form (登记表): label and value, or label, value, label, value in a row."""
    widths = [26.0, 52.0, 26.0, 52.0]
    table = _grid(document, len(rows), widths)
    for row, content in zip(table.rows, rows, strict=True):
        cells = row.cells
        if len(content) == 2:
            cells[1].merge(cells[3])
        elif len(content) != 4:
            raise BadInput("letter-kind.form-row", kind=slug, cells=len(content))
        for number, text in enumerate(content):
            _write(row.cells[number], str(text), "栏文" if number % 2 else "栏目")
        _keep_whole(row)
    for row in table.rows[:-1]:
        _keep_with_next(row)  # a form that fits on a page is not parted
    document.add_paragraph("", style="表后")


def _keep_introduction(document: WordDocument) -> None:
    """The paragraph that introduces a table (所附文件：) never ends the page before it."""
    *_, last = document.iter_inner_content() if document.paragraphs else (None,)
    if isinstance(last, Paragraph) and last.text and "{%p" not in last.text:
        last.paragraph_format.keep_with_next = True


def _grid(document: WordDocument, rows: int, widths: list[float]) -> Any:
    _keep_introduction(document)
    table = document.add_table(rows=rows, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().insert(0, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def _keep_with_next(row: Any) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _write(cell: Any, text: str, style: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)


_BLOCKS: Mapping[str, Any] = {
    "letterhead": _set_letterhead,
    "sign": _set_signature,
    "annex": _set_annex,
    "if": _set_condition,
    "lines": _set_lines,
    "each": _set_loop,
    "table": _set_table,
    "figure": _set_figure,
    "form": _set_form,
    "laws": _set_laws,
}


def main() -> None:
    folder = Path(str(files("alerts.letters").joinpath("templates")))
    for kind in kinds().values():
        path = folder / f"{kind.slug}.docx"
        path.write_bytes(set_template(kind))
        sys.stderr.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
