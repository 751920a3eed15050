"""申诉邮件: officers learn of a new appeal, the seller of its result."""

from __future__ import annotations

from sqlalchemy.orm import Session

from alerts.mail.envelope import Mail, enclose, read_address
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
    recipients = [to for entry in settings.officer_mails if (to := read_address(entry))]
    queued = 0
    for to in recipients:
        key = f"appeal:{appeal.id}:{to}"
        message = enclose(
            Mail(
                key=key,
                to=to,
                at=appeal.created_at or now(),
                subject=f"【商家申诉】{appeal.number}，请于{chinese_date(day_of(appeal.due_at))}前答复",
                template="appeal_received",
                facts={
                    "appeal": appeal,
                    "shop": masked_line(appeal.shop, 60),
                    "reason": REASON_BY_CODE[appeal.reason].name,
                    "due": chinese_date(day_of(appeal.due_at)),
                    "page": f"{settings.console_url}/appeals/{appeal.id}"
                    if settings.console_url
                    else "",
                },
                headers={},
            ),
            settings,
        )
        queued += put_mail(session, key=key, kind="appeal", message=message) is not None
    return queued


def queue_result(session: Session, settings: Settings, appeal: AppealRow) -> int | None:
    """Queue the result to the seller; None where no usable address was left."""
    to = read_address(appeal.mail)
    if to is None:
        return None
    key = f"appeal-result:{appeal.id}:{to}"
    token = result_token(appeal_key(settings.home), appeal.id)
    message = enclose(
        Mail(
            key=key,
            to=to,
            at=appeal.decided_at or now(),
            subject=f"【申诉结果】{appeal.number}：{RESULT_NAMES[appeal.state]}",
            template="appeal_result",
            facts={
                "appeal": appeal,
                "shop": masked_line(appeal.shop, 60),
                "result": RESULT_NAMES[appeal.state],
                "is_upheld": appeal.state is AppealState.UPHELD,
                "page": f"{settings.console_url}{RESULT_PATH}{token}"
                if settings.console_url
                else "",
            },
            headers={},
        ),
        settings,
    )
    return put_mail(session, key=key, kind="appeal", message=message)
