"""运行异常通知: the administrator gets one mail for each trouble of the installation, and the next one for the same
trouble only after it was over.

Which troubles are open stands in a file of the data folder. It is written before the mails are queued, and a mail's
key holds since when its trouble lasts: whoever is killed in between queues it at the next look, and never twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts.mail.envelope import Mail, enclose, read_addresses
from alerts.text.chinese import chinese_minute
from storage.base.settings import Settings
from storage.files.kept_json import keep_json, kept_json, kept_moment
from storage.outgoing.outbox import put_mail

_FILE = "troubles.json"
_KIND = "trouble"
_QUIET = timedelta(hours=1)
"""A trouble is over once it was absent for so long; chosen by hand, so that a disk at the limit writes no mail a
minute."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One trouble of the installation, in Chinese."""

    name: str
    """Stays the same while the trouble lasts: `backup`."""
    title: str
    """What is affected: 备份."""
    text: str
    """What is wrong."""
    remedy: str = ""
    """What helps."""
    milder: str = ""
    """Name of a trouble that is not over while this one lasts, and is not mailed of beside it."""
    address: str = ""
    """Page of the console where it is mended, as a path."""


@dataclass(frozen=True, kw_only=True)
class OpenTrouble:
    """Since when a trouble lasts, and when it was found last."""

    since: datetime
    last: datetime


def queue_trouble_mails(
    session: Session, settings: Settings, troubles: Sequence[Trouble], at: datetime
) -> int:
    """Queue a mail to each address of `admin_mails` for each trouble that is new. Returns their number.

    Raises StoreUnavailable where the data folder cannot be written to.
    """
    recipients = read_addresses(settings.admin_mails)
    if not recipients:
        return 0
    lasting = _remember(settings, troubles, at)
    queued = 0
    for trouble in troubles:
        since = lasting[trouble.name].since
        for to in recipients:
            key = f"{_KIND}:{trouble.name}:{since:%Y%m%dT%H%M%S}:{to}"
            message = enclose(_mail(trouble, key, to, since, settings), settings)
            queued += put_mail(session, key=key, kind=_KIND, message=message) is not None
    return queued


def _mail(trouble: Trouble, key: str, to: str, since: datetime, settings: Settings) -> Mail:
    console = settings.console_url or ""
    return Mail(
        key=key,
        to=to,
        at=since,
        subject=f"【运行异常】{trouble.title}",
        template=_KIND,
        facts={"trouble": trouble, "page": f"{console}{trouble.address}" if console and trouble.address else "",
               "at": chinese_minute(since)},
        headers={},
    )  # fmt: skip


def _remember(
    settings: Settings, troubles: Sequence[Trouble], at: datetime
) -> Mapping[str, OpenTrouble]:
    """Which troubles are open at this moment, these among them."""
    before = _read(settings)
    lasting = {name: entry for name, entry in before.items() if at - entry.last < _QUIET}
    names = {trouble.name for trouble in troubles}
    for name in names | ({trouble.milder for trouble in troubles} & lasting.keys()):
        since = lasting[name].since if name in lasting else at
        lasting[name] = OpenTrouble(since=since, last=at)
    if lasting != before:
        lines = {
            name: {"since": entry.since.isoformat(), "last": entry.last.isoformat()}
            for name, entry in lasting.items()
        }
        keep_json(settings, _FILE, lines)
    return lasting


def _read(settings: Settings) -> dict[str, OpenTrouble]:
    try:
        return {
            str(name): OpenTrouble(
                since=kept_moment(entry["since"]),
                last=kept_moment(entry["last"]),
            )
            for name, entry in kept_json(settings, _FILE).items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
