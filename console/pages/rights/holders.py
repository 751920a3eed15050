"""权利人: whom an alert goes to, who signs a notice, and how closely a holder's marks are watched."""

from __future__ import annotations

import re

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import ADMINS, DECIDERS, SIGNED_IN, Route
from storage.audit import trail
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.tier_care import tier_care
from storage.rights.book_import import import_rights
from storage.rights.import_file import read_rights
from storage.rights.store import load_holder
from storage.tables import HolderRow
from storage.views.rights_list import holder_lines
from storage.views.tier_costs import tier_costs

FIELDS = ("name", "email", "alerts", "identity", "address", "contact", "phone", "websites")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")


def list_holders(request: PageRequest) -> Response:
    """All holders with the counts of their rights, and what their tiers get."""
    care = tier_care(request.settings)
    with request.database.read() as session:
        lines = holder_lines(session)
        tiers = list(zip(care, tier_costs(session, care), strict=True))
    return request.render(
        "holders.html",
        lines=lines,
        tiers=tiers,
        can_edit=request.has_role(ADMINS),
        can_link=request.has_role(DECIDERS),
    )


def ask_for_holder(request: PageRequest) -> Response:
    """An empty form."""
    return _form_page(request, {"tier": "3"}, None)


def show_holder(request: PageRequest) -> Response:
    """The form of a holder that is there. Raises NotFound."""
    with request.database.read() as session:
        holder = load_holder(session, str(request.http.path_params["id"]))
    values = {name: getattr(holder, name) or "" for name in FIELDS}
    values |= {
        "websites": "、".join(holder.websites),
        "id": holder.id,
        "tier": str(holder.tier),
        "verified": "1" if holder.verified else "",
    }
    return _form_page(request, values, holder.id)


def add_holder(request: PageRequest) -> Response:
    """Enter a new holder."""
    return _save(request, None)


def save_holder(request: PageRequest) -> Response:
    """Keep a changed holder."""
    return _save(request, str(request.http.path_params["id"]))


def _save(request: PageRequest, holder_id: str | None) -> Response:
    values = {name: request.form_value(name) for name in (*FIELDS, "tier", "verified")}
    values["id"] = holder_id or request.form_value("id")
    try:
        if holder_id is None and not _ID.fullmatch(values["id"]):
            raise BadInput("form.id-format", example="lvye")
        if values["tier"] not in set("1234"):
            raise BadInput("form.tier")
        entry = {name: values[name] for name in ("id", *FIELDS) if values[name]}
        entry |= {"tier": int(values["tier"]), "verified": values["verified"] == "1"}  # type: ignore[dict-item]
        book = read_rights({"holders": [entry]}, "表单")
        with request.database.begin() as session:
            trail.take_turn(session)  # of two who enter one id at once the second is refused
            if holder_id is None and session.get(HolderRow, values["id"]) is not None:
                raise BadInput("form.id-taken", id=values["id"])
            import_rights(session, book, actor=request.officer_name)
    except BadInput as error:
        return _form_page(request, values, holder_id, error=error.text(Language.CHINESE))
    return request.redirect("/holders")


def _form_page(
    request: PageRequest, values: dict[str, str], holder_id: str | None, error: str | None = None
) -> Response:
    status = 400 if error else 200
    return request.render(
        "holder_form.html", status=status, values=values, holder_id=holder_id, error=error
    )


ROUTES = (
    Route(path="/holders", handler=list_holders, roles=SIGNED_IN),
    Route(path="/holders/new", handler=ask_for_holder, roles=ADMINS),
    Route(path="/holders/new", handler=add_holder, roles=ADMINS, method="POST"),
    Route(path="/holders/{id}", handler=show_holder, roles=ADMINS),
    Route(path="/holders/{id}", handler=save_holder, roles=ADMINS, method="POST"),
)
