"""新建与修改权利: by hand, and seeing what a mark would catch before it is saved."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from starlette.responses import Response

from console.pages.rights.right_preview import Caught, preview
from console.pages.rights.rights import RIGHT_KIND_NAMES
from console.web.page_request import Visit
from console.web.route import ADMINS, Page
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.records import Right
from storage.rights.import_file import read_rights
from storage.rights.store import import_rights, load_right
from storage.tables import HolderRow, RightRow

_SHOWN = 50
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
_LISTS = ("aliases", "goods", "classes", "places")
_WORDS = (
    "id", "text", "kind", "registration_no", "holder", "valid_from", "valid_until", "family",
    "season", "yearly_tonnes", "note",
)  # fmt: skip
_ORIGIN = ("season", "yearly_tonnes")
_FLAGS = ("generic", "verified")
_PRICE = re.compile(r"(\S+)\s+([\d.]+)\s*[-–至]\s*([\d.]+)\s*(?:元)?/\s*(\S+)")


def form(visit: Visit) -> Response:
    """An empty form."""
    return _page(visit, {"verified": ""}, new=True)


def change(visit: Visit) -> Response:
    """The form of a right that is there. Raises NotFound."""
    with visit.database.read() as session:
        right = load_right(session, str(visit.request.path_params["id"]))
    return _page(visit, _as_form(right), new=False)


def enter(visit: Visit) -> Response:
    """Preview what a new right would catch, or save it."""
    return _receive(visit, visit.value("id"), new=True)


def save(visit: Visit) -> Response:
    """Preview or save a changed right; its licences stay as they are."""
    return _receive(visit, str(visit.request.path_params["id"]), new=False)


def _receive(visit: Visit, right_id: str, *, new: bool) -> Response:
    names = (*_WORDS, *_LISTS, *_FLAGS, "prices")
    given = {name: visit.value(name) for name in names} | {"id": right_id}
    try:
        book = read_rights({"rights": [_entry(visit, given, new=new)]}, "表单")
        if visit.value("act") == "preview":
            caught, looked_at = preview(visit, book)
            return _page(visit, given, new=new, caught=caught, looked_at=looked_at)
        with visit.database.begin() as session:
            if new and session.get(RightRow, right_id) is not None:
                raise BadInput("form.right-id-taken", id=right_id)
            import_rights(session, book, actor=visit.name)
    except BadInput as error:
        return _page(visit, given, new=new, error=error.text(Language.CHINESE))
    return visit.go(f"/rights/{right_id}")


def _entry(visit: Visit, given: dict[str, str], *, new: bool) -> dict[str, Any]:
    """The form as one entry of a rights file, so that it is checked by the same rules."""
    if new and not _ID.fullmatch(given["id"]):
        raise BadInput("form.id-format", example="tianfu-hetao")
    kept = {} if new else _kept(visit, given["id"])
    filled = {name: given[name] for name in _WORDS if given[name] and name not in _ORIGIN}
    lists = {name: _parts(given[name]) for name in _LISTS if given[name]}
    places = lists.pop("places", [])
    entry: dict[str, Any] = {**kept, **filled, **lists}
    if "classes" in entry:
        entry["classes"] = [int(part) if part.isdigit() else part for part in entry["classes"]]
    if places or any(given[name] for name in _ORIGIN):
        origin = {"places": places, **{name: given[name] for name in _ORIGIN}}
        entry["origin"] = {name: value for name, value in origin.items() if value}
    if given["prices"]:
        entry["reference_prices"] = [_price(line) for line in given["prices"].splitlines() if line]
    return {**entry, "generic": given["generic"] == "1", "verified": given["verified"] == "1"}


def _kept(visit: Visit, right_id: str) -> dict[str, Any]:
    """What the form does not ask: pictures, and the licences of the last import."""
    with visit.database.read() as session:
        row = session.get(RightRow, right_id)
        if row is None:
            raise BadInput("page.right-unknown", right=right_id)
        right = load_right(session, right_id, imported_only=True)
    sellers = [
        {
            name: list(value) if isinstance(value, tuple) else value
            for name in ("shop", "platform", "goods", "valid_from", "valid_until")
            if (value := getattr(seller, name))
        }
        for seller in right.authorised_sellers
    ]
    return {"images": list(right.images), "authorised_sellers": sellers}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,，、;；\n]+", text) if part.strip()]


def _price(line: str) -> dict[str, str]:
    found = _PRICE.fullmatch(line.strip())
    if found is None:
        raise BadInput("form.reference-price", line=line.strip())
    return {"goods": found[1], "low": found[2], "high": found[3], "unit": found[4]}


def _as_form(right: Right) -> dict[str, str]:
    shown = {name: str(getattr(right, name, "") or "") for name in _WORDS}
    shown |= {
        name: "、".join(map(str, getattr(right, name))) for name in ("aliases", "goods", "classes")
    }
    origin = right.origin
    return {
        **shown,
        "kind": right.kind.value,
        "places": "、".join(origin.places) if origin else "",
        "season": (origin.season or "") if origin else "",
        "yearly_tonnes": str(origin.yearly_tonnes or "") if origin else "",
        "prices": "\n".join(
            f"{price.goods} {price.low}-{price.high} 元/{price.unit}"
            for price in right.reference_prices
        ),
        "generic": "1" if right.generic else "",
        "verified": "1" if right.verified else "",
    }


def _page(
    visit: Visit,
    given: dict[str, str],
    *,
    new: bool,
    caught: list[Caught] | None = None,
    looked_at: int = 0,
    error: str | None = None,
) -> Response:
    with visit.database.read() as session:
        holders = session.execute(sa.select(HolderRow.id, HolderRow.name).order_by(HolderRow.name))
        known = [(row.id, row.name) for row in holders]
    return visit.page(
        "right_form.html",
        status=400 if error else 200,
        given=given,
        new=new,
        caught=caught[:_SHOWN] if caught is not None else None,
        leads=sum(found.assessment.lead for found in caught or ()),
        found=len(caught or ()),
        looked_at=looked_at,
        holders=known,
        kinds={kind.value: name for kind, name in RIGHT_KIND_NAMES.items()},
        error=error,
    )


PAGES = (
    Page(path="/rights/new", act=form, who=ADMINS),
    Page(path="/rights/new", act=enter, who=ADMINS, method="POST"),
    Page(path="/rights/{id}/edit", act=change, who=ADMINS),
    Page(path="/rights/{id}/edit", act=save, who=ADMINS, method="POST"),
)
