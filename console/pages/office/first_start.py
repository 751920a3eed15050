"""首次启动: who holds the code from the terminal becomes the administrator."""

from __future__ import annotations

import hmac

from starlette.responses import Response

from console.web.console_key import setup_code
from console.web.page_request import Visit
from console.web.route import EVERYONE, Page, set_cookie
from storage.base.errors import BadInput, Refused
from storage.base.message import Language
from storage.base.vocabulary import Role
from storage.people.passwords import add_user
from storage.people.sign_in import any_user, open_session


def form(visit: Visit) -> Response:
    """The first start's form; once there is a user it leads to the sign-in."""
    with visit.database.read() as session:
        if any_user(session):
            return visit.go("/sign-in")
    return visit.page("setup.html", code=visit.query.get("code", ""), error=None)


def make(visit: Visit) -> Response:
    """Enter the administrator and sign in as such. Refused once anybody is there."""
    code = visit.value("code")
    password = str(visit.form.get("password", ""))
    try:
        if not hmac.compare_digest(code.encode(), setup_code(visit.house.key).encode()):
            raise BadInput("page.setup-code")
        if password != visit.form.get("again"):
            raise BadInput("form.passwords-differ")
        secret = _enter(visit, password)
    except BadInput as error:
        return visit.page("setup.html", status=400, code=code, error=error.text(Language.CHINESE))
    response = visit.go("/start")
    set_cookie(response, visit.house, secret)
    return response


def _enter(visit: Visit, password: str) -> str:
    name = visit.need("name", "用户名")
    with visit.database.begin() as session:
        if any_user(session):
            raise Refused("page.setup-over")
        user = add_user(session, name, Role.ADMIN, password, actor="setup")
        return open_session(session, user.id, user.name)


PAGES = (
    Page(path="/setup", act=form, who=EVERYONE),
    Page(path="/setup", act=make, who=EVERYONE, method="POST"),
)
