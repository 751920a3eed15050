"""许可台账 by hand: a licence entered or ended, a right that rests or is watched again."""

from __future__ import annotations

import re
from datetime import date

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import ADMINS, Route
from console.words.deletions import LICENCE
from storage.base.errors import BadInput
from storage.records import AuthorisedSeller
from storage.rights.licences import end_licence, grant_licence, switch_right


def add_licence(request: PageRequest) -> Response:
    """Enter one licence."""
    right_id = str(request.http.path_params["id"])
    seller = AuthorisedSeller(
        shop=request.required_value("shop", "店铺"),
        platform=request.form_value("platform") or None,
        goods=tuple(
            part for part in re.split(r"[,，、;；\s]+", request.form_value("goods")) if part
        ),
        valid_from=_day(request, "valid_from"),
        valid_until=_day(request, "valid_until"),
    )
    with request.database.begin() as session:
        grant_licence(session, right_id, seller, actor=request.officer_name)
    return request.redirect(f"/rights/{right_id}#licences")


def remove_licence(request: PageRequest) -> Response:
    """Take one licence out of the ledger."""
    with request.database.begin() as session:
        right_id = end_licence(session, request.path_number(), actor=request.officer_name)
    return request.redirect(f"/rights/{right_id}#licences")


def switch_watching(request: PageRequest) -> Response:
    """Let a right rest, or watch it again."""
    right_id = str(request.http.path_params["id"])
    with request.database.begin() as session:
        switch_right(
            session, right_id, request.form_value("act") == "watch", actor=request.officer_name
        )
    return request.redirect(f"/rights/{right_id}")


def _day(request: PageRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.form_value(name)) if request.form_value(name) else None
    except ValueError as error:
        raise BadInput("form.day") from error


ROUTES = (
    Route(path="/rights/{id}/licences", handler=add_licence, roles=ADMINS, method="POST"),
    Route(path="/rights/{id}/state", handler=switch_watching, roles=ADMINS, method="POST"),
    Route(
        path="/licences/{id:int}",
        handler=remove_licence,
        roles=ADMINS,
        method="POST",
        deletes={"": LICENCE},
    ),
)
