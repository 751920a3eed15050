"""A sealed copy is a readable scan of its own letter, whole, and of no other document."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from PIL import Image

from alerts.letters.files.document_store import read_document
from alerts.letters.files.sealed_copy import check_sealed_copy, page_count
from alerts.letters.files.sealed_pages import pdf_page
from alerts.letters.render.docx_package import digest
from alerts.letters.render.pdf_converter import render_pdf
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.sending import seal
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings
from storage.outgoing.attachments import keep_attachment
from storage.outgoing.notices import load_notice
from storage.tables import EvidenceRow
from tests.alerts.letters.sample_letters import TODAY
from tests.alerts.letters.scans import scan, scan_of

NUMBER = "lvye权通〔2026〕1号"


def approved(database: Database, settings: Settings, number: int) -> bytes:
    """Approves the draft; its printed form."""
    with database.begin() as session:
        approve(session, settings, number, by="wang", today=TODAY)
        packed = read_document(settings, number, str(load_notice(session, number).docx_sha256))
    return render_pdf(packed, draft=False)


def test_the_letter_printed_sealed_and_scanned_is_its_sealed_copy(
    database: Database, settings: Settings, drafted: int
) -> None:
    printed = approved(database, settings, drafted)
    whole = scan_of(printed)
    pages = page_count(printed)
    assert page_count(whole) == pages > 1
    check_sealed_copy(printed, ".pdf", number=NUMBER, pages=pages)  # its text layer says so
    for file, words in (
        (scan_of(printed, pages=pages - 1), f"has {pages - 1} pages, the letter has {pages}"),
        (scan_of(printed, empty_first=True), "first page of the sealed file is empty"),
    ):
        with pytest.raises(BadInput, match=words):
            check_sealed_copy(file, ".pdf", number=NUMBER, pages=pages)
    with pytest.raises(BadInput, match="does not hold the number"):
        check_sealed_copy(printed, ".pdf", number="lvye权通〔2026〕2号", pages=pages)
    with database.begin() as session:
        assert seal(session, settings, drafted, whole, by="zhang") == digest(whole)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7 signed", ".pdf"),
        (scan()[:200], ".pdf"),
        (b"%PDF-1.7\n%%EOF\n", ".pdf"),
        (b"\x89PNG\r\n\x1a\n...", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
    ],
)
def test_bytes_that_nobody_can_open_are_no_sealed_copy(content: bytes, suffix: str) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        check_sealed_copy(content, suffix, number=NUMBER, pages=1)


def test_a_photograph_is_one_page_and_an_empty_one_is_none() -> None:
    def photograph(colour: int, ink: bool) -> bytes:
        picture = Image.new("L", (1240, 1754), colour)
        if ink:
            picture.paste(20, (200, 200, 900, 230))
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG")
        return buffer.getvalue()

    check_sealed_copy(photograph(250, ink=True), ".jpg", number=NUMBER, pages=1)
    with pytest.raises(BadInput, match="has 1 pages"):
        check_sealed_copy(photograph(250, ink=True), ".jpg", number=NUMBER, pages=2)
    for colour in (255, 200, 0):
        with pytest.raises(BadInput, match="is empty"):
            check_sealed_copy(photograph(colour, ink=False), ".jpg", number=NUMBER, pages=1)


def test_a_file_that_is_kept_for_something_else_is_no_sealed_copy(
    database: Database, settings: Settings, new_draft: Callable[..., int]
) -> None:
    first = new_draft()
    second = new_draft()
    with database.begin() as session:
        for number in (first, second):
            approve(session, settings, number, by="wang", today=TODAY)
        seal(session, settings, first, scan(), by="zhang", pages=1)
        with pytest.raises(Refused, match=f"kept with notice {first}"):
            seal(session, settings, second, scan(), by="zhang", pages=1)
        seal(session, settings, first, scan(), by="zhang", pages=1)  # the same letter once more
        keep_attachment(settings, "授权书.pdf", scan("licence"))
        capture = session.scalars(sa.select(EvidenceRow)).first()
        assert capture is not None
        members = {"evidence/page.pdf": digest(scan("capture"))}
        capture.facts = replace(capture.facts, members=members)
        session.flush()
        for words in ("licence", "capture"):
            with pytest.raises(Refused, match="no sealed copy"):
                seal(session, settings, second, scan(words), by="zhang", pages=1)
        assert seal(session, settings, second, scan("second"), by="zhang", pages=1)


def test_a_pdf_of_streams_that_nothing_ends_is_refused_before_it_is_searched() -> None:
    endless = b"%PDF-1.7\n1 0 obj\n" + b"<<>> stream \n" * 3_000 + b" " * 500_000
    with pytest.raises(BadInput, match="cannot be opened: stream"):
        pdf_page(endless, "PDF")
