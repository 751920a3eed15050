"""待确认的更改: what one administrator of 三员分立 proposed and another confirms."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import Role
from storage.tables.base import Base, enumeration, now, row_id


class ChangeAct(StrEnum):
    """What is proposed."""

    OPEN = "open"
    ROLE = "role"
    PASSWORD = "password"  # noqa: S105  the name of an act
    FACTOR = "factor"
    TOKEN = "token"  # noqa: S105
    WEBHOOK = "webhook"


class PendingChangeRow(Base):
    __tablename__ = "pending_changes"

    id: Mapped[int] = row_id()
    act: Mapped[ChangeAct] = mapped_column(enumeration(ChangeAct, name="act"))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    """The account that it is about; of tokens and webhooks None."""
    token_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tokens.id", ondelete="CASCADE"))
    webhook_id: Mapped[int | None] = mapped_column(sa.ForeignKey("webhooks.id", ondelete="CASCADE"))
    role: Mapped[Role | None] = mapped_column(enumeration(Role, name="role"))
    """The role that the account is to have."""
    password_hash: Mapped[str | None]
    """Of the password that the account is to have."""
    proposed_by: Mapped[str] = mapped_column(sa.String(100))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
