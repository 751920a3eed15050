"""What a letter (文书) is read and handed in as: reading copy, document, hand-in package."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from starlette.responses import Response, StreamingResponse

from alerts.letters.files.document_store import read_document
from alerts.letters.render.pdf_converter import render_pdf
from alerts.letters.workflow.hand_in_package import hand_in
from alerts.letters.workflow.letter_check import check_letter
from alerts.letters.workflow.letter_document import draft_document
from console.web.downloads import download_headers
from console.web.page_request import PageRequest
from console.web.route import DRAFTERS, SIGNED_IN, Route
from storage.base.office_time import today
from storage.outgoing.notices import load_notice

_PIECE = 2**16
"""Bytes sent at once."""


def show_reading_copy(request: PageRequest) -> Response:
    """The reading copy (PDF), to be shown inside the letter's page."""
    return Response(
        reading_copy(request),
        media_type="application/pdf",
        headers={
            "content-disposition": f'inline; filename="notice-{request.path_number()}.pdf"',
            "content-security-policy": "frame-ancestors 'self'",
            "x-frame-options": "SAMEORIGIN",
        },
    )


def reading_copy(request: PageRequest) -> bytes:
    """The reading copy of the letter that the path names; the same letter is set only once."""
    letter = _load_document(request)
    fonts = request.settings.font_folder
    return request.context.previews.copy_of(
        letter.key,
        lambda: render_pdf(letter.packed(), draft=letter.is_draft, fonts=fonts),
    )


def download_document(request: PageRequest) -> Response:
    """The DOCX: a draft as it stands, an approved letter byte for byte."""
    name = f"文书{request.path_number()}.docx"
    return Response(
        _load_document(request).packed(),
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        headers=download_headers(name),
    )


def download_package(request: PageRequest) -> Response:
    """The hand-in package (送交材料包) for a platform's portal; who took it is on record."""
    # The data folder, since evidence fills a small /tmp; an open file outlives its name.
    with tempfile.TemporaryDirectory(dir=request.settings.home, prefix=".hand-in-") as folder:
        result = hand_in(
            request.database,
            request.settings,
            request.path_number(),
            Path(folder, "package.zip"),
            by=request.officer_name,
        )
        file = result.path.open("rb")
    name = f"文书{request.path_number()}送交材料包.zip"
    return StreamingResponse(
        _pieces(file),
        media_type="application/zip",
        headers=download_headers(name),
    )


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece


@dataclass(frozen=True, kw_only=True)
class LetterDocument:
    """A letter's document, set or read only when somebody asks for it."""

    key: str
    """SHA-256 of what the document says."""
    is_draft: bool
    packed: Callable[[], bytes]
    """The bytes of the DOCX."""


def _load_document(request: PageRequest) -> LetterDocument:
    """Raises Incomplete for a draft that lacks an element."""
    settings = request.settings
    with request.database.read() as session:
        row = load_notice(session, request.path_number())
        if row.docx_sha256 is None:
            check = check_letter(session, settings, row, today=today())
            check.refuse_incomplete()
            return LetterDocument(
                key=check.digest, is_draft=True, packed=lambda: draft_document(settings, check)
            )
        packed = read_document(settings, row.id, row.docx_sha256)
        return LetterDocument(key=row.docx_sha256, is_draft=False, packed=lambda: packed)


ROUTES = (
    Route(path="/notices/{id:int}/preview.pdf", handler=show_reading_copy, roles=SIGNED_IN),
    Route(path="/notices/{id:int}/document.docx", handler=download_document, roles=SIGNED_IN),
    Route(path="/notices/{id:int}/package.zip", handler=download_package, roles=DRAFTERS),
)
