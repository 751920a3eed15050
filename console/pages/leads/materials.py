"""提交材料 in the console: a picture as a fresh JPEG, any file as a download; never the sender's own bytes
as a page."""

from __future__ import annotations

from starlette.responses import Response

from console.web.downloads import download_headers
from console.web.page_request import PageRequest
from console.web.route import SIGNED_IN, Route
from storage.base.errors import NotFound
from storage.listings.picture_files import kept_bytes
from storage.materials.file_check import picture_preview
from storage.materials.recording_clips import readings_of
from storage.materials.store import find_material
from storage.outgoing.attachments import read_attachment
from storage.records.attachment import Attachment

_IN_CACHE = "private, max-age=3600"
"""A material under its number never changes; as long as pictures of captures are kept."""


def show_picture(request: PageRequest) -> Response:
    """A handed-in picture, encoded anew. Raises NotFound, BadInput."""
    file = _file(request)
    if not file.type.startswith("image/"):
        raise NotFound("material.no-picture", material=request.path_number())
    jpeg = picture_preview(read_attachment(request.settings, file.sha256), file.name)
    return Response(jpeg, media_type="image/jpeg", headers={"cache-control": _IN_CACHE})


def show_frame(request: PageRequest) -> Response:
    """The frame of a recording at a time code. Raises NotFound."""
    number, start = request.path_number(), request.path_number("start")
    with request.database.read() as session:
        sha256 = find_material(session, number).file.sha256
        reading = readings_of(session, [sha256]).get(sha256)
    clips = reading.clips if reading is not None else ()
    picture = next((clip.picture for clip in clips if clip.start == start), None)
    if picture is None:
        raise NotFound("material.no-picture", material=number)
    jpeg = kept_bytes(request.settings, picture)
    return Response(jpeg, media_type="image/jpeg", headers={"cache-control": _IN_CACHE})


def download(request: PageRequest) -> Response:
    """The file as it came. Raises NotFound, also where its content was changed."""
    file = _file(request)
    content = read_attachment(request.settings, file.sha256)
    name = f"material-{request.path_number()}"
    return Response(
        content,
        media_type="application/octet-stream",
        headers=download_headers(file.name, plain=name),
    )


def _file(request: PageRequest) -> Attachment:
    with request.database.read() as session:
        return find_material(session, request.path_number()).file


ROUTES = (
    Route(path="/materials/{id:int}/frames/{start:int}", handler=show_frame, roles=SIGNED_IN),
    Route(path="/materials/{id:int}/picture", handler=show_picture, roles=SIGNED_IN),
    Route(path="/materials/{id:int}/file", handler=download, roles=SIGNED_IN),
)
