"""通知渠道: robots of groups that are told that something waits; off until an administrator adds one.

Keys are sealed: who has one may write into the group.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import add_unique
from storage.base.errors import BadInput, EgressRefused, NotFound
from storage.base.setting_kinds import QUIET_HOURS
from storage.base.settings import Settings
from storage.files.sealed_secrets import seal, unseal
from storage.net.destination import read_destination
from storage.tables import NoticeChannelRow, RobotKind


class Purpose(StrEnum):
    """What a channel is told of."""

    RED = "red"
    TERMS = "terms"
    LETTERS = "letters"
    TROUBLE = "trouble"


KIND_NAMES = {RobotKind.WECOM: "企业微信", RobotKind.DINGTALK: "钉钉", RobotKind.FEISHU: "飞书"}
PURPOSE_NAMES = {
    Purpose.RED: "新的红色线索",
    Purpose.TERMS: "期限到期与逾期（每天一次）",
    Purpose.LETTERS: "新的文书草稿",
    Purpose.TROUBLE: "运行异常",
}
LONGEST_NAME = 100
_TOKEN = re.compile(r"(?:[?&](?:key|access_token)=|/hook/)([A-Za-z0-9_-]+)")
"""The token in the address that the group shows."""
_PLAIN = re.compile(r"[A-Za-z0-9_-]{8,200}")


@dataclass(frozen=True, kw_only=True)
class RobotKey:
    """What opens a robot."""

    token: str
    secret: str = ""
    """Of 加签 (DingTalk) or 签名校验 (Feishu); empty where the robot asks for none."""


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One channel, its key sealed."""

    id: int
    name: str
    kind: RobotKind
    sealed_key: str
    server: str | None
    purposes: tuple[Purpose, ...]
    quiet_hours: str | None
    active: bool
    marks: Mapping[str, str] = field(default_factory=dict)
    """What it was told last, by purpose."""
    last_at: datetime | None = None
    last_fault: str | None = None


def read_key(address: str, secret: str) -> RobotKey:
    """The key out of the address that the group shows, or the token alone. Raises BadInput."""
    match = _TOKEN.search(address)
    token = match[1] if match else address.strip()
    if not _PLAIN.fullmatch(token) or len(secret) > 200:
        raise BadInput("channel.no-key")
    return RobotKey(token=token, secret=secret.strip())


def add_channel(
    session: Session,
    settings: Settings,
    *,
    name: str,
    kind: RobotKind,
    key: RobotKey,
    server: str | None,
    actor: str,
) -> int:
    """Add a channel, off and told of nothing until it is said of what. Raises BadInput."""
    if not name or len(name) > LONGEST_NAME:
        raise BadInput("channel.name", characters=LONGEST_NAME)
    if server is not None:
        try:
            read_destination(server)
        except EgressRefused as error:
            raise BadInput("channel.server", reason=error) from error
    sealed = seal(settings.home, json.dumps([key.token, key.secret]))
    row = NoticeChannelRow(name=name, kind=kind, sealed_key=sealed, server=server, purposes="")
    add_unique(session, row, BadInput("channel.taken", name=name))
    trail.record(session, actor=actor, act="channel.add", subject=f"channel:{row.id}", name=name)
    return row.id


def change_channel(
    session: Session,
    channel_id: int,
    *,
    active: bool,
    purposes: Collection[Purpose],
    quiet_hours: str | None,
    actor: str,
) -> None:
    """What a channel is told of, when not, and whether at all. Raises BadInput, NotFound."""
    if quiet_hours is not None and not re.fullmatch(QUIET_HOURS, quiet_hours):
        raise BadInput("channel.quiet", text=quiet_hours)
    if active and not purposes:
        raise BadInput("channel.no-purpose")
    row = _load(session, channel_id)
    names = [purpose.value for purpose in Purpose if purpose in purposes]
    # What came while it was off, or was not wanted, is no news.
    marks = {name: mark for name, mark in _marks(row).items() if name in names and row.active}
    row.purposes, row.quiet_hours, row.active = ",".join(names), quiet_hours, active
    row.marks = json.dumps(marks)
    trail.record(
        session,
        actor=actor,
        act="channel.change",
        subject=f"channel:{row.id}",
        name=row.name,
        active=active,
        purposes=names,
    )


def drop_channel(session: Session, channel_id: int, *, actor: str) -> None:
    """Delete a channel and its key. Raises NotFound."""
    row = _load(session, channel_id)
    session.delete(row)
    trail.record(
        session, actor=actor, act="channel.drop", subject=f"channel:{channel_id}", name=row.name
    )


def list_channels(session: Session) -> Sequence[Channel]:
    """All channels by name."""
    rows = session.scalars(sa.select(NoticeChannelRow).order_by(NoticeChannelRow.name))
    return [_channel(row) for row in rows]


def active_channels(session: Session) -> Sequence[Channel]:
    """Those that are on."""
    return [channel for channel in list_channels(session) if channel.active]


def load_channel(session: Session, channel_id: int) -> Channel:
    """One channel. Raises NotFound."""
    return _channel(_load(session, channel_id))


def channel_key(settings: Settings, channel: Channel) -> RobotKey:
    """Raises StoreUnavailable where it was sealed with another key."""
    token, secret = json.loads(unseal(settings.home, channel.sealed_key))
    return RobotKey(token=token, secret=secret)


def keep_outcome(
    session: Session,
    channel_id: int,
    *,
    marks: Mapping[Purpose, str] | None,
    at: datetime | None,
    fault: str | None,
) -> None:
    """What became of telling a channel; None leaves the marks or the moment as they were."""
    row = session.get(NoticeChannelRow, channel_id)
    if row is None:
        return
    if marks is not None:
        row.marks = json.dumps({purpose.value: mark for purpose, mark in marks.items()})
    if at is not None:
        row.last_at, row.last_fault = at, fault[:300] if fault else None


def _load(session: Session, channel_id: int) -> NoticeChannelRow:
    row = session.get(NoticeChannelRow, channel_id)
    if row is None:
        raise NotFound("channel.unknown", number=channel_id)
    return row


def _marks(row: NoticeChannelRow) -> dict[str, str]:
    marks = json.loads(row.marks or "{}")
    return {str(name): str(mark) for name, mark in marks.items()}


def _channel(row: NoticeChannelRow) -> Channel:
    return Channel(
        id=row.id,
        name=row.name,
        kind=row.kind,
        sealed_key=row.sealed_key,
        server=row.server,
        purposes=tuple(Purpose(name) for name in row.purposes.split(",") if name),
        quiet_hours=row.quiet_hours,
        active=row.active,
        marks=_marks(row),
        last_at=row.last_at,
        last_fault=row.last_fault,
    )
