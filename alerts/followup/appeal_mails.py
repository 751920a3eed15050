"""申诉邮件: officers learn of a new appeal, the seller of its result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.mail.envelope import Mail, enclose, read_address, read_addresses
from alerts.text.chinese import chinese_date
from alerts.text.plain_text import masked_line
from storage.appeals.links import RESULT_PATH, appeal_key, result_token
from storage.appeals.reasons import REASON_BY_CODE
from storage.base.office_time import day_of
from storage.base.settings import Settings
from storage.outgoing.outbox import put_mail
from storage.tables import AppealRow, AppealState
from storage.tables.base import now

RESULT_NAMES = {
    AppealState.UPHELD: "申诉成立",
    AppealState.REJECTED: "申诉不成立",
    AppealState.DECLINED: "不予受理",
}
"""What the seller is told of a decided appeal."""


def queue_receipt(session: Session, settings: Settings, appeal: AppealRow) -> int:
    """Queue the mail of a new appeal to each officer's address. Returns how many were queued."""
    due = chinese_date(day_of(appeal.due_at))
    numbers = [
        _queue(
            session,
            settings,
            appeal,
            key=f"appeal:{appeal.id}:{to}",
            to=to,
            at=appeal.created_at,
            subject=f"【商家申诉】{appeal.number}，请于{due}前答复",
            template="appeal_received",
            path=f"/appeals/{appeal.id}",
            facts={"reason": REASON_BY_CODE[appeal.reason].name, "due": due},
        )
        for to in read_addresses(settings.officer_mails)
    ]
    return sum(number is not None for number in numbers)


def queue_result(session: Session, settings: Settings, appeal: AppealRow) -> int | None:
    """Queue the result to the seller; None where no usable address was left."""
    to = read_address(appeal.mail)
    if to is None:
        return None
    result = RESULT_NAMES[appeal.state]
    return _queue(
        session,
        settings,
        appeal,
        key=f"appeal-result:{appeal.id}:{to}",
        to=to,
        at=appeal.decided_at,
        subject=f"【申诉结果】{appeal.number}：{result}",
        template="appeal_result",
        path=RESULT_PATH + result_token(appeal_key(settings.home), appeal.id),
        facts={"result": result, "is_upheld": appeal.state is AppealState.UPHELD},
    )


def _queue(
    session: Session,
    settings: Settings,
    appeal: AppealRow,
    *,
    key: str,
    to: str,
    at: datetime | None,
    subject: str,
    template: str,
    path: str,
    facts: Mapping[str, object],
) -> int | None:
    """Queue one mail on an appeal, with its page where the console has an address."""
    shared = {
        "appeal": appeal,
        "shop": masked_line(appeal.shop, 60),
        "page": f"{settings.console_url}{path}" if settings.console_url else "",
    }
    mail = Mail(
        key=key,
        to=to,
        at=at or now(),
        subject=subject,
        template=template,
        facts={**shared, **facts},
        headers={},
    )
    return put_mail(session, key=key, kind="appeal", message=enclose(mail, settings))
