"""What programs may ask: leads, listings, rights, letters, runs; and hand in tips.

No program gives a verdict: that is a person's act. The name of a function is the operation's id in
the document, which clients are generated from.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from console.api.call import Call, Operation
from console.api.records import (
    Decision,
    EvidenceEntry,
    Lead,
    LeadLine,
    LeadPage,
    ListingPage,
    Notice,
    NoticeList,
    Right,
    RightList,
    RunList,
    StoredListing,
    Tip,
    TipReceipt,
)
from console.web.parameters import NUMBER, POSITIVE, TEXT, one_of
from console.web.queue_filters import PARAMETERS
from console.web.queue_view import PAGE, PAGE_SIZE, read_view
from storage.base.errors import NotFound
from storage.base.vocabulary import NoticeState
from storage.crawls.runs import describe_run, list_runs
from storage.law.article_words import with_articles
from storage.leads.tips import add_tip
from storage.records import FairUse
from storage.tables import ListingRow, ListingVersionRow, NoticeRow
from storage.views.lead_dossier import load_dossier
from storage.views.lead_queue import find_leads
from storage.views.queue.queue_line import QueueLine
from storage.views.rights_list import right_lines

_MOST_LISTINGS = 500
"""Listings of one answer; chosen by hand."""
_MOST_LETTERS = 200
"""Letters of one answer; chosen by hand."""


def leads(call: Call) -> LeadPage:
    """A page of a view of the queue, with the filters of the console's page; no undecided sample."""
    view = read_view({"tab": "all", **call.query}, officer="")
    filters = replace(view.lead_filter, samples=False)
    with call.database.read() as session:
        page = find_leads(session, filters, offset=view.offset, limit=view.size, counts_all=True)
    return LeadPage(
        total=page.total,
        page=view.page,
        size=view.size,
        leads=[_lead_line(line) for line in page.lines],
    )


def lead(call: Call) -> Lead:
    """One lead with its listing, what the machine said, and what people decided."""
    with call.database.read() as session:
        dossier = load_dossier(session, call.path_number())
    row, assessment = dossier.lead, dossier.assessment
    return Lead(
        id=row.id,
        state=row.state,
        level=row.level,
        score=row.score,
        right=dossier.right.id,
        listing=dossier.listing.to_json(),
        signals=[
            {**signal.to_json(), "explanation": with_articles(signal.explanation)}
            for signal in assessment.signals
        ],
        fair_use=FairUse(
            rule=with_articles(assessment.fair_use.rule), why=with_articles(assessment.fair_use.why)
        ).to_json()
        if assessment.fair_use
        else None,
        model=assessment.model,
        opened_at=_moment(row.opened_at),
        updated_at=_moment(row.updated_at),
        decisions=[
            Decision(
                verdict=decision.verdict,
                reason=decision.reason,
                officer=decision.officer,
                decided_at=_moment(decision.decided_at),
            )
            for decision in dossier.decisions
        ],
        evidence=[
            EvidenceEntry(
                id=entry.id,
                state=entry.state,
                captured_at=_moment(entry.captured_at),
                manifest=entry.manifest_sha256,
            )
            for entry in dossier.evidence
        ],
    )


def listings(call: Call) -> ListingPage:
    """Current versions of listings in the order they were first seen; `after` continues."""
    size = min(_MOST_LISTINGS, call.parameters.get("size", 100))
    query = (
        sa.select(ListingRow.id, ListingVersionRow.record, ListingRow.last_seen_at)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(ListingRow.id > call.parameters.get("after", 0))
        .order_by(ListingRow.id)
        .limit(size)
    )
    if platform := call.parameters.get("platform"):
        query = query.where(ListingRow.platform == platform)
    with call.database.read() as session:
        rows = session.execute(query).all()
    return ListingPage(
        listings=[
            {"id": row.id, **row.record.to_json(), "seen_at": _moment(row.last_seen_at)}
            for row in rows
        ],
        after=rows[-1].id if len(rows) == size else None,
    )


