"""通知渠道: robots of WeCom, DingTalk and Feishu that tell people of what happens."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, enumeration, now, row_id


class RobotKind(StrEnum):
    """Whose robot it is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


class NoticeChannelRow(Base):
    __tablename__ = "notice_channels"

    id: Mapped[int] = row_id()
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    kind: Mapped[RobotKind] = mapped_column(enumeration(RobotKind, name="kind"))
    sealed_key: Mapped[str] = mapped_column(sa.String(2000))
    """The robot's key, and its signing secret where it has one, sealed."""
    server: Mapped[str | None] = mapped_column(sa.String(300))
    """Address of a private deployment's robots; None = the public service."""
    purposes: Mapped[str] = mapped_column(sa.String(300))
    """What it is told, names with commas."""
    quiet_hours: Mapped[str | None] = mapped_column(sa.String(11))
    """Office time in which it is told nothing, 22:00-07:00."""
    active: Mapped[bool] = mapped_column(default=False)
    marks: Mapped[str] = mapped_column(sa.String(1000), default="")
    """What it was told last of each purpose, as JSON: so that nothing is told twice."""
    last_at: Mapped[datetime | None]
    last_fault: Mapped[str | None] = mapped_column(sa.String(300))
    created_at: Mapped[datetime] = mapped_column(default=now)
