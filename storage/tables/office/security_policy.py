"""安全策略: one row of rules on passwords, administrators apart, and where the audit is sent."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base.contested_rows import insert_missing, lock_existing
from storage.tables.base import Base


class SecurityPolicyRow(Base):
    __tablename__ = "security_policy"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Always 1; without the row the defaults hold."""
    password_length: Mapped[int] = mapped_column(default=8)
    password_kinds: Mapped[int] = mapped_column(default=0)
    """How many of small letters, capitals, digits and signs a password has at least."""
    password_days: Mapped[int] = mapped_column(default=0)
    """Days after which a password must be changed; 0 = never."""
    change_first: Mapped[bool] = mapped_column(default=False)
    """A password that an administrator gave must be changed at the first sign-in."""
    separate_admins: Mapped[bool] = mapped_column(default=False)
    """三员分立: system, security and audit administrators apart."""
    proposed_by: Mapped[str | None] = mapped_column(sa.String(100))
    """Who proposed to switch `separate_admins`; another person confirms."""
    proposed_at: Mapped[datetime | None]
    syslog_address: Mapped[str | None] = mapped_column(sa.String(300))
    """tcp://host:port or tls://host:port to which the audit is sent; None = nowhere."""
    syslog_sent: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    """Number of the last entry of the audit that was sent."""
    syslog_fault: Mapped[str | None] = mapped_column(sa.String(300))
    """Why the last sending failed."""


def policy_row(session: Session) -> SecurityPolicyRow:
    """The one row, made if it is missing, locked for a change."""
    insert_missing(session, SecurityPolicyRow, [{"id": 1}], ["id"])
    return lock_existing(session, SecurityPolicyRow, 1)
