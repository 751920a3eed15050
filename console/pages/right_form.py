"""新建权利: entering a right by hand, and seeing what its mark would catch before it is saved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from starlette.responses import Response

from console.pages.rights import RIGHT_KIND_NAMES
from console.route import ADMINS, Page
from console.visit import Visit
from storage.errors import BadInput
from storage.records import Assessment, Listing, RightsBook
from storage.rights import import_rights
from storage.rights_file import read_rights
from storage.tables import HolderRow, ListingRow, ListingVersionRow, RightRow

_LATEST = 3000
"""Listings that a preview looks at, the ones seen last first."""
_SHOWN = 50
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
_LISTS = ("aliases", "goods")
_WORDS = ("id", "text", "kind", "registration_no", "holder", "valid_from", "valid_until", "note")


@dataclass(frozen=True, kw_only=True)
class Caught:
    """One stored listing in which the mark was found."""

    listing: Listing
    assessment: Assessment


def form(visit: Visit) -> Response:
    """An empty form."""
    return _page(visit, {}, None, 0)


def enter(visit: Visit) -> Response:
    """Preview what the right would catch, or save it."""
    given = {name: visit.value(name) for name in (*_WORDS, *_LISTS, "classes")}
    try:
        book = read_rights({"rights": [_right(given)]}, "表单")
        if visit.value("act") == "preview":
            caught, looked_at = _preview(visit, book)
            return _page(visit, given, caught, looked_at)
        with visit.database.begin() as session:
            if session.get(RightRow, given["id"]) is not None:
                raise BadInput(f"编号“{given['id']}”已存在；更改请重新导入文件")
            import_rights(session, book, actor=visit.name)
    except BadInput as error:
        return _page(visit, given, None, 0, error=str(error))
    return visit.go(f"/rights/{given['id']}")


def _right(given: dict[str, str]) -> dict[str, Any]:
    """The form as one entry of a rights file, so that it is checked by the same rules."""
    if not _ID.fullmatch(given["id"]):
        raise BadInput("编号须由小写字母、数字和连字符组成，例如 tianfu-hetao")
    filled: dict[str, Any] = {name: given[name] for name in _WORDS if given[name]}
    for name in (*_LISTS, "classes"):
        parts = [part for part in re.split(r"[,，、;；\s]+", given[name]) if part]
        if parts:
            filled[name] = (
                [int(p) if p.isdigit() else p for p in parts] if name == "classes" else parts
            )
    return filled


def _preview(visit: Visit, book: RightsBook) -> tuple[list[Caught], int]:
    """What the mark finds in the listings seen last, the likeliest first."""
    from classifiers.bench import set_up_bench
    from classifiers.scoring import assess_batches

    with visit.database.read() as session:
        records = session.scalars(
            sa.select(ListingVersionRow.record)
            .join(ListingRow, ListingRow.version_id == ListingVersionRow.id)
            .order_by(ListingRow.id.desc())
            .limit(_LATEST)
        ).all()
    bench = set_up_bench(book, threshold=visit.settings.lead_threshold, home=visit.settings.home)
    listings = [Listing.from_json(record) for record in records]
    caught = [
        Caught(listing=listing, assessment=one)
        for batch in assess_batches(listings, bench)
        for listing, said in batch
        for one in said
    ]
    return sorted(caught, key=lambda found: -found.assessment.score), len(listings)


def _page(
    visit: Visit,
    given: dict[str, str],
    caught: list[Caught] | None,
    looked_at: int,
    error: str | None = None,
) -> Response:
    with visit.database.read() as session:
        holders = session.execute(sa.select(HolderRow.id, HolderRow.name).order_by(HolderRow.name))
        known = [(row.id, row.name) for row in holders]
    return visit.page(
        "right_form.html",
        status=400 if error else 200,
        given=given,
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
)
