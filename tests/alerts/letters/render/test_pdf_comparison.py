"""No PDF of a letter lacks a character of its document."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from alerts.letters.render.page_layout import blank_document
from alerts.letters.render.pdf_comparison import align_left, lost_text
from alerts.letters.render.pdf_converter import render_pdf
from alerts.letters.render.weasyprint_pdf import set_copy
from storage.base.errors import HubiaoError

OFFICE_SUITE = shutil.which("soffice") or shutil.which("libreoffice")
WIDTHS_MM = (0, 4, 7, 9, 12)
"""How far the right edge of a paragraph moves in, so that other characters fall on the line ends."""
CLAUSES = "经核查员比对，该店在标题、主图；品牌栏中使用涉案标识。"


def _letter_of_long_paragraphs(*, without: str = "") -> bytes:
    """Chinese paragraphs whose punctuation falls at line ends; the last ones stand in a table."""
    document = blank_document()
    for width in WIDTHS_MM:
        for first in range(6):
            text = f"{width}{'示' * first}，{CLAUSES * 4}"
            document.add_paragraph(text, style="正文段").paragraph_format.right_indent = Mm(width)
    if without:
        words = document.paragraphs[0].runs[0]
        words.text = words.text.replace(without, "", 1)
    cells = document.add_table(rows=2, cols=2, style="Table Grid").rows[1].cells
    cells[0].text, cells[1].text = CLAUSES * 2, "https://shop.example.cn/item/9001.html?id=9001"
    return _packed(document)


def _packed(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def test_the_reading_copy_of_long_paragraphs_lacks_nothing() -> None:
    packed = _letter_of_long_paragraphs()
    assert lost_text(packed, set_copy(packed, draft=True, fonts=None)) is None


@pytest.mark.skipif(OFFICE_SUITE is None, reason="needs LibreOffice")
def test_libreoffice_loses_no_punctuation_at_line_ends() -> None:
    packed = _letter_of_long_paragraphs()
    copy = render_pdf(packed, draft=False, converter="libreoffice")
    assert lost_text(packed, copy) is None


def test_a_lost_character_is_named_with_its_paragraph() -> None:
    copy = set_copy(_letter_of_long_paragraphs(without="；"), draft=False, fonts=None)
    loss = lost_text(_letter_of_long_paragraphs(), copy)
    assert loss is not None
    assert loss.characters == ";"
    assert any(words.startswith("0,经核查员比对") for words in loss.paragraphs)


def test_what_word_hides_and_what_only_the_pdf_has_is_not_compared() -> None:
    document = blank_document()
    paragraph = document.add_paragraph("可见文字。", style="正文段")
    paragraph.add_run("隐藏文字").font.hidden = True
    document.add_paragraph("店铺🔥旗舰\u200b店 Ａ１", style="正文段")
    packed = _packed(document)
    assert lost_text(packed, set_copy(packed, draft=True, fonts=None)) is None


def test_only_paragraphs_that_may_have_lost_text_are_aligned_left() -> None:
    packed = _letter_of_long_paragraphs()
    loss = lost_text(
        packed, set_copy(_letter_of_long_paragraphs(without="。"), draft=False, fonts=None)
    )
    assert loss is not None
    paragraphs = Document(io.BytesIO(align_left(packed, loss))).paragraphs
    assert paragraphs[0].alignment is WD_ALIGN_PARAGRAPH.LEFT
    assert paragraphs[1].alignment is None


def _office_suite_that_answers(first: bytes, later: bytes, packed: bytes, folder: Path) -> None:
    """Gives the `first` PDF for `packed`, the `later` one for any other document. It can write nowhere but
    beside the document, as the real one."""
    for name, content in (("first.pdf", first), ("later.pdf", later), ("first.docx", packed)):
        (folder / name).write_bytes(content)
    program = folder / "soffice"
    # The last arguments are: --outdir FOLDER SOURCE.
    program.write_text(
        '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n'
        f'if cmp -s "$3" {folder}/first.docx; then answer=first; else answer=later; fi\n'
        f'cp {folder}/$answer.pdf "$2/letter.pdf"\n'
    )
    program.chmod(0o755)


def test_a_copy_that_lost_text_is_asked_for_again_with_its_paragraphs_aligned_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packed = _letter_of_long_paragraphs()
    short = set_copy(_letter_of_long_paragraphs(without="。"), draft=False, fonts=None)
    whole = set_copy(packed, draft=False, fonts=None)
    _office_suite_that_answers(short, whole, packed, tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert render_pdf(packed, draft=False, converter="libreoffice") == whole


def test_a_copy_that_lost_text_twice_is_set_by_the_other_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packed = _letter_of_long_paragraphs()
    short = set_copy(_letter_of_long_paragraphs(without="。"), draft=False, fonts=None)
    _office_suite_that_answers(short, short, packed, tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    copy = render_pdf(packed, draft=False)
    assert lost_text(packed, copy) is None
    assert copy != short
    with pytest.raises(HubiaoError, match="lacks 1 characters"):
        render_pdf(packed, draft=False, converter="libreoffice")


def test_a_letter_that_no_program_sets_whole_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = blank_document()
    document.add_paragraph("店铺名称", style="正文段")
    # Word prints what stands in an element of direction; the copy of WeasyPrint leaves it out.
    document.paragraphs[0]._p.append(
        parse_xml(f'<w:bdo {nsdecls("w")} w:val="ltr"><w:r><w:t>另有文字</w:t></w:r></w:bdo>')
    )
    with pytest.raises(HubiaoError, match="the PDF lacks"):
        render_pdf(_packed(document), draft=False, converter="weasyprint")
