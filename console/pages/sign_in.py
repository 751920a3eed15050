"""登录 and 退出."""

from __future__ import annotations

from starlette.responses import Response

from console.route import EVERYONE, SIGNED_IN, Page, set_cookie
from console.visit import Visit
from storage import audit
from storage.errors import Refused
from storage.sessions import any_user, close_session, sign_in


def form(visit: Visit) -> Response:
    """The sign-in form; a console without any user leads to its first start instead."""
    with visit.database.read() as session:
        if not any_user(session):
            return visit.go("/setup")
    return visit.page("sign_in.html", back=_inside(visit.query.get("back", "")), error=None)


def enter(visit: Visit) -> Response:
    """Check name and password; a new session gets a new secret, never the visitor's old one."""
    back = _inside(visit.value("back"))
    password = visit.form.get("password", "")
    try:
        secret = sign_in(visit.database, visit.value("name"), str(password))
    except Refused as error:
        return visit.page("sign_in.html", status=403, back=back, error=str(error))
    response = visit.go(back or "/")
    set_cookie(response, visit.house, secret)
    return response


def leave(visit: Visit) -> Response:
    """End the session here and in the browser."""
    with visit.database.begin() as session:
        close_session(session, visit.secret)
        audit.record(session, actor=visit.name, act="session.close", subject=f"user:{visit.name}")
    response = visit.go("/sign-in")
    response.delete_cookie(visit.house.cookie, path="/", secure=visit.house.secure, httponly=True)
    return response


def _inside(back: str) -> str:
    """A path of this console, or nothing: a sign-in never sends anyone to another site."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else ""


PAGES = (
    Page(path="/sign-in", act=form, who=EVERYONE),
    Page(path="/sign-in", act=enter, who=EVERYONE, method="POST"),
    Page(path="/sign-out", act=leave, who=SIGNED_IN, method="POST"),
)
