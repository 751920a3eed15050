"""固证材料 in the console: the screenshot as a picture and the package as a file, never the page.

Crawled HTML is not rendered in the console's origin: a PNG and text are all an officer sees here.
"""

from __future__ import annotations

from pathlib import Path

from starlette.responses import FileResponse, Response

from console.web.page_request import Visit
from console.web.route import SIGNED_IN, Page
from storage.base.errors import NotFound
from storage.evidence.entries import EVIDENCE_FOLDER, package_of
from storage.evidence.manifest import SCREENSHOT
from storage.files.vault import is_encrypted, vault_of
from storage.tables import EvidenceRow

_PNG = b"\x89PNG\r\n\x1a\n"


def screenshot(visit: Visit) -> Response:
    """The full-page picture of one capture. Raises NotFound."""
    with visit.database.read() as session:
        row = session.get(EvidenceRow, visit.number())
    if row is None:
        raise NotFound("page.evidence-unknown", evidence=visit.number())
    path = _inside(visit, row.folder) / SCREENSHOT
    picture = vault_of(visit.settings).read(path) if path.is_file() else b""
    if not picture.startswith(_PNG):
        raise NotFound("page.no-screenshot", evidence=row.id)
    return Response(picture, media_type="image/png", headers={"cache-control": "private"})


def package(visit: Visit) -> Response:
    """The package to download; `hubiao verify` checks it anywhere. Raises NotFound."""
    path = package_of(visit.database, visit.settings, visit.number())
    if path is None or not path.is_file():
        raise NotFound("page.no-package", evidence=visit.number())
    name, kind = f"evidence-{visit.number()}.wacz", "application/octet-stream"
    if not is_encrypted(path):
        return FileResponse(path, media_type=kind, filename=name)
    shown = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(vault_of(visit.settings).read(path), media_type=kind, headers=shown)


def _inside(visit: Visit, folder: str) -> Path:
    """A capture's folder; a row that points out of the evidence folder shows nothing."""
    root = (visit.settings.home / EVIDENCE_FOLDER).resolve()
    path = (root / folder).resolve()
    if not path.is_relative_to(root):
        raise NotFound("page.evidence-outside")
    return path


PAGES = (
    Page(path="/evidence/{id:int}/screenshot.png", act=screenshot, who=SIGNED_IN),
    Page(path="/evidence/{id:int}/package", act=package, who=SIGNED_IN),
)
