"""The words of an approved document for a public page: its paragraphs and tables, nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence

from alerts.letters.render.docx_package import open_docx
from storage.base.errors import BadInput
from storage.records.letter_record import TextBlock

TITLE, TABLE = "title", "table"
_KINDS = {
    "红头": "head",
    "发文字号": "issue",
    "文书标题": TITLE,
    "一级标题": "h1",
    "二级标题": "h2",
    "落款": "sign",
    "落款前": "sign",
}
"""Styles of the Word template that a page shows otherwise than as a plain paragraph."""


def public_blocks(packed: bytes) -> tuple[TextBlock, ...]:
    """A block for each paragraph and table that is not empty, in order.

    Raises BadInput when the document cannot be read.
    """
    from docx import Document
    from docx.table import Table

    open_docx(packed).close()
    try:
        document = Document(io.BytesIO(packed))
    except (KeyError, ValueError) as error:
        raise BadInput("docx.unreadable", reason=error) from error
    blocks: list[TextBlock] = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            rows = tuple(tuple(cell.text.strip() for cell in row.cells) for row in part.rows)
            blocks.append(TextBlock(kind=TABLE, rows=rows))
        elif text := part.text.strip():
            style = part.style.name if part.style else ""
            kind = _KINDS.get(style or "", "p")
            # A title is broken between words for the sheet; a page breaks it by itself.
            blocks.append(
                TextBlock(kind=kind, text=text.replace("\n", "") if kind == TITLE else text)
            )
    return tuple(blocks)


def whole_text(blocks: Sequence[TextBlock]) -> str:
    """All words of the blocks, a line each."""
    lines = []
    for block in blocks:
        if block.kind == TABLE:
            lines += ["　".join(row) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)