def listing(call: Call) -> dict[str, object]:
    """One listing as it stands."""
    with call.database.read() as session:
        row = session.get(ListingRow, call.path_number())
        version = session.get(ListingVersionRow, row.version_id) if row else None
    if row is None or version is None:
        raise NotFound("api.listing-unknown", listing=call.path_number())
    return {
        "id": row.id,
        "presence": row.presence,
        **version.record.to_json(),
        "seen_at": _moment(row.last_seen_at),
    }


def rights(call: Call) -> RightList:
    """The rights with the counts of their licences and leads."""
    with call.database.read() as session:
        lines = right_lines(session)
    return RightList(
        rights=[
            Right(
                id=line.id,
                text=line.text,
                kind=line.kind,
                holder=line.holder,
                registration_no=line.registration_no,
                verified=line.verified,
                active=line.active,
                licences=line.licences,
                leads=line.leads,
            )
            for line in lines
        ]
    )


def notices(call: Call) -> NoticeList:
    """The newest letters."""
    query = sa.select(NoticeRow).order_by(NoticeRow.id.desc()).limit(_MOST_LETTERS)
    if state := call.parameters.get("state"):
        query = query.where(NoticeRow.state == state)
    with call.database.read() as session:
        rows = session.scalars(query).all()
    return NoticeList(
        notices=[
            Notice(
                id=row.id,
                kind=row.kind,
                track=row.track,
                state=row.state,
                number=row.number,
                right=row.right_id,
                platform=row.platform,
                created_at=_moment(row.created_at),
            )
            for row in rows
        ]
    )


def runs(call: Call) -> RunList:
    """The newest runs with their figures."""
    with call.database.read() as session:
        return RunList(runs=[describe_run(row) for row in list_runs(session)])


def tip(call: Call) -> TipReceipt:
    """Hand in a tip from another system, e.g. 12315; an officer takes it over or not."""
    assert isinstance(call.body, Tip)
    source = f"token:{call.program}"
    with call.database.begin() as session:
        row = add_tip(
            session, url=call.body.url, words=call.body.words, contact=None, source=source
        )
        return TipReceipt(id=row.id)


def _lead_line(line: QueueLine) -> LeadLine:
    return LeadLine(
        id=line.id,
        url=line.url,
        title=line.title,
        right=line.right_id,
        score=line.score,
        level=line.level,
        state=line.state,
        platform=line.platform,
        shop=line.shop,
        relisted=line.relisted or None,
        disguise=line.disguise,
        region=line.region,
        tier=line.tier,
        opened_at=_moment(line.opened_at),
        next_step=line.next_step,
    )


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")


OPERATIONS = (
    Operation(
        path="/leads", handler=leads, summary="Leads of a view", scope="leads",
        parameters={**PARAMETERS, "page": PAGE, "size": PAGE_SIZE}, answer=LeadPage,
    ),
    Operation(
        path="/leads/{id:int}", handler=lead, summary="One lead with its grounds", scope="leads",
        answer=Lead,
    ),
    Operation(
        path="/listings", handler=listings, summary="Listings", scope="listings",
        parameters={"platform": TEXT, "after": NUMBER, "size": POSITIVE}, answer=ListingPage,
    ),
    Operation(
        path="/listings/{id:int}", handler=listing, summary="One listing", scope="listings",
        answer=StoredListing,
    ),
    Operation(
        path="/rights", handler=rights, summary="Rights", scope="rights", answer=RightList
    ),
    Operation(
        path="/notices", handler=notices, summary="Letters", scope="notices",
        parameters={"state": one_of(NoticeState)}, answer=NoticeList,
    ),
    Operation(path="/runs", handler=runs, summary="Runs", scope="runs", answer=RunList),
    Operation(
        path="/tips", handler=tip, summary="Hand in a tip", scope="tips", method="POST",
        body=Tip, answer=TipReceipt,
    ),
)  # fmt: skip
