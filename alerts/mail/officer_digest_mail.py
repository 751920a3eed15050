"""日报: what officers find in their mail each morning, in figures and a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage

from alerts.mail.envelope import Mail, enclose
from alerts.text.chinese import chinese_date, chinese_minute
from storage.base.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Digest:
    """The state of the work at one moment."""

    day: date
    at: datetime
    states: Sequence[tuple[str, int]]
    """Chinese name of a lead state, number of leads in it."""
    levels: Sequence[tuple[str, int]]
    """Chinese name of a level, number of leads that wait for a verdict."""
    new: int
    """Leads opened in the last 24 hours."""
    top: Sequence[tuple[int, str, str]]
    """Number, level and title of the first leads in the queue."""
    blocked: Sequence[tuple[str, str]]
    """Host and why: login or captcha; neither clean nor removed."""
    mails: Sequence[tuple[str, int]]
    """Chinese name of a trouble, number of mails in it."""
    due: Sequence[str]
    """Deadlines (期限) that pass soon or have passed, one line each."""
    teamwork: Sequence[tuple[str, int]] = ()
    """Late assignments and unread mentions: whose, how many."""


def digest_key(day: date, to: str) -> str:
    """Outbox key: one digest a day and recipient."""
    return f"digest:{day.isoformat()}:{to}"


def digest_mail(digest: Digest, *, to: str, settings: Settings) -> EmailMessage:
    """The digest to one officer; the only kind of mail that can be unsubscribed from (RFC 2369)."""
    waiting = sum(count for _, count in digest.levels)
    return enclose(
        Mail(
            key=digest_key(digest.day, to),
            to=to,
            at=digest.at,
            subject=f"【护标日报】{chinese_date(digest.day)}：待核查 {waiting}，新增 {digest.new}",
            template="digest",
            facts={"digest": digest, "at": chinese_minute(digest.at), "waiting": waiting,
                   "console": settings.console_url or ""},
            headers={
                "List-Id": f"<digest.{settings.mail_domain}>",
                "List-Unsubscribe": f"<mailto:{settings.mail_from}?subject=unsubscribe%20digest>",
            },
        ),
        settings,
    )  # fmt: skip
