"""What a letter (文书) is read and handed in as: reading copy, document, hand-in package."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from console.web.page_request import Visit
from console.web.route import DRAFTERS, SIGNED_IN, Page
from storage.base.office_time import today
from storage.outgoing.notices import load_notice

_PIECE = 2**16


def preview(visit: Visit) -> Response:
    """The reading copy (PDF), to be shown inside the letter's page."""
    from alerts.letters.render.pdf import render_pdf

    letter = _letter(visit)
    content = visit.house.previews.copy_of(
        letter.key,
        lambda: render_pdf(letter.document(), draft=letter.draft, fonts=visit.settings.font_folder),
    )
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "content-disposition": f'inline; filename="notice-{visit.number()}.pdf"',
            "content-security-policy": "frame-ancestors 'self'",
            "x-frame-options": "SAMEORIGIN",
        },
    )


def document(visit: Visit) -> Response:
    """The DOCX: a draft as it stands, an approved letter byte for byte."""
    name = quote(f"文书{visit.number()}.docx")
    return Response(
        _letter(visit).document(),
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def package(visit: Visit) -> Response:
    """The hand-in package (交件包) for a platform's portal; who took it is on record."""
    from alerts.letters.workflow.hand_in_package import hand_in

    # The data folder, since evidence fills a small /tmp; an open file outlives its name.
    with tempfile.TemporaryDirectory(dir=visit.settings.home, prefix=".hand-in-") as folder:
        made = hand_in(
            visit.database,
            visit.settings,
            visit.number(),
            Path(folder, "package.zip"),
            by=visit.name,
        )
        file = made.path.open("rb")
    name = quote(f"文书{visit.number()}交件包.zip")
    return StreamingResponse(
        _pieces(file),
        media_type="application/zip",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece


@dataclass(frozen=True, kw_only=True)
class _Letter:
    """A letter's document, set or read only when somebody asks for it."""

    key: str
    """SHA-256 of what the document says."""
    draft: bool
    document: Callable[[], bytes]


def _letter(visit: Visit) -> _Letter:
    from alerts.letters.workflow.letter_check import check_letter
    from alerts.letters.workflow.letter_document import draft_document, read_document

    with visit.database.read() as session:
        row = load_notice(session, visit.number())
        if row.docx_sha256 is None:
            check = check_letter(session, visit.settings, row, today=today())
            check.refuse_incomplete()
            return _Letter(
                key=check.digest,
                draft=True,
                document=lambda: draft_document(visit.settings, check),
            )
        packed = read_document(visit.settings, row.id, row.docx_sha256)
        return _Letter(key=row.docx_sha256, draft=False, document=lambda: packed)


PAGES = (
    Page(path="/notices/{id:int}/preview.pdf", act=preview, who=SIGNED_IN),
    Page(path="/notices/{id:int}/document.docx", act=document, who=SIGNED_IN),
    Page(path="/notices/{id:int}/package.zip", act=package, who=DRAFTERS),
)
