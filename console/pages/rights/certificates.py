"""注册图样与证书: handed in on a right's page, shown beside every lead on it."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import ADMINS, SIGNED_IN, Page
from storage.base.errors import BadInput
from storage.outgoing.attachments import keep_attachment, read_attachment
from storage.rights.certificates import PICTURES, add_right_file, load_right_file, remove_right_file


def hand_in(visit: Visit) -> Response:
    """Keep one picture or certificate of a right."""
    right_id = str(visit.request.path_params["id"])
    file = visit.form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("form.no-file")
    kept = keep_attachment(visit.settings, file.filename, file.file.read())
    with visit.database.begin() as session:
        add_right_file(session, right_id, visit.value("kind"), kept, actor=visit.name)
    return visit.go(f"/rights/{quote(right_id, safe='')}#files")


def remove(visit: Visit) -> Response:
    """Take a file away from its right."""
    with visit.database.begin() as session:
        right_id = remove_right_file(session, visit.number(), actor=visit.name)
    return visit.go(f"/rights/{quote(right_id, safe='')}#files")


def content(visit: Visit) -> Response:
    """A picture as a picture; anything else as a download. Raises NotFound."""
    with visit.database.read() as session:
        row = load_right_file(session, visit.number())
    data = read_attachment(visit.settings, row.sha256)
    if row.type in PICTURES:
        return Response(data, media_type=row.type, headers={"cache-control": "private"})
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(row.name)}"}
    return Response(data, media_type="application/octet-stream", headers=headers)


PAGES = (
    Page(path="/rights/{id}/files", act=hand_in, who=ADMINS, method="POST"),
    Page(path="/right-files/{id:int}", act=content, who=SIGNED_IN),
    Page(path="/right-files/{id:int}", act=remove, who=ADMINS, method="POST"),
)
