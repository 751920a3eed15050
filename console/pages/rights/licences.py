"""许可台账 by hand: a licence entered or ended, a right that rests or is watched again."""

from __future__ import annotations

import re
from datetime import date

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import ADMINS, Page
from storage.base.errors import BadInput
from storage.records import AuthorisedSeller
from storage.rights.licences import end_licence, grant_licence, switch_right


def grant(visit: Visit) -> Response:
    """Enter one licence."""
    right_id = str(visit.request.path_params["id"])
    seller = AuthorisedSeller(
        shop=visit.need("shop", "店铺"),
        platform=visit.value("platform") or None,
        goods=tuple(part for part in re.split(r"[,，、;；\s]+", visit.value("goods")) if part),
        valid_from=_day(visit, "valid_from"),
        valid_until=_day(visit, "valid_until"),
    )
    with visit.database.begin() as session:
        grant_licence(session, right_id, seller, actor=visit.name)
    return visit.go(f"/rights/{right_id}#licences")


def end(visit: Visit) -> Response:
    """Take one licence out of the ledger."""
    with visit.database.begin() as session:
        right_id = end_licence(session, visit.number(), actor=visit.name)
    return visit.go(f"/rights/{right_id}#licences")


def switch(visit: Visit) -> Response:
    """Let a right rest, or watch it again."""
    right_id = str(visit.request.path_params["id"])
    with visit.database.begin() as session:
        switch_right(session, right_id, visit.value("act") == "watch", actor=visit.name)
    return visit.go(f"/rights/{right_id}")


def _day(visit: Visit, name: str) -> date | None:
    try:
        return date.fromisoformat(visit.value(name)) if visit.value(name) else None
    except ValueError as error:
        raise BadInput("form.day") from error


PAGES = (
    Page(path="/rights/{id}/licences", act=grant, who=ADMINS, method="POST"),
    Page(path="/rights/{id}/state", act=switch, who=ADMINS, method="POST"),
    Page(path="/licences/{id:int}", act=end, who=ADMINS, method="POST"),
)
