"""What a letter (文书) is read and handed in as: reading copy, document, hand-in package."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from console.web.office_day import today
from console.web.page_request import Visit
from console.web.route import DRAFTERS, SIGNED_IN, Page
from storage.outgoing.notices import load_notice

_PIECE = 2**16


def preview(visit: Visit) -> Response:
    """The reading copy (PDF), to be shown inside the letter's page."""
    from alerts.letters.render.pdf import render_pdf

    document, drafted = _document(visit)
    content = visit.house.previews.copy_of(
        document,
        lambda packed: render_pdf(packed, draft=drafted, fonts=visit.settings.font_folder),
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
        _document(visit)[0],
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


def _document(visit: Visit) -> tuple[bytes, bool]:
    """The DOCX of a letter, and whether it is still a draft."""
    from alerts.letters.workflow.approval import draft_document, read_kept

    with visit.database.read() as session:
        row = load_notice(session, visit.number())
        if row.docx_sha256 is None:
            return draft_document(session, visit.settings, row, today=today()), True
        return read_kept(visit.settings, row.id, row.docx_sha256), False


PAGES = (
    Page(path="/notices/{id:int}/preview.pdf", act=preview, who=SIGNED_IN),
    Page(path="/notices/{id:int}/document.docx", act=document, who=SIGNED_IN),
    Page(path="/notices/{id:int}/package.zip", act=package, who=DRAFTERS),
)
