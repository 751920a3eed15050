"""What the store already knows of a letter's facts: office, holder, right, listings, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.gather.captured_listing import evidence_facts, handed_over, known, listing_facts
from alerts.letters.gather.comparison import compare_signals
from alerts.letters.model.letter_kind import Kind, Track
from alerts.text.chinese import OFFICE_TIME, chinese_date
from storage.base.settings import Settings
from storage.crawls.compliance_ledger import of_platform
from storage.leads.decisions import last_decision
from storage.outgoing.notices import notice_leads
from storage.records import Listing, RightKind
from storage.rights.store import load_holder, load_right
from storage.tables import (
    AssessmentRow,
    ComplianceRow,
    LeadRow,
    ListingVersionRow,
    NoticeRow,
    PlatformRow,
)
from storage.tables.base import Moment

KIND_NAMES = {
    RightKind.TRADEMARK: "商标",
    RightKind.COLLECTIVE: "集体商标",
    RightKind.CERTIFICATION: "证明商标",
    RightKind.GEOGRAPHICAL_INDICATION: "地理标志",
    RightKind.PATENT: "专利",
    RightKind.PLANT_VARIETY: "植物新品种",
    RightKind.PRODUCT_RULE: "产品管理规定",
}
ACT_BY_REASON = {"same_mark": 1, "similar_mark": 2, "labels": 4}
"""Reasons of a verdict that name an item of 商标法 §57; the others leave it to the officer."""


def gather(session: Session, settings: Settings, row: NoticeRow, kind: Kind) -> dict[str, Any]:
    """The facts known to the store, as read_facts takes them; what is unknown is left out."""
    leads = [session.get_one(LeadRow, number) for number in notice_leads(session, row.id)]
    listings = [listing_facts(session, lead) for lead in leads]
    facts: dict[str, Any] = {
        "office": known(
            name=settings.office_name,
            short=settings.office_short,
            address=settings.office_address,
            contact=settings.office_contact,
        ),
        "recipient": _recipient(session, row),
        "listings": listings,
        "evidence": [found for lead in leads if (found := evidence_facts(session, lead))],
        "reviewer": _reviewer(session, leads),
        "subject": _subject(session, leads),
        "acts": sorted({act for lead in leads if (act := _act(session, lead))}),
        "comparisons": _comparisons(session, leads),
    }
    asked = {item.name for item in kind.fields}
    facts["fields"] = known(
        blocked=_blocked(session, row) if "blocked" in asked else None,
        package=handed_over(session, leads) if "package" in asked else None,
    )
    if row.right_id:
        facts |= _right(session, row.right_id)
    sender = facts["office"] if kind.track is not Track.HOLDER else facts.get("holder", {})
    facts["sender"] = sender.get("name")
    return known(**facts)


def _right(session: Session, right_id: str) -> dict[str, Any]:
    right = load_right(session, right_id)
    shown = known(
        text=right.text,
        kind=KIND_NAMES[right.kind],
        registration_no=right.registration_no,
        classes=list(right.classes),
        goods=list(right.goods),
        valid_from=_day(right.valid_from),
        valid_until=_day(right.valid_until),
        verified=right.verified,
    )
    if right.holder is None:
        return {"rights": [shown]}
    holder = load_holder(session, right.holder)
    names = ("name", "identity", "address", "contact", "phone", "email")
    return {
        "rights": [shown],
        "holder": known(**{name: getattr(holder, name) for name in names}),
    }


def _blocked(session: Session, row: NoticeRow) -> str | None:
    """What the compliance ledger (合规台账) says of the platform's login and captcha pages."""
    if row.platform is None:
        return None
    ledger = session.execute(
        sa.select(
            sa.func.sum(ComplianceRow.requests),
            sa.func.sum(ComplianceRow.blocked),
            sa.func.min(ComplianceRow.first_at, type_=Moment()),
            sa.func.max(ComplianceRow.last_at, type_=Moment()),
        ).where(of_platform(row.platform), ComplianceRow.blocked > 0)
    ).one()
    requests, blocked, first, last = ledger
    if not blocked or first is None or last is None:
        return None
    days = dict.fromkeys(
        chinese_date(moment.astimezone(OFFICE_TIME).date()) for moment in (first, last)
    )
    return (
        f"{'至'.join(days)}，我局自动访问程序访问{row.platform}共请求{requests}次，其中{blocked}次"
        "遇到登录或者验证页面，已停止访问，未取得相关商品信息。"
    )


def _reviewer(session: Session, leads: Sequence[LeadRow]) -> dict[str, Any]:
    """核查员: whoever gave the verdicts that stand; several names where several did."""
    decisions = [decision for lead in leads if (decision := last_decision(session, lead.id))]
    if not decisions or len(decisions) < len(leads):
        return {}
    names = dict.fromkeys(decision.officer for decision in decisions)
    return {
        "name": "、".join(names),
        "decided_on": _day(max(decision.decided_at for decision in decisions)),
    }


def _act(session: Session, lead: LeadRow) -> int | None:
    decision = last_decision(session, lead.id)
    return ACT_BY_REASON.get(decision.reason or "") if decision else None


def _recipient(session: Session, row: NoticeRow) -> dict[str, Any]:
    platform = session.get(PlatformRow, row.platform) if row.platform else None
    return known(name=platform.title) if platform else {}


def _subject(session: Session, leads: Sequence[LeadRow]) -> dict[str, Any]:
    """当事人, where all leads show one and the same operator."""
    found = []
    for lead in leads:
        record = session.get_one(ListingVersionRow, lead.version_id).record
        operator = Listing.from_json(record).operator
        found.append(operator.to_json() if operator else {})
    if not found or any(operator != found[0] for operator in found):
        return {}
    first = found[0]
    return known(
        name=first.get("name"), identity=first.get("credit_code"), address=first.get("address")
    )


def _comparisons(session: Session, leads: Sequence[LeadRow]) -> list[dict[str, Any]]:
    """A first comparison from the reasons of the newest assessments, for the officer to correct."""
    if not leads:
        return []
    right = load_right(session, leads[0].right_id)
    signals = [session.get_one(AssessmentRow, lead.assessment_id).signals for lead in leads]
    return compare_signals(right, signals)


def _day(moment: Any) -> str | None:
    if moment is None:
        return None
    if isinstance(moment, datetime):
        moment = moment.astimezone(OFFICE_TIME).date()
    return str(moment.isoformat())
