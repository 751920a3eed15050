"""用印件: whether a file can be the sealed or signed form of a letter, and of no other.

A scan has no text to compare, so what can be told is told: it opens, it has the letter's pages, its first
page is not empty, its text layer, where it has one, holds the letter's number, and it is no file that
is kept for something else.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.files.document_store import read_document
from alerts.letters.files.sealed_pages import FirstPage, read_pdf, read_picture
from alerts.letters.render.docx_paragraphs import document_paragraphs
from alerts.letters.render.pdf_converter import render_pdf
from storage.base.compact_text import compact
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings
from storage.outgoing.attachments import is_kept
from storage.outgoing.notices import load_notice
from storage.tables import EvidenceRow, NoticeRow

_CONTRAST = 48
"""Steps of grey (of 255) between print and paper, chosen by hand: above the noise of a scanner."""
_LEAST_PRINT = 0.0005
"""Share of a page's pixels that differ from its paper, chosen by hand: two words on an A4 page have
more, dust of a scanner's glass has less."""
_LEAST_TEXT = 12
"""Characters of a text layer that can be asked for the number, chosen by hand: a scanner's stamp of
day and page has fewer."""


def letter_pages(session: Session, settings: Settings, notice_id: int) -> int:
    """Pages of the reading copy of an approved letter; setting it takes seconds, so it is counted before
    the transaction that takes the sealed form. Raises Refused where its document is gone."""
    row = load_notice(session, notice_id)
    packed = read_document(settings, row.id, str(row.docx_sha256))
    return page_count(render_pdf(packed, draft=False, fonts=settings.font_folder))


def check_sealed_copy(content: bytes, suffix: str, *, number: str, pages: int) -> None:
    """Raises BadInput where a file cannot be the sealed form of the letter `number` of that many
    pages: unreadable, too short, empty at its first page, of another number."""
    if suffix == ".docx":
        _check_number("\n".join(document_paragraphs(content)), number)
        return
    first = read_pdf(content) if suffix == ".pdf" else read_picture(content)
    if first.pages < pages:
        raise BadInput("letter.sealed-pages", pages=first.pages, expected=pages)
    if _is_blank(first):
        raise BadInput("letter.sealed-blank")
    if len(compact(first.text)) >= _LEAST_TEXT:
        _check_number(first.text, number)


def refuse_kept_elsewhere(
    session: Session, settings: Settings, row: NoticeRow, sha256: str
) -> None:
    """Raises Refused where a file is kept for something else: as another letter's document or sealed
    form, as a paper, an answer or added evidence, or in a capture."""
    stored = sa.cast(NoticeRow.__table__.c.facts, sa.Text)
    letter = session.scalar(
        sa.select(NoticeRow.id)
        .where(NoticeRow.id != row.id)
        .where(sa.or_(stored.contains(sha256), NoticeRow.docx_sha256 == sha256))
        .limit(1)
    )
    if letter is not None:
        raise Refused("letter.sealed-elsewhere", place=letter)
    record = json.dumps(replace(row.record, sealed=None).to_json())
    captured = sa.cast(EvidenceRow.__table__.c.facts, sa.Text).contains(sha256)
    capture = session.scalar(sa.select(EvidenceRow.id).where(captured).limit(1))
    if capture is not None or sha256 in record or is_kept(settings, sha256):
        raise Refused("letter.sealed-is-evidence")


def page_count(pdf: bytes) -> int:
    """Pages of a PDF of ours."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _is_blank(page: FirstPage) -> bool:
    """Whether a page shows paper and nothing on it."""
    counts = [page.pixels.count(grey) for grey in range(256)]
    paper = counts.index(max(counts))
    print_ = sum(n for grey, n in enumerate(counts) if abs(grey - paper) > _CONTRAST)
    return print_ < _LEAST_PRINT * sum(counts)


def _check_number(text: str, number: str) -> None:
    """The number as printed; recognition (OCR) may misread its brackets."""
    parts = re.fullmatch(r"(.*?)\W?(\d{4})\W?(\d+)号", compact(number))
    pattern = re.escape(compact(number))
    if parts:
        code, year, serial = map(re.escape, parts.groups())
        pattern = rf"{code}.{{0,2}}{year}.{{0,2}}?(?<!\d){serial}号"
    if not re.search(pattern, compact(text)):
        raise BadInput("letter.sealed-number", number=number)
