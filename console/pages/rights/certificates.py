"""注册图样与证书: handed in on a right's page, shown beside every lead on it."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.downloads import download_headers
from console.web.page_request import PageRequest
from console.web.route import ADMINS, SIGNED_IN, Route
from console.words.deletions import RIGHT_FILE
from storage.base.errors import BadInput
from storage.outgoing.attachments import keep_attachment, read_attachment
from storage.rights.certificates import PICTURES, add_right_file, load_right_file, remove_right_file


def add_file(request: PageRequest) -> Response:
    """Keep one picture or certificate of a right."""
    right_id = str(request.http.path_params["id"])
    file = request.form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("form.no-file")
    attachment = keep_attachment(request.settings, file.filename, file.file.read())
    with request.database.begin() as session:
        add_right_file(
            session, right_id, request.form_value("kind"), attachment, actor=request.officer_name
        )
    return request.redirect(f"/rights/{quote(right_id, safe='')}#files")


def remove_file(request: PageRequest) -> Response:
    """Take a file away from its right."""
    with request.database.begin() as session:
        right_id = remove_right_file(session, request.path_number(), actor=request.officer_name)
    return request.redirect(f"/rights/{quote(right_id, safe='')}#files")


def show_file(request: PageRequest) -> Response:
    """A picture as a picture; anything else as a download. Raises NotFound."""
    with request.database.read() as session:
        row = load_right_file(session, request.path_number())
    data = read_attachment(request.settings, row.sha256)
    if row.type in PICTURES:
        return Response(data, media_type=row.type, headers={"cache-control": "private"})
    return Response(data, media_type="application/octet-stream", headers=download_headers(row.name))


ROUTES = (
    Route(path="/rights/{id}/files", handler=add_file, roles=ADMINS, method="POST"),
    Route(path="/right-files/{id:int}", handler=show_file, roles=SIGNED_IN),
    Route(
        path="/right-files/{id:int}",
        handler=remove_file,
        roles=ADMINS,
        method="POST",
        deletes={"": RIGHT_FILE},
    ),
)
