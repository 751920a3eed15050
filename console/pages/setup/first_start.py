"""首次启动: who holds the code from the terminal becomes the administrator."""

from __future__ import annotations

import hmac

from starlette.responses import Response

from console.web.console_key import setup_code
from console.web.page_request import PageRequest
from console.web.route import EVERYONE, Route, set_cookie
from storage.base.errors import BadInput, Refused
from storage.base.message import Language
from storage.base.vocabulary import Role
from storage.people.passwords import add_user
from storage.people.sign_in import any_user, open_session


def ask_for_administrator(request: PageRequest) -> Response:
    """The first start's form; once there is a user it leads to the sign-in."""
    with request.database.read() as session:
        if any_user(session):
            return request.redirect("/sign-in")
    return request.render("setup.html", code=request.query.get("code", ""), name="", error=None)


def make_administrator(request: PageRequest) -> Response:
    """Enter the administrator and sign in as such. Refused once anybody is there."""
    code = request.form_value("code")
    password = str(request.form.get("password", ""))
    try:
        if not hmac.compare_digest(code.encode(), setup_code(request.context.key).encode()):
            raise BadInput("page.setup-code")
        if password != request.form.get("again"):
            raise BadInput("form.passwords-differ")
        secret = _add_administrator(request, password)
    except BadInput as error:
        return request.render(
            "setup.html",
            status=400,
            code=code,
            name=request.form_value("name"),
            error=error.text(Language.CHINESE),
        )
    response = request.redirect("/start")
    set_cookie(response, request.context, secret)
    return response


def _add_administrator(request: PageRequest, password: str) -> str:
    name = request.required_value("name", "用户名")
    with request.database.begin() as session:
        if any_user(session):
            raise Refused("page.setup-over")
        user = add_user(session, name, Role.ADMIN, password, actor="setup")
        return open_session(session, user.id, user.name)


ROUTES = (
    Route(path="/setup", handler=ask_for_administrator, roles=EVERYONE),
    Route(path="/setup", handler=make_administrator, roles=EVERYONE, method="POST"),
)
