"""登录会话: who is signed in, from where, and ending it; who has to wait at sign-in, and letting her in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_existing
from storage.base.errors import NotFound, Refused
from storage.people.passwords import secret_hash
from storage.people.sign_in import open_conditions
from storage.tables import SessionRow, SignInAddressRow, UserRow
from storage.tables.base import now

_MARK = 16
"""Characters of a session's hash that name it on a page: enough to tell it, not its secret."""


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """One signed-in browser."""

    mark: str
    user: str
    full_name: str | None
    address: str | None
    agent: str | None
    since: datetime
    last_use: datetime
    is_present: bool
    """Whether it is the asking browser's."""


@dataclass(frozen=True, kw_only=True)
class SignInWait:
    """An account, an address or a name that nobody bears, after failed sign-ins."""

    key: str
    """user:NAME, or address:ADDRESS as it is counted."""
    failures: int
    until: datetime | None
    """Until when it has to wait; None where the next failure is still free."""


def signed_in_user(session: Session, user_id: int, secret: str) -> UserRow:
    """Her account, locked, of whom the secret still signs in: a new password may have ended the session since the
    request came, and must not be survived by a way in that the request opens. Raises Refused."""
    user = lock_existing(session, UserRow, user_id)
    query = sa.select(SessionRow.user_id).where(
        SessionRow.secret_hash == secret_hash(secret),
        SessionRow.user_id == user_id,
        *open_conditions(now()),
    )
    if session.scalar(query) is None:
        raise Refused("sign-in.expired")
    return user


def open_sessions(
    session: Session, *, user_id: int | None = None, secret: str = ""
) -> Sequence[OpenSession]:
    """Sessions that are open, those used last first; of one user, or of all."""
    query = (
        sa.select(SessionRow, UserRow.name, UserRow.full_name)
        .join(UserRow, UserRow.id == SessionRow.user_id)
        .where(*open_conditions(now()))
        .order_by(SessionRow.seen_at.desc())
    )
    if user_id is not None:
        query = query.where(SessionRow.user_id == user_id)
    present = secret_hash(secret)
    return [
        OpenSession(
            mark=row.secret_hash[:_MARK],
            user=name,
            full_name=full_name,
            address=row.address,
            agent=row.agent,
            since=row.created_at,
            last_use=row.seen_at,
            is_present=row.secret_hash == present,
        )
        for row, name, full_name in session.execute(query)
    ]


def end_session(session: Session, mark: str, *, actor: str, user_id: int | None = None) -> None:
    """End one session at once; `user_id` narrows it to one's own. Raises NotFound."""
    query = (
        sa.select(SessionRow, UserRow.name)
        .join(UserRow, UserRow.id == SessionRow.user_id)
        .where(SessionRow.secret_hash.startswith(mark, autoescape=True))
    )
    if user_id is not None:
        query = query.where(SessionRow.user_id == user_id)
    row = session.execute(query).first() if len(mark) == _MARK else None
    if row is None:
        raise NotFound("session.unknown")
    session.delete(row[0])
    trail.record(session, actor=actor, act="session.end", subject=f"user:{row[1]}")


def end_others(session: Session, user_id: int, secret: str, *, actor: str) -> None:
    """End all sessions of a user but the one that asks."""
    session.execute(
        sa.delete(SessionRow).where(
            SessionRow.user_id == user_id, SessionRow.secret_hash != secret_hash(secret)
        )
    )
    trail.record(session, actor=actor, act="session.end", subject=f"user:{actor}")


def sign_in_waits(session: Session) -> Sequence[SignInWait]:
    """Failed sign-ins that are still counted, those that have to wait longest first."""
    users = session.scalars(sa.select(UserRow).where(UserRow.failures > 0, UserRow.active))
    addresses = session.scalars(sa.select(SignInAddressRow).where(SignInAddressRow.failures > 0))
    waits = [
        *(_wait(f"user:{user.name}", user.failures, user.locked_until) for user in users),
        *(_wait(f"address:{row.address}", row.failures, row.locked_until) for row in addresses),
    ]
    return sorted(waits, key=lambda wait: (wait.until is None, -wait.failures, wait.key))


def release_wait(session: Session, key: str, *, actor: str) -> None:
    """Forget the failures of an account or an address, so that it need not wait. Raises NotFound."""
    kind, _, name = key.partition(":")
    if kind == "user":
        query = sa.update(UserRow).where(UserRow.name == name)
        changed = session.execute(query.values(failures=0, locked_until=None).returning(UserRow.id))
    else:
        changed = session.execute(
            sa.delete(SignInAddressRow)
            .where(SignInAddressRow.address == name)
            .returning(SignInAddressRow.address)
        )
    if changed.first() is None:
        raise NotFound("session.no-wait")
    # A client's address is personal data and goes after a day; the audit stays for ever.
    subject = f"user:{name}" if kind == "user" else "address"
    trail.record(session, actor=actor, act="session.release", subject=subject)


def _wait(key: str, failures: int, until: datetime | None) -> SignInWait:
    return SignInWait(
        key=key, failures=failures, until=until if until is not None and until > now() else None
    )
