"""登录 and 退出: the password, then the second factor where an officer has one."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import EVERYONE, SIGNED_IN, Page, set_cookie
from storage.audit import trail
from storage.base.errors import Refused
from storage.base.message import Language
from storage.people.sign_in import any_user, close_session, confirm, is_half_open, sign_in


def form(visit: Visit) -> Response:
    """The sign-in form; a console without any user leads to its first start instead."""
    with visit.database.read() as session:
        if not any_user(session):
            return visit.go("/setup")
    return _password_page(visit, _inside(visit.query.get("back", "")), None)


def enter(visit: Visit) -> Response:
    """Check name and password; a new session gets a new secret, never the visitor's old one."""
    back = _inside(visit.value("back"))
    password = visit.form.get("password", "")
    try:
        entered = sign_in(
            visit.database, visit.value("name"), str(password), address=visit.client_address
        )
    except Refused as error:
        return _password_page(visit, back, error.text(Language.CHINESE))
    response = visit.go(f"/sign-in/code{_with(back)}" if entered.half else back or "/")
    set_cookie(response, visit.house, entered.secret)
    return response


def ask_code(visit: Visit) -> Response:
    """The form for the six digits; who has not given a password yet is sent back to it."""
    if not is_half_open(visit.database, visit.secret):
        return visit.go("/sign-in")
    return visit.page("sign_in_code.html", back=_inside(visit.query.get("back", "")), error=None)


def enter_code(visit: Visit) -> Response:
    """Check the second factor; the session that it opens gets a secret of its own."""
    back = _inside(visit.value("back"))
    try:
        secret = confirm(
            visit.database,
            visit.settings.home,
            visit.secret,
            visit.value("code"),
            address=visit.client_address,
        )
    except Refused as error:
        if not is_half_open(visit.database, visit.secret):
            return _password_page(visit, back, error.text(Language.CHINESE))
        return visit.page(
            "sign_in_code.html", status=403, back=back, error=error.text(Language.CHINESE)
        )
    response = visit.go(back or "/")
    set_cookie(response, visit.house, secret)
    return response


def leave(visit: Visit) -> Response:
    """End the session here and in the browser."""
    with visit.database.begin() as session:
        close_session(session, visit.secret)
        trail.record(session, actor=visit.name, act="session.close", subject=f"user:{visit.name}")
    response = visit.go("/sign-in")
    response.delete_cookie(visit.house.cookie, path="/", secure=visit.house.secure, httponly=True)
    return response


def _password_page(visit: Visit, back: str, error: str | None) -> Response:
    return visit.page(
        "sign_in.html",
        status=403 if error else 200,
        back=back,
        error=error,
    )


def _inside(back: str) -> str:
    """A path of this console, or nothing: a sign-in never sends anyone to another site."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else ""


def _with(back: str) -> str:
    from urllib.parse import urlencode

    return f"?{urlencode({'back': back})}" if back else ""


PAGES = (
    Page(path="/sign-in", act=form, who=EVERYONE),
    Page(path="/sign-in", act=enter, who=EVERYONE, method="POST"),
    Page(path="/sign-in/code", act=ask_code, who=EVERYONE),
    Page(path="/sign-in/code", act=enter_code, who=EVERYONE, method="POST"),
    Page(path="/sign-out", act=leave, who=SIGNED_IN, method="POST"),
)
