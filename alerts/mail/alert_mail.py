"""告警: the mail that tells a right holder of a confirmed lead, and its correction (更正)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.mail.alert_picture import Picture
from alerts.mail.answer_request import AnswerRequest
from alerts.mail.envelope import Mail, enclose
from alerts.mail.grounds import grounds
from alerts.text.chinese import chinese_minute
from alerts.text.plain_text import masked_line, one_line
from storage.base.reasons import REASON_BY_CODE
from storage.base.settings import Settings
from storage.records import Listing, Right
from storage.records.right_words import HOLDER_NAMES
from storage.rights.store import load_rights_of
from storage.tables import AssessmentRow, DecisionRow, LeadRow, ListingVersionRow

MOST_REASONS = 6
"""Grounds in one alert, chosen by hand: a holder reads the strongest ones; the lead's page has all."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One confirmed lead as its holder may see it: listing and grounds, no officer's name."""

    decision_id: int
    decided_at: datetime
    lead_id: int
    reason: str
    """The officer's reason, in Chinese."""
    right: Right
    listing: Listing
    grounds: tuple[str, ...]
    """One line a ground, the strongest first."""


def load_alert(session: Session, decision: DecisionRow) -> Alert:
    """The facts of an alert, as they stood when the officer decided."""
    (alert,) = load_alerts(session, [decision])
    return alert


def load_alerts(session: Session, decisions: Sequence[DecisionRow]) -> list[Alert]:
    """The same of many decisions, in their order; one statement, and those that load each right."""
    query = (
        sa.select(DecisionRow.id, LeadRow.right_id, AssessmentRow.signals, ListingVersionRow.record)
        .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
        .join(AssessmentRow, AssessmentRow.id == DecisionRow.assessment_id)
        .join(ListingVersionRow, ListingVersionRow.id == AssessmentRow.version_id)
        .where(DecisionRow.id.in_([decision.id for decision in decisions]))
    )
    facts = {row.id: row for row in session.execute(query)}
    rights = load_rights_of(session, (row.right_id for row in facts.values()))
    alerts = []
    for decision in decisions:
        row = facts[decision.id]
        right, reason = rights[row.right_id], REASON_BY_CODE.get(decision.reason or "")
        alerts.append(
            Alert(
                decision_id=decision.id,
                decided_at=decision.decided_at,
                lead_id=decision.lead_id,
                reason=reason.name if reason and reason.verdict else "经人工核查",
                right=right,
                listing=row.record,
                grounds=grounds(row.signals, right.kind, most=MOST_REASONS),
            )
        )
    return alerts


def alert_key(decision_id: int) -> str:
    """Outbox key: one alert a decision, so a lead confirmed anew is announced anew."""
    return f"alert:{decision_id}"


def alert_mail(
    alert: Alert,
    *,
    holder: str,
    to: str,
    request: AnswerRequest,
    picture: Picture | None,
    settings: Settings,
) -> EmailMessage:
    """The alert to the holder named `holder`: what is asked and by when, then the facts, and the
    captured page where its picture may leave."""
    return enclose(
        Mail(
            key=alert_key(alert.decision_id),
            to=to,
            at=alert.decided_at,
            subject=f"【线索提示】涉嫌侵犯“{alert.right.text}”：{masked_line(alert.listing.title, 40)}",
            template="alert",
            facts=alert_facts(alert, holder)
            | {"grounds": alert.grounds, "reason": alert.reason, "captured": _captured(picture)}
            | request.facts(alert.right),
            headers={},
            picture=picture.jpeg if picture else None,
        ),
        settings,
    )


def correction_key(decision_id: int) -> str:
    """Outbox key of the correction of the alert that this decision sent."""
    return f"correction:{decision_id}"


def correction_mail(
    alert: Alert, *, holder: str, to: str, why: str, at: datetime, reply_to: str, settings: Settings
) -> EmailMessage:
    """The correction of an alert that has gone; it stands in the alert's thread."""
    return enclose(
        Mail(
            key=correction_key(alert.decision_id),
            to=to,
            at=at,
            subject=f"【更正】撤回“{alert.right.text}”线索提示：{masked_line(alert.listing.title, 40)}",
            template="correction",
            facts=alert_facts(alert, holder) | {"why": masked_line(why, 500)},
            headers={"In-Reply-To": reply_to, "References": reply_to},
        ),
        settings,
    )


def alert_facts(alert: Alert, holder: str) -> dict[str, object]:
    right = alert.right
    number = (
        f"，注册号／登记号 {one_line(right.registration_no, 60)}" if right.registration_no else ""
    )
    return {
        "holder": one_line(holder, 100),
        "lead_id": alert.lead_id,
        "decided": chinese_minute(alert.decided_at),
        "right": f"“{one_line(right.text, 100)}”（{HOLDER_NAMES[right.kind]}{number}）",
        "rows": listing_rows(alert.listing),
        "url": one_line(alert.listing.url, 2000),
    }


def _captured(picture: Picture | None) -> str:
    if picture is None:
        return ""
    at = chinese_minute(picture.captured_at)
    return f"{at}固定，清单 SHA-256：{picture.manifest_sha256}"


def listing_rows(listing: Listing) -> list[tuple[str, str]]:
    """What locates the goods, as a holder may read it; a value the page did not show has no row."""
    rows = (
        ("标题", masked_line(listing.title)),
        ("平台", masked_line(listing.platform)),
        ("店铺", masked_line(listing.shop)),
        ("价格", masked_line(price_text(listing))),
        ("商品编号", one_line(listing.item_id)),
        ("所在地", masked_line(listing.location)),
        ("页面时间", chinese_minute(listing.seen_at) if listing.seen_at else ""),
    )
    return [(name, value) for name, value in rows if value]


def price_text(listing: Listing) -> str:
    """¥29.90, or the amount with its currency's code; empty where the page showed none."""
    if listing.price is None:
        return ""
    if listing.currency in (None, "", "CNY"):
        return f"¥{listing.price:f}"
    return f"{listing.price:f} {listing.currency}"
