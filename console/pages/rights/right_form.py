"""新建与修改权利: by hand, and seeing what a mark would catch before it is saved."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from starlette.responses import Response

from console.pages.rights.right_preview import Caught, preview_right
from console.web.page_request import PageRequest
from console.web.route import ADMINS, Route
from storage.audit import trail
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.records import Right
from storage.records.meaning import SENSE_NAMES
from storage.records.right_words import RIGHT_KINDS
from storage.rights.book_import import import_rights
from storage.rights.export_file import right_entry
from storage.rights.import_file import read_rights
from storage.rights.import_lines import meanings_text, owners_text, prices_text
from storage.rights.store import load_right
from storage.tables import HolderRow, RightRow

_MOST_SHOWN = 50
"""Listings that the preview of a right shows."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
_LISTS = ("aliases", "goods", "classes", "places", "place", "product")
_WORDS = (
    "id", "text", "kind", "registration_no", "holder", "valid_from", "valid_until", "renewal_filed",
    "family", "season", "yearly_tonnes", "note",
)  # fmt: skip
_ORIGIN = ("season", "yearly_tonnes")
_LINES = ("meanings", "other_owners")
"""Keys of which each line is an entry, in the syntax of `storage.rights.import_lines`."""
_UNASKED = ("images", "authorised_sellers")
"""Keys that a save of the form leaves as they are."""
_FLAGS = ("generic", "verified", "well_known")


def ask_for_right(request: PageRequest) -> Response:
    """An empty form."""
    return _form_page(request, {"verified": ""}, new=True)


def show_right_form(request: PageRequest) -> Response:
    """The form of a right that is there. Raises NotFound."""
    with request.database.read() as session:
        right = load_right(session, str(request.http.path_params["id"]))
    return _form_page(request, _form_values(right), new=False)


def add_right(request: PageRequest) -> Response:
    """Preview what a new right would catch, or save it."""
    return _preview_or_save(request, request.form_value("id"), new=True)


def save_right(request: PageRequest) -> Response:
    """Preview or save a changed right; its licences stay as they are."""
    return _preview_or_save(request, str(request.http.path_params["id"]), new=False)


def _preview_or_save(request: PageRequest, right_id: str, *, new: bool) -> Response:
    names = (*_WORDS, *_LISTS, *_LINES, *_FLAGS, "prices", "notes")
    values = {name: request.form_value(name) for name in names} | {"id": right_id}
    try:
        book = read_rights({"rights": [_rights_entry(request, values, new=new)]}, "表单")
        if request.form_value("act") == "preview":
            caught, looked_at = preview_right(request, book)
            return _form_page(request, values, new=new, caught=caught, looked_at=looked_at)
        with request.database.begin() as session:
            trail.take_turn(session)  # of two who enter one id at once the second is refused
            if new and session.get(RightRow, right_id) is not None:
                raise BadInput("form.right-id-taken", id=right_id)
            import_rights(session, book, actor=request.officer_name)
    except BadInput as error:
        return _form_page(request, values, new=new, error=error.text(Language.CHINESE))
    return request.redirect(f"/rights/{right_id}")


def _rights_entry(request: PageRequest, values: dict[str, str], *, new: bool) -> dict[str, object]:
    """The form as one entry of a rights file, so that it is checked by the same rules."""
    if new and not _ID.fullmatch(values["id"]):
        raise BadInput("form.id-format", example="tianfu-hetao")
    unasked = {} if new else _unasked_values(request, values["id"])
    filled = {name: values[name] for name in _WORDS if values[name] and name not in _ORIGIN}
    lists = {name: values[name] for name in _LISTS if values[name]}
    places = lists.pop("places", "")
    entry: dict[str, Any] = {**unasked, **filled, **lists}
    if places or any(values[name] for name in _ORIGIN):
        origin = {"places": places, **{name: values[name] for name in _ORIGIN}}
        entry["origin"] = {name: value for name, value in origin.items() if value}
    if values["prices"]:
        entry["reference_prices"] = values["prices"]
    entry |= {name: values[name] for name in _LINES if values[name]}
    entry["notes"] = [line.strip() for line in values["notes"].splitlines() if line.strip()]
    return {**entry, **{name: values[name] == "1" for name in _FLAGS}}


def _unasked_values(request: PageRequest, right_id: str) -> dict[str, object]:
    """What the form does not ask: pictures, and the licences of the last import."""
    with request.database.read() as session:
        row = session.get(RightRow, right_id)
        if row is None:
            raise BadInput("page.right-unknown", right=right_id)
        entry = right_entry(load_right(session, right_id, imported_only=True))
    return {name: entry[name] for name in _UNASKED if name in entry}


def _form_values(right: Right) -> dict[str, str]:
    values = {name: str(getattr(right, name, "") or "") for name in _WORDS}
    values |= {
        name: "、".join(map(str, getattr(right, name))) for name in _LISTS if name != "places"
    }
    origin = right.origin
    return {
        **values,
        "kind": right.kind.value,
        "places": "、".join(origin.places) if origin else "",
        "season": (origin.season or "") if origin else "",
        "yearly_tonnes": str(origin.yearly_tonnes or "") if origin else "",
        "prices": prices_text(right.reference_prices),
        "meanings": meanings_text(right.meanings),
        "other_owners": owners_text(right.other_owners),
        "notes": "\n".join(right.notes),
        **{name: "1" if getattr(right, name) else "" for name in _FLAGS},
    }


def _form_page(
    request: PageRequest,
    values: dict[str, str],
    *,
    new: bool,
    caught: list[Caught] | None = None,
    looked_at: int = 0,
    error: str | None = None,
) -> Response:
    with request.database.read() as session:
        holders = session.execute(sa.select(HolderRow.id, HolderRow.name).order_by(HolderRow.name))
        holder_names = [(row.id, row.name) for row in holders]
    return request.render(
        "right_form.html",
        status=400 if error else 200,
        values=values,
        new=new,
        caught=caught[:_MOST_SHOWN] if caught is not None else None,
        leads=sum(match.assessment.lead for match in caught or ()),
        match_count=len(caught or ()),
        looked_at=looked_at,
        holders=holder_names,
        senses=list(SENSE_NAMES.values()),
        kinds={kind.value: name for kind, name in RIGHT_KINDS.items()},
        error=error,
    )


ROUTES = (
    Route(path="/rights/new", handler=ask_for_right, roles=ADMINS),
    Route(path="/rights/new", handler=add_right, roles=ADMINS, method="POST"),
    Route(path="/rights/{id}/edit", handler=show_right_form, roles=ADMINS),
    Route(path="/rights/{id}/edit", handler=save_right, roles=ADMINS, method="POST"),
)
