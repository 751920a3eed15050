"""Plain mails put into the outbox, and what the relay made of them."""

from __future__ import annotations

from email.message import EmailMessage

import sqlalchemy as sa

from storage.base.database import Database
from storage.outgoing.outbox import put_mail
from storage.tables import NoticeRow, OutboxRow


def queue_mails(
    database: Database, count: int = 1, *, kind: str = "alert", to: str = "brand@holder.example"
) -> list[int]:
    with database.begin() as session:
        notice_id = None
        if kind == "letter":
            notice = NoticeRow(kind="platform-letter", track="B", drafted_by="li")
            session.add(notice)
            session.flush()
            notice_id = notice.id
        numbers = [
            put_mail(
                session, key=f"{kind}:{to}:{n}", kind=kind, message=_message(kind, to, n),
                notice_id=notice_id,
            )
            for n in range(count)
        ]  # fmt: skip
    return [number for number in numbers if number is not None]


def _message(kind: str, to: str, n: int) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "示例局 <office@office.example>", to
    message["Subject"] = f"线索提示 {n}"
    message["Message-ID"] = f"<{kind}-{to.split('@')[0]}-{n}@office.example>"
    message.set_content(f"正文 {n}\n.\n以点开头的行\n", cte="base64")
    return message


def states(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(sa.select(OutboxRow.state).order_by(OutboxRow.id)))


def mail(database: Database, number: int) -> OutboxRow:
    with database.read() as session:
        return session.get_one(OutboxRow, number)


def make_due(database: Database) -> None:
    """As if the time to wait had passed."""
    with database.begin() as session:
        past = sa.func.min(OutboxRow.created_at)
        earliest = session.scalar(sa.select(past))
        session.execute(sa.update(OutboxRow).values(not_before=earliest))
