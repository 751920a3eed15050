"""Telling the channels: each of what is new for it, outside of its quiet hours; a failure is tried again later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from alerts.mail.quiet_hours import is_quiet
from alerts.mail.trouble_mail import Trouble
from alerts.robots.news import News, news_of
from alerts.robots.robot_message import fault_words, send_to_robot
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.message import Language
from storage.base.settings import Settings
from storage.outgoing.notice_channels import (
    Channel,
    Purpose,
    active_channels,
    channel_key,
    keep_outcome,
    load_channel,
)
from storage.tables.base import now

WAIT = timedelta(minutes=10)
"""Between two tries of a channel that failed; chosen by hand."""


def tell_channels(
    database: Database,
    settings: Settings,
    troubles_of_office: Callable[[], Sequence[Trouble]],
    at: datetime | None = None,
) -> int:
    """Tell every channel that is on. Returns how many were told.

    `troubles_of_office` is asked where a channel whose turn it is wants them.
    """
    at = at or now()
    with database.read() as session:
        channels = [channel for channel in active_channels(session) if _is_due(channel, at)]
    is_watched = any(Purpose.TROUBLE in channel.purposes for channel in channels)
    troubles = troubles_of_office() if is_watched else ()
    return sum(_tell(database, settings, channel, troubles, at) for channel in channels)


def try_channel(database: Database, settings: Settings, channel_id: int) -> None:
    """A trial message now, whatever the hour. Raises HubiaoError where it did not arrive; both are kept."""
    with database.read() as session:
        channel = load_channel(session, channel_id)
    text = f"【护标】{settings.office_name}\n这是一条测试通知，请勿回复。"
    error = _send(settings, channel, text, now())
    with database.begin() as session:
        fault = error.text(Language.CHINESE) if error else None
        keep_outcome(session, channel.id, marks=None, at=now(), fault=fault)
    if error:
        raise error


def _is_due(channel: Channel, at: datetime) -> bool:
    """Whether a channel is told now: it is no quiet hour, and its last failure is long enough ago."""
    if channel.last_fault and channel.last_at and channel.last_at > at - WAIT:
        return False
    return not is_quiet(channel.quiet_hours, at)


def _tell(
    database: Database,
    settings: Settings,
    channel: Channel,
    troubles: Sequence[Trouble],
    at: datetime,
) -> bool:
    with database.read() as session:
        news: dict[Purpose, News] = {
            purpose: news_of(
                session, purpose, channel.marks.get(purpose, ""), settings, troubles, at
            )
            for purpose in channel.purposes
        }
    lines = [item for item in news.values() if item.line]
    marks = {purpose: item.mark for purpose, item in news.items()}
    error = _send(settings, channel, _words(settings, lines), at) if lines else None
    if lines or marks != channel.marks:
        with database.begin() as session:
            fault = error.text(Language.CHINESE) if error else None
            keep_outcome(
                session,
                channel.id,
                marks=None if error else marks,
                at=at if lines else None,
                fault=fault,
            )
    return bool(lines) and error is None


def _send(settings: Settings, channel: Channel, text: str, at: datetime) -> HubiaoError | None:
    try:
        key = channel_key(settings, channel)
    except HubiaoError as error:
        return error  # sealed on another machine: the other channels are told all the same
    try:
        send_to_robot(settings, channel.kind, key, channel.server, text, at)
    except HubiaoError as error:
        return fault_words(error, key)
    return None


def _words(settings: Settings, lines: Sequence[News]) -> str:
    console = settings.console_url or ""
    texts = [f"{item.line}{'：' + console + item.page if console else ''}" for item in lines]
    return "\n".join([f"【护标】{settings.office_name}", *texts])
