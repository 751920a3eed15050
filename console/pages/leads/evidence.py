"""固证材料 in the console: the screenshot as a picture and the package as a file, never the page.

Crawled HTML is not rendered in the console's origin: a PNG and text are all an officer sees here.
"""

from __future__ import annotations

from pathlib import Path

from starlette.responses import FileResponse, Response

from console.web.page_request import PageRequest
from console.web.route import SIGNED_IN, Route
from storage.base.errors import NotFound
from storage.evidence.entries import EVIDENCE_FOLDER, package_of
from storage.evidence.manifest import SCREENSHOT
from storage.files.vault import is_encrypted, vault_of
from storage.listings.picture_files import kept_bytes
from storage.pictures.decoding import NotAPicture, opened_picture
from storage.tables import EvidenceRow, PictureFileRow

_PNG = b"\x89PNG\r\n\x1a\n"
_IN_CACHE = "private, max-age=3600"
"""A picture under its number never changes; an hour covers a morning's review (chosen by hand)."""


def show_screenshot(request: PageRequest) -> Response:
    """The full-page picture of one capture. Raises NotFound."""
    with request.database.read() as session:
        row = session.get(EvidenceRow, request.path_number())
    if row is None:
        raise NotFound("page.evidence-unknown", evidence=request.path_number())
    path = _capture_folder(request, row.folder) / SCREENSHOT
    picture = vault_of(request.settings).read(path) if path.is_file() else b""
    if not picture.startswith(_PNG):
        raise NotFound("page.no-screenshot", evidence=row.id)
    return Response(picture, media_type="image/png", headers={"cache-control": _IN_CACHE})


def show_listing_picture(request: PageRequest) -> Response:
    """A kept picture of a listing in full size, if it is one that browsers draw. Raises NotFound."""
    number = request.path_number()
    with request.database.read() as session:
        row = session.get(PictureFileRow, number)
    if row is None:
        raise NotFound("listing-picture.unknown", picture=number)
    content = kept_bytes(request.settings, row.sha256)
    try:
        with opened_picture(content) as picture:
            kind = str(picture.format).lower()
    except NotAPicture as error:
        raise NotFound("listing-picture.unreadable", picture=number) from error
    return Response(content, media_type=f"image/{kind}", headers={"cache-control": _IN_CACHE})


def download_package(request: PageRequest) -> Response:
    """The package to download; `hubiao verify` checks it anywhere. Raises NotFound."""
    path = package_of(request.database, request.settings, request.path_number())
    if path is None or not path.is_file():
        raise NotFound("page.no-package", evidence=request.path_number())
    name, kind = f"evidence-{request.path_number()}.wacz", "application/octet-stream"
    if not is_encrypted(path):
        return FileResponse(path, media_type=kind, filename=name)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(vault_of(request.settings).read(path), media_type=kind, headers=headers)


def _capture_folder(request: PageRequest, folder: str) -> Path:
    """A capture's folder; a row that points out of the evidence folder shows nothing."""
    root = (request.settings.home / EVIDENCE_FOLDER).resolve()
    path = (root / folder).resolve()
    if not path.is_relative_to(root):
        raise NotFound("page.evidence-outside")
    return path


ROUTES = (
    Route(path="/evidence/{id:int}/screenshot.png", handler=show_screenshot, roles=SIGNED_IN),
    Route(path="/listing-pictures/{id:int}", handler=show_listing_picture, roles=SIGNED_IN),
    Route(path="/evidence/{id:int}/package", handler=download_package, roles=SIGNED_IN),
)
