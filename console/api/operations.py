"""What programs may ask: leads, listings, rights, letters, runs; and hand in tips.

No program gives a verdict: that is a person's act.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from console.api.call import Call, Operation
from console.api.schemas import LEVEL, NUMBER, STATE, TEXT, Schema, many, named, one_of, thing
from console.web.queue_filters import PAGE_SIZES, TABS, VIEW_NAMES, read_view
from storage.base.disguises import DISGUISE_NAMES
from storage.base.errors import BadInput, NotFound
from storage.base.vocabulary import STAGES, NoticeState
from storage.crawls.runs import describe_run, list_runs
from storage.leads.tips import add_tip
from storage.tables import ListingRow, ListingVersionRow, NoticeRow
from storage.views.lead_dossier import load_dossier
from storage.views.lead_queue import NOWHERE, QueueLine, find_leads
from storage.views.rights_list import right_lines

_KNOWN: dict[str, Schema] = {
    "tab": one_of(tab.slug for tab in TABS),
    "level": LEVEL,
    "state": STATE,
    "disguise": one_of(DISGUISE_NAMES),
    "region": {"type": "string", "pattern": f"^([0-9]{{2,6}}|{NOWHERE})$"},
    "stage": one_of(STAGES),
    "answered": one_of(["1"]),
    "decided": {"type": "string", "format": "date"},
    "tier": {"type": "integer", "minimum": 1},
    "shop": NUMBER,
    "since": {"type": "string", "format": "date"},
    "until": {"type": "string", "format": "date"},
}
"""Filters of the queue that are no free text."""
_VIEW = {name: _KNOWN.get(name, TEXT) for name in VIEW_NAMES}
_PAGE: dict[str, Schema] = {
    "page": {"type": "integer", "minimum": 1},
    "size": {"type": "integer", "enum": list(PAGE_SIZES)},
}


def leads(call: Call) -> dict[str, Any]:
    """A page of a view of the queue, with the filters of the console's page."""
    view = read_view({"tab": "all", **call.query}, officer="")
    with call.database.read() as session:
        found = find_leads(session, view.wanted, offset=view.offset, limit=view.size)
    return {
        "total": found.total,
        "page": view.page,
        "size": view.size,
        "leads": [_lead(line) for line in found.lines],
    }


def lead(call: Call) -> dict[str, Any]:
    """One lead with its listing, what the machine said, and what people decided."""
    with call.database.read() as session:
        found = load_dossier(session, call.number())
    said = found.assessment
    return _present(
        id=found.lead.id,
        state=found.lead.state,
        level=found.lead.level,
        score=found.lead.score,
        right=found.right.id,
        listing=found.listing.to_json(),
        signals=said.signals,
        fair_use=said.fair_use,
        model=said.model,
        opened_at=_moment(found.lead.opened_at),
        updated_at=_moment(found.lead.updated_at),
        decisions=[
            _present(
                verdict=row.verdict,
                reason=row.reason,
                officer=row.officer,
                decided_at=_moment(row.decided_at),
            )
            for row in found.decisions
        ],
        evidence=[
            _present(id=row.id, state=row.state, captured_at=_moment(row.captured_at),
                     manifest=row.manifest_sha256)
            for row in found.evidence
        ],
    )  # fmt: skip


def listings(call: Call) -> dict[str, Any]:
    """Current versions of listings in the order they were first seen; `after` continues."""
    size = min(500, max(1, _whole(call, "size", 100)))
    query = (
        sa.select(ListingRow.id, ListingVersionRow.record, ListingRow.last_seen_at)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(ListingRow.id > _whole(call, "after", 0))
        .order_by(ListingRow.id)
        .limit(size)
    )
    if platform := call.query.get("platform"):
        query = query.where(ListingRow.platform == platform)
    with call.database.read() as session:
        rows = session.execute(query).all()
    shown = [{"id": r.id, **r.record.to_json(), "seen_at": _moment(r.last_seen_at)} for r in rows]
    return _present(listings=shown, after=rows[-1].id if len(rows) == size else None)


