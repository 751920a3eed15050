"""登录 and 退出: the password, then the second factor where an officer has one."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import EVERY_ROLE, EVERYONE, Route, set_cookie
from storage.audit import trail
from storage.base.errors import Refused
from storage.base.message import Language
from storage.people.sign_in import any_user, close_session, confirm, is_half_open, sign_in


def ask_for_password(request: PageRequest) -> Response:
    """The sign-in form; a console without any user leads to its first start instead."""
    with request.database.read() as session:
        if not any_user(session):
            return request.redirect("/setup")
    return _password_page(request, _local_path(request.query.get("back", "")), None)


def check_password(request: PageRequest) -> Response:
    """Check name and password; a new session gets a new secret, never the visitor's old one."""
    back = _local_path(request.form_value("back"))
    password = request.form.get("password", "")
    try:
        opened = sign_in(
            request.database,
            request.form_value("name"),
            str(password),
            address=request.client_address,
            agent=request.http.headers.get("user-agent"),
        )
    except Refused as error:
        return _password_page(request, back, error.text(Language.CHINESE))
    response = request.redirect(f"/sign-in/code{_back_query(back)}" if opened.half else back or "/")
    set_cookie(response, request.context, opened.secret)
    return response


def ask_for_code(request: PageRequest) -> Response:
    """The form for the six digits; who has not given a password yet is sent back to it."""
    if not is_half_open(request.database, request.secret):
        return request.redirect("/sign-in")
    return request.render(
        "sign_in_code.html", back=_local_path(request.query.get("back", "")), error=None
    )


def check_code(request: PageRequest) -> Response:
    """Check the second factor; the session that it opens gets a secret of its own."""
    back = _local_path(request.form_value("back"))
    try:
        secret = confirm(
            request.database,
            request.settings.home,
            request.secret,
            request.form_value("code"),
            address=request.client_address,
            agent=request.http.headers.get("user-agent"),
        )
    except Refused as error:
        if not is_half_open(request.database, request.secret):
            return _password_page(request, back, error.text(Language.CHINESE))
        return request.render(
            "sign_in_code.html", status=403, back=back, error=error.text(Language.CHINESE)
        )
    response = request.redirect(back or "/")
    set_cookie(response, request.context, secret)
    return response


def sign_out(request: PageRequest) -> Response:
    """End the session here and in the browser."""
    with request.database.begin() as session:
        close_session(session, request.secret)
        trail.record(
            session,
            actor=request.officer_name,
            act="session.close",
            subject=f"user:{request.officer_name}",
        )
    response = request.redirect("/sign-in")
    # What pages kept in this browser goes too; the cookie of another office on this server stays.
    response.headers["clear-site-data"] = '"cache", "storage"'
    response.delete_cookie(
        request.context.cookie, path="/", secure=request.context.secure, httponly=True
    )
    return response


def _password_page(request: PageRequest, back: str, error: str | None) -> Response:
    return request.render(
        "sign_in.html",
        status=403 if error else 200,
        back=back,
        name=request.form_value("name"),
        error=error,
    )


def _local_path(back: str) -> str:
    """A path of this console, or nothing: a sign-in never sends anyone to another site."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else ""


def _back_query(back: str) -> str:
    return f"?{urlencode({'back': back})}" if back else ""


ROUTES = (
    Route(path="/sign-in", handler=ask_for_password, roles=EVERYONE),
    Route(path="/sign-in", handler=check_password, roles=EVERYONE, method="POST"),
    Route(path="/sign-in/code", handler=ask_for_code, roles=EVERYONE),
    Route(path="/sign-in/code", handler=check_code, roles=EVERYONE, method="POST"),
    Route(path="/sign-out", handler=sign_out, roles=EVERY_ROLE, method="POST"),
)
