"""权利人: whom an alert goes to, who signs a notice, and how closely a holder's marks are watched."""

from __future__ import annotations

import re

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import ADMINS, SIGNED_IN, Page
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.rights.import_file import read_rights
from storage.rights.store import import_rights, load_holder
from storage.tables import HolderRow
from storage.views.rights_list import holder_lines

FIELDS = ("name", "email", "alerts", "identity", "address", "contact", "phone")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")


def show(visit: Visit) -> Response:
    """All holders with the counts of their rights."""
    with visit.database.read() as session:
        lines = holder_lines(session)
    return visit.page("holders.html", lines=lines, can_edit=visit.may(ADMINS))


def form(visit: Visit) -> Response:
    """An empty form."""
    return _page(visit, {"tier": "3"}, None)


def change(visit: Visit) -> Response:
    """The form of a holder that is there. Raises NotFound."""
    with visit.database.read() as session:
        holder = load_holder(session, str(visit.request.path_params["id"]))
    given = {name: getattr(holder, name) or "" for name in FIELDS}
    given |= {"id": holder.id, "tier": str(holder.tier), "verified": "1" if holder.verified else ""}
    return _page(visit, given, holder.id)


def enter(visit: Visit) -> Response:
    """Enter a new holder."""
    return _save(visit, None)


def save(visit: Visit) -> Response:
    """Keep a changed holder."""
    return _save(visit, str(visit.request.path_params["id"]))


def _save(visit: Visit, known: str | None) -> Response:
    given = {name: visit.value(name) for name in (*FIELDS, "tier", "verified")}
    given["id"] = known or visit.value("id")
    try:
        if known is None and not _ID.fullmatch(given["id"]):
            raise BadInput("form.id-format", example="lvye")
        if given["tier"] not in set("1234"):
            raise BadInput("form.tier")
        entry = {name: given[name] for name in ("id", *FIELDS) if given[name]}
        entry |= {"tier": int(given["tier"]), "verified": given["verified"] == "1"}  # type: ignore[dict-item]
        book = read_rights({"holders": [entry]}, "表单")
        with visit.database.begin() as session:
            if known is None and session.get(HolderRow, given["id"]) is not None:
                raise BadInput("form.id-taken", id=given["id"])
            import_rights(session, book, actor=visit.name)
    except BadInput as error:
        return _page(visit, given, known, error=error.text(Language.CHINESE))
    return visit.go("/holders")


def _page(
    visit: Visit, given: dict[str, str], known: str | None, error: str | None = None
) -> Response:
    status = 400 if error else 200
    return visit.page("holder_form.html", status=status, given=given, known=known, error=error)


PAGES = (
    Page(path="/holders", act=show, who=SIGNED_IN),
    Page(path="/holders/new", act=form, who=ADMINS),
    Page(path="/holders/new", act=enter, who=ADMINS, method="POST"),
    Page(path="/holders/{id}", act=change, who=ADMINS),
    Page(path="/holders/{id}", act=save, who=ADMINS, method="POST"),
)