def listing(call: Call) -> dict[str, Any]:
    """One listing as it stands."""
    with call.database.read() as session:
        row = session.get(ListingRow, call.number())
        version = session.get(ListingVersionRow, row.version_id) if row else None
    if row is None or version is None:
        raise NotFound("api.listing-unknown", listing=call.number())
    return {
        "id": row.id,
        "presence": row.presence,
        **version.record.to_json(),
        "seen_at": _moment(row.last_seen_at),
    }


def rights(call: Call) -> dict[str, Any]:
    """The rights with the counts of their licences and leads."""
    with call.database.read() as session:
        lines = right_lines(session)
    return {
        "rights": [
            _present(
                id=line.id, text=line.text, kind=line.kind, holder=line.holder,
                registration_no=line.registration_no, verified=line.verified, active=line.active,
                licences=line.licences, leads=line.leads,
            )
            for line in lines
        ]
    }  # fmt: skip


def notices(call: Call) -> dict[str, Any]:
    """The newest letters."""
    query = sa.select(NoticeRow).order_by(NoticeRow.id.desc()).limit(200)
    if state := call.query.get("state"):
        query = query.where(NoticeRow.state == state)
    with call.database.read() as session:
        rows = session.scalars(query).all()
    return {
        "notices": [
            _present(
                id=row.id, kind=row.kind, track=row.track, state=row.state, number=row.number,
                right=row.right_id, platform=row.platform, created_at=_moment(row.created_at),
            )
            for row in rows
        ]
    }  # fmt: skip


def runs(call: Call) -> dict[str, Any]:
    """The newest runs with their figures."""
    with call.database.read() as session:
        return {"runs": [describe_run(row) for row in list_runs(session)]}


def tip(call: Call) -> dict[str, Any]:
    """Hand in a tip from another system, e.g. 12315; an officer takes it over or not."""
    url, words = call.body.get("url"), call.body.get("words", "")
    if not isinstance(url, str) or not isinstance(words, str):
        raise BadInput("api.tip-words")
    with call.database.begin() as session:
        made = add_tip(session, url=url, words=words, contact=None, source=f"token:{call.program}")
        return {"id": made.id}


def _lead(line: QueueLine) -> dict[str, Any]:
    return _present(
        id=line.id, url=line.url, title=line.title, right=line.right_id, score=line.score,
        level=line.level, state=line.state, platform=line.platform, shop=line.shop,
        relisted=line.relisted or None, disguise=line.disguise, region=line.region, tier=line.tier,
        opened_at=_moment(line.opened_at),
    )  # fmt: skip


def _whole(call: Call, name: str, otherwise: int) -> int:
    text = call.query.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadInput("api.not-whole", name=name)
    return int(text)


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")


def _present(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


OPERATIONS = (
    Operation(
        path="/leads", act=leads, summary="Leads of a view", scope="leads",
        parameters={**_VIEW, **_PAGE},
        answer=thing({"total": NUMBER, "page": NUMBER, "size": NUMBER,
                      "leads": many(named("LeadLine"))}),
    ),
    Operation(
        path="/leads/{id:int}", act=lead, summary="One lead with its grounds", scope="leads",
        answer=named("Lead"),
    ),
    Operation(
        path="/listings", act=listings, summary="Listings", scope="listings",
        parameters={"platform": TEXT, "after": NUMBER, "size": {"type": "integer", "minimum": 1}},
        answer=thing({"listings": many(named("StoredListing"))}, {"after": NUMBER}),
    ),
    Operation(
        path="/listings/{id:int}", act=listing, summary="One listing", scope="listings",
        answer=named("StoredListing"),
    ),
    Operation(
        path="/rights", act=rights, summary="Rights", scope="rights",
        answer=thing({"rights": many(named("Right"))}),
    ),
    Operation(
        path="/notices", act=notices, summary="Letters", scope="notices",
        parameters={"state": one_of(NoticeState)},
        answer=thing({"notices": many(named("Notice"))}),
    ),
    Operation(
        path="/runs", act=runs, summary="Runs", scope="runs",
        answer=thing({"runs": many(named("Run"))}),
    ),
    Operation(
        path="/tips", act=tip, summary="Hand in a tip", scope="tips", method="POST",
        body={"type": "object", "required": ["url"],
              "properties": {"url": {"type": "string", "format": "uri"}, "words": TEXT}},
        answer=thing({"id": NUMBER}),
    ),
)  # fmt: skip
