"""用户与角色: entering officers, roles, closing accounts, new passwords, lost second factors."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import ADMINS, Page
from storage.base.errors import BadInput
from storage.base.vocabulary import ROLE_NAMES, Role
from storage.people.accounts import change_role, list_users, set_active, set_password
from storage.people.passwords import MIN_PASSWORD, add_user
from storage.people.second_factor import drop_factor


def show(visit: Visit) -> Response:
    """All officers."""
    with visit.database.read() as session:
        users = list_users(session)
    return visit.page("users.html", users=users, roles=ROLE_NAMES)


def add(visit: Visit) -> Response:
    """Enter an officer."""
    password = _password(visit)
    with visit.database.begin() as session:
        add_user(session, visit.need("name", "用户名"), _role(visit), password, actor=visit.name)
    return visit.go("/users")


def change(visit: Visit) -> Response:
    """One act on one officer: role, close, open, password, a lost second factor."""
    act = visit.value("act")
    with visit.database.begin() as session:
        if act == "role":
            change_role(session, visit.number(), _role(visit), actor=visit.name)
        elif act in ("close", "open"):
            set_active(session, visit.number(), act == "open", actor=visit.name)
        elif act == "password":
            set_password(session, visit.number(), _password(visit), actor=visit.name)
        elif act == "factor":
            drop_factor(session, visit.number(), actor=visit.name)
        else:
            raise BadInput("form.unknown-act", act=act)
    return visit.go("/users")


def _role(visit: Visit) -> Role:
    try:
        return Role(visit.value("role"))
    except ValueError as error:
        raise BadInput("form.no-role") from error


def _password(visit: Visit) -> str:
    password = str(visit.form.get("password", ""))
    if len(password) < MIN_PASSWORD:
        raise BadInput("form.password-length", least=MIN_PASSWORD)
    return password


PAGES = (
    Page(path="/users", act=show, who=ADMINS),
    Page(path="/users", act=add, who=ADMINS, method="POST"),
    Page(path="/users/{id:int}", act=change, who=ADMINS, method="POST"),
)
