"""手机上传: the officer's screen shows a QR code, the telephone's page behind it takes files once."""

from __future__ import annotations

import segno
from starlette.responses import Response

from console.intake.paste import read_paste
from console.web.form_values import form_files
from console.web.outside_links import behind_link, contacts, link_secret, refuse_outside
from console.web.page_request import PageRequest
from console.web.response_guard import is_loopback, public_address
from console.web.route import DECIDERS, EVERYONE, Route
from console.web.sender_hash import sender_hash
from storage.base.errors import BadInput, Refused
from storage.base.message import Language
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.leads.tips import LONGEST_WORDS as LONGEST_TIP
from storage.materials.store import (
    LONGEST_WORDS,
    MOST_FILES,
    CheckedFile,
    check_files,
    check_words,
    keep_checked,
)
from storage.materials.upload_links import (
    TERM,
    UPLOAD_PATH,
    find_upload_link,
    link_state,
    make_upload_link,
    open_upload_link,
    receive_upload,
    received_count,
    revoke_upload_link,
)
from storage.tables import MaterialRow

_ENDED = {
    "upload-link.used": "链接已使用",
    "upload-link.revoked": "链接已作废",
    "upload-link.expired": "链接已过期",
}


def create_link(request: PageRequest) -> Response:
    """A new link; its QR code is shown on this one page. Raises NotFound on an unknown lead."""
    lead = request.form_number("lead") or None
    with request.database.begin() as session:
        row, made = make_upload_link(session, lead, officer=request.officer_name)
        number = row.id
    address = f"{public_address(request.settings, request.http)}{UPLOAD_PATH}{made.secret}"
    host = request.http.url.hostname or ""
    return _link_page(
        request,
        number,
        address=address,
        picture=segno.make(address, error="m").svg_data_uri(scale=6, border=2),
        is_local=request.settings.console_url is None
        and is_loopback(request.settings.console_host)
        and (is_loopback(host) or not host),
    )


def show_link(request: PageRequest) -> Response:
    """How a link stands: waiting, received, over. Raises NotFound."""
    return _link_page(request, request.path_number(), address=None, picture=None, is_local=False)


def revoke_link(request: PageRequest) -> Response:
    """End a link at once. Raises NotFound, Refused."""
    with request.database.begin() as session:
        revoke_upload_link(session, request.path_number(), officer=request.officer_name)
    return request.redirect(f"/uploads/{request.path_number()}")


def _link_page(
    request: PageRequest, number: int, *, address: str | None, picture: str | None, is_local: bool
) -> Response:
    with request.database.read() as session:
        row = find_upload_link(session, number)
        count = received_count(session, row)
    return request.render(
        "upload_link.html",
        link=row,
        state=link_state(row).value,
        count=count,
        minutes=TERM.seconds // 60,
        address=address,
        picture=picture,
        is_local=is_local,
    )


@behind_link
def ask_for_files(request: PageRequest) -> Response:
    """The telephone's page, or why the link works no longer."""
    return _upload_page(request)


@behind_link
def receive_files(request: PageRequest) -> Response:
    """Take files and a share text once; the answer names each with its hash."""
    secret = link_secret(request)
    words = request.form_value("words")
    try:
        with request.database.read() as session:
            open_upload_link(session, secret)
        files = _files(request, words)
        item = next(iter(read_paste(words)), None)
        with request.database.begin() as session:
            # Locked before anything is written: of two that come at once, the second leaves no file behind.
            open_upload_link(session, secret, lock=True)
            rows = receive_upload(
                session,
                secret,
                keep_checked(request.settings, files),
                url=(item.url if item else None) or "",
                words=words[:LONGEST_TIP],
                source=sender_hash(request),
            )
            return _receipt(request, rows)
    except Refused as error:
        return _ended(request, error)
    except BadInput as error:
        return _upload_page(request, words=words, error=error.text(Language.CHINESE))


def _files(request: PageRequest, words: str) -> list[CheckedFile]:
    """What was sent, checked. Raises BadInput where it is nothing or unsuitable."""
    sent = form_files(request, "file")
    if not sent and not words:
        raise BadInput("material.none")
    files = check_files(sent)
    return [*files, check_words(words)] if words else files


def _upload_page(request: PageRequest, *, words: str = "", error: str | None = None) -> Response:
    try:
        with request.database.read() as session:
            row = open_upload_link(session, link_secret(request))
            lead, expires_at = row.lead_id, row.expires_at
    except Refused as refusal:
        return _ended(request, refusal)
    return request.render(
        "upload.html",
        status=400 if error else 200,
        lead=lead,
        expires_at=expires_at,
        path=f"{UPLOAD_PATH}{link_secret(request)}",
        most=MOST_FILES,
        megabytes=FILE_LIMITS[FileKind.RECORDING].size // 2**20,
        longest=LONGEST_WORDS,
        words=words,
        error=error,
        **contacts(request),
    )


def _receipt(request: PageRequest, rows: list[MaterialRow]) -> Response:
    return request.render(
        "upload_received.html",
        status=200,
        rows=rows,
        lead=rows[0].lead_id,
        tip=rows[0].tip_id,
        **contacts(request),
    )


def _ended(request: PageRequest, error: Refused) -> Response:
    title = _ENDED.get(error.message.code, "无法完成")
    return refuse_outside(request, 410, title, error.text(Language.CHINESE))


ROUTES = (
    Route(path="/uploads", handler=create_link, roles=DECIDERS, method="POST"),
    Route(path="/uploads/{id:int}", handler=show_link, roles=DECIDERS),
    Route(path="/uploads/{id:int}/revoke", handler=revoke_link, roles=DECIDERS, method="POST"),
    Route(path=UPLOAD_PATH + "{secret}", handler=ask_for_files, roles=EVERYONE),
    Route(
        path=UPLOAD_PATH + "{secret}",
        handler=receive_files,
        roles=EVERYONE,
        method="POST",
        most_files=MOST_FILES,
    ),
)
