"""Officers, their sessions and saved views, and tokens of programs."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import Role
from storage.tables.base import Base, enumeration, now, row_id


class UserRow(Base):
    __tablename__ = "users"

    id: Mapped[int] = row_id()
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    role: Mapped[Role] = mapped_column(enumeration(Role, name="role"))
    """officer 核查员, approver 审批人, legal 法制, admin 管理员, viewer 只读."""
    full_name: Mapped[str | None] = mapped_column(sa.String(100))
    """姓名; None = the login is shown."""
    function: Mapped[str | None] = mapped_column(sa.String(100))
    """职务."""
    sub_office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sub_offices.id"))
    """下级机构 that the user belongs to; None: the office itself."""
    password_hash: Mapped[str | None]
    password_at: Mapped[datetime] = mapped_column(default=now)
    """When the password was set."""
    must_change: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Somebody else set the password, and the office wants it changed first."""
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    totp_seed: Mapped[str | None]
    """动态口令 (RFC 6238): the seed, sealed; None = the password alone signs in."""
    totp_step: Mapped[int | None]
    """The last half minute whose code was used: no code is taken twice."""
    oidc_subject: Mapped[str | None] = mapped_column(sa.String(300), unique=True)
    """Whose account it is at the office's single sign-on (`storage.people.oidc_accounts`); None = not bound."""
    created_at: Mapped[datetime] = mapped_column(default=now)


class SignInAddressRow(Base):
    """Failed sign-ins of one client address, whatever names were tried; dropped after a day."""

    __tablename__ = "sign_in_addresses"

    address: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_at: Mapped[datetime] = mapped_column(default=now)


class RecoveryCodeRow(Base):
    """恢复码: signs in once where the telephone is lost; only its hash is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = row_id()
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64))


class SavedViewRow(Base):
    """A view of the queue that an officer or the office keeps under a name (常用视图)."""

    __tablename__ = "saved_views"
    __table_args__ = (sa.Index(None, "user_id"),)

    id: Mapped[int] = row_id()
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    """Whose it is; None = the office's."""
    name: Mapped[str] = mapped_column(sa.String(40))
    query: Mapped[str] = mapped_column(sa.String(2000))
    """The query string of the queue's page: tab, filters, sort."""
    saved_by: Mapped[str] = mapped_column(sa.String(100))
    saved_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]
    """Set on deletion, so that it can be taken back (撤销删除)."""


class SessionRow(Base):
    """A signed-in browser; only the hash of its secret is kept."""

    __tablename__ = "sessions"

    secret_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    half: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """The password was right, the second factor is still asked: opens nothing yet."""
    address: Mapped[str | None] = mapped_column(sa.String(64))
    """Of the client that signed in."""
    agent: Mapped[str | None] = mapped_column(sa.String(300))
    """What the browser called itself (User-Agent)."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)


class TokenRow(Base):
    """A program's access to the API."""

    __tablename__ = "tokens"

    id: Mapped[int] = row_id()
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    scope: Mapped[str] = mapped_column(sa.String(200))
    """Names of `storage.people.api_tokens.SCOPES`, with commas."""
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    """The officer whose browser bears it; None = a program's own."""
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]
    waiting: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Another administrator has not confirmed it yet: it opens nothing."""
