"""每日汇总: several confirmed leads of one holder in one mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from alerts.mail.alert_mail import Alert, alert_facts
from alerts.mail.answer_request import AnswerRequest
from alerts.mail.envelope import Mail, enclose
from storage.base.settings import Settings

MOST_REASONS = 3
"""Grounds for each lead, chosen by hand; its own page behind the link shows the listing whole."""


@dataclass(frozen=True, kw_only=True)
class DigestItem:
    """One lead of the mail, with what the holder is asked on it."""

    alert: Alert
    request: AnswerRequest


def holder_digest_mail(
    items: Sequence[DigestItem],
    *,
    key: str,
    holder: str,
    to: str,
    at: datetime,
    settings: Settings,
) -> EmailMessage:
    """The mail to the holder named `holder`, its leads in the given order."""
    marks = "、".join(dict.fromkeys(f"“{item.alert.right.text}”" for item in items))
    leads = [
        alert_facts(item.alert, holder)
        | {"reason": item.alert.reason, "grounds": item.alert.grounds[:MOST_REASONS]}
        | item.request.facts(item.alert.right)
        for item in items
    ]
    return enclose(
        Mail(
            key=key,
            to=to,
            at=at,
            subject=f"【线索提示】涉嫌侵犯{marks}的商品信息 {len(items)} 条",
            template="holder_digest",
            facts={"holder": leads[0]["holder"], "leads": leads, "term": items[0].request.term},
            headers={},
        ),
        settings,
    )
