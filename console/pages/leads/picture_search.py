"""图片查找: an officer's photo beside all stored pictures of listings. The photo itself is not kept."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import SIGNED_IN, Route
from storage.base.errors import BadInput
from storage.pictures.decoding import MOST_BYTES
from storage.pictures.photo import photo_fingerprints
from storage.views.picture_matches import pictures_like, thumbnail

_MOST = 100
"""Pictures that the page shows; chosen by hand."""


def show_search(request: PageRequest) -> Response:
    """The form."""
    return request.render("pictures.html", matches=None, name="")


def search(request: PageRequest) -> Response:
    """The pictures that are like the photo of the form. Raises BadInput."""
    file = request.form.get("photo")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("photo.none")
    fingerprints = photo_fingerprints(file.file.read(MOST_BYTES + 1))
    with request.database.read() as session:
        matches = pictures_like(session, fingerprints, limit=_MOST + 1)
    return request.render(
        "pictures.html", matches=matches[:_MOST], name=file.filename, more=len(matches) > _MOST
    )


def show_thumbnail(request: PageRequest) -> Response:
    """The small copy of a stored picture. Raises NotFound."""
    with request.database.read() as session:
        small = thumbnail(session, request.path_number())
    return Response(
        small, media_type="image/webp", headers={"cache-control": "private, max-age=86400"}
    )


ROUTES = (
    Route(path="/pictures", handler=show_search, roles=SIGNED_IN),
    Route(path="/pictures", handler=search, roles=SIGNED_IN, method="POST"),
    Route(path="/pictures/{id:int}/thumbnail", handler=show_thumbnail, roles=SIGNED_IN),
)
