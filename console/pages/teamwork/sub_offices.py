"""下级机构 (旗县局): entering them, and who belongs to which."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import SECURITY_ADMINS, Route
from storage.base.errors import BadInput
from storage.people.accounts import list_users
from storage.teamwork import sub_offices


def show_sub_offices(request: PageRequest) -> Response:
    """All sub-offices, and each user with hers."""
    with request.database.read() as session:
        offices = sub_offices.list_sub_offices(session)
        users = [user for user in list_users(session) if user.active]
    return request.render("sub_offices.html", offices=offices, users=users)


def add_sub_office(request: PageRequest) -> Response:
    """Enter a sub-office."""
    with request.database.begin() as session:
        sub_offices.add_sub_office(
            session,
            request.required_value("name", "机构名称"),
            request.form_value("region"),
            actor=request.officer_name,
        )
    return request.redirect("/sub-offices")


def change_sub_office(request: PageRequest) -> Response:
    """Rename a sub-office, close it or open it again."""
    with request.database.begin() as session:
        sub_offices.change_sub_office(
            session,
            request.path_number(),
            name=request.required_value("name", "机构名称"),
            region=request.form_value("region"),
            active=request.form_value("active") == "yes",
            actor=request.officer_name,
        )
    return request.redirect("/sub-offices")


def place_user(request: PageRequest) -> Response:
    """Put a user into a sub-office, or back into the office itself."""
    office = request.form_value("office")
    if office and not (office.isascii() and office.isdigit() and len(office) < 10):
        raise BadInput("form.unknown-act", act=office)
    with request.database.begin() as session:
        sub_offices.place_user(
            session,
            request.path_number(),
            int(office) if office else None,
            actor=request.officer_name,
        )
    return request.redirect("/sub-offices#members")


ROUTES = (
    Route(path="/sub-offices", handler=show_sub_offices, roles=SECURITY_ADMINS),
    Route(path="/sub-offices", handler=add_sub_office, roles=SECURITY_ADMINS, method="POST"),
    Route(
        path="/sub-offices/{id:int}",
        handler=change_sub_office,
        roles=SECURITY_ADMINS,
        method="POST",
    ),
    Route(
        path="/sub-offices/members/{id:int}",
        handler=place_user,
        roles=SECURITY_ADMINS,
        method="POST",
    ),
)
