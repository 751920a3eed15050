"""Signing in: passwords checked with a brake on guessing, sessions kept as hashes only."""

from __future__ import annotations

import os
import secrets
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.vocabulary import Role
from storage.people.passwords import password_fits, secret_hash
from storage.people.roles import roles_in_force
from storage.people.second_factor import takes_code
from storage.people.sign_in_brake import check_wait, count_attempt, take_back_attempt
from storage.tables import SecurityPolicyRow, SessionRow, UserRow
from storage.tables.base import now

IDLE = timedelta(hours=2)
"""A session ends after this long without a request; chosen by hand."""
ABSOLUTE = timedelta(hours=12)
"""A session ends after this long in any case: one working day."""
HALF = timedelta(minutes=5)
"""How long a right password waits for its second factor; chosen by hand."""

_HASHES_AT_ONCE = max(1, min(2, (os.cpu_count() or 1) // 2))
"""argon2 takes 64 MiB and four threads each: a flood of sign-ins must take neither all memory nor all
processors."""
_HASHING_NICENESS = 10
"""Of the threads that hash: pages go first (nice, setpriority(2)); chosen by hand."""
_IN_LINE = threading.BoundedSemaphore(8)
"""Sign-ins that wait for their turn, chosen by hand: the remaining threads of the console serve who is
signed in, and who comes when the line is full is refused."""


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Who is signed in (核查员 or another role)."""

    user_id: int
    name: str
    """The login, under which acts are recorded."""
    role: Role
    shown_name: str
    """The full name, else the login."""
    apart: bool = False
    """Administrators are set apart (三员分立)."""
    must_change: bool = False
    """The password must be changed before anything else."""

    def may(self, roles: frozenset[Role]) -> bool:
        """Whether this officer may do what these roles may."""
        return self.role in roles_in_force(roles, self.apart)


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """What a right password opened."""

    secret: str
    """The browser's cookie; stored nowhere."""
    half: bool
    """The second factor is still asked: `confirm` finishes it."""


def sign_in(
    database: Database,
    name: str,
    password: str,
    *,
    address: str | None = None,
    agent: str | None = None,
) -> SignedIn:
    """Check a name and password and begin a session, half open where a second factor is asked.

    `address` is the client's, `agent` what its browser calls itself. Raises Refused, in the same words for
    an unknown name and a wrong password, and while the account or the address has to wait.
    """
    user = check_password(database, name, password, address=address)
    with database.begin() as session:
        return open_after_check(session, user, address=address, agent=agent)


def open_after_check(
    session: Session, user: UserRow, *, address: str | None, agent: str | None
) -> SignedIn:
    """Begin a session for a user who proved who she is, half open where a second factor is asked."""
    if user.totp_seed is None:
        opened = open_session(session, user.id, user.name, address=address, agent=agent)
        return SignedIn(secret=opened, half=False)
    secret = secrets.token_urlsafe(32)
    session.add(SessionRow(secret_hash=secret_hash(secret), user_id=user.id, half=True))
    return SignedIn(secret=secret, half=True)


def check_password(
    database: Database, name: str, password: str, *, address: str | None = None
) -> UserRow:
    """The active user whose password this is. Raises Refused."""
    of_name = sa.select(UserRow).where(UserRow.name == name)
    with database.read() as session:  # who has to wait takes no turn of a writer
        check_wait(session, session.scalar(of_name), address, name)
    with database.begin() as session:
        user = session.scalar(of_name)
        check_wait(session, user, address, name)
        count_attempt(session, user, address, name)
    active = user is not None and user.active
    fits = _fits(user.password_hash if user is not None and active else None, password)
    if user is None or not active or not fits:
        with database.begin() as session:
            _record_refusal(session, user)
        raise Refused("sign-in.wrong-password")
    with database.begin() as session:
        take_back_attempt(session, user, address)
    return user


def confirm(
    database: Database,
    home: Path,
    secret: str,
    code: str,
    *,
    address: str | None = None,
    agent: str | None = None,
) -> str:
    """Finish a half-open sign-in with the second factor; returns a new session's secret.

    Raises Refused on a wrong or used code, and when the wait was too long.
    """
    with database.begin() as session:
        user = session.scalar(_half_open(secret))
        if user is None:
            raise Refused("sign-in.expired")
        check_wait(session, user, address)
        if takes_code(session, home, user, code):
            close_session(session, secret)
            return open_session(session, user.id, user.name, address=address, agent=agent)
        count_attempt(session, user, address)
        _record_refusal(session, user)
    raise Refused("sign-in.wrong-code")


def is_half_open(database: Database, secret: str) -> bool:
    """Whether this cookie belongs to a sign-in that waits for its second factor."""
    with database.read() as session:
        return session.scalar(_half_open(secret)) is not None


def _half_open(secret: str) -> sa.Select[UserRow]:
    return (
        sa.select(UserRow)
        .join(SessionRow, SessionRow.user_id == UserRow.id)
        .where(
            SessionRow.secret_hash == secret_hash(secret),
            SessionRow.half,
            SessionRow.created_at > now() - HALF,
            UserRow.active,
        )
    )


def open_session(
    session: Session,
    user_id: int,
    name: str,
    *,
    address: str | None = None,
    agent: str | None = None,
) -> str:
    """Begin a session for a user whose identity is established; returns its secret."""
    secret = secrets.token_urlsafe(32)
    session.execute(
        sa.update(UserRow).where(UserRow.id == user_id).values(failures=0, locked_until=None)
    )
    session.execute(sa.delete(SessionRow).where(SessionRow.created_at < now() - ABSOLUTE))
    session.add(
        SessionRow(
            secret_hash=secret_hash(secret),
            user_id=user_id,
            address=(address or "")[:64] or None,
            agent=(agent or "")[:300] or None,
        )
    )
    trail.record(session, actor=name, act="session.open", subject=f"user:{name}")
    return secret


def find_session(database: Database, secret: str) -> Officer | None:
    """Whose session this secret opens; None when unknown, idle too long, or its user is gone."""
    at = now()
    hashed = secret_hash(secret)
    with database.read() as session:
        signed_in = session.execute(
            sa.select(
                SessionRow.seen_at,
                UserRow.id,
                UserRow.name,
                UserRow.role,
                UserRow.full_name,
                UserRow.password_at,
                UserRow.must_change,
                UserRow.password_hash.is_not(None).label("has_password"),
                SecurityPolicyRow.separate_admins,
                SecurityPolicyRow.password_days,
            )
            .join(UserRow, UserRow.id == SessionRow.user_id)
            .outerjoin(SecurityPolicyRow, SecurityPolicyRow.id == 1)
            .where(SessionRow.secret_hash == hashed, *open_conditions(at), UserRow.active)
        ).first()
    if signed_in is None:
        return None
    if signed_in.seen_at < at - timedelta(minutes=1):  # one write a minute, not one a request
        with database.begin() as session:
            session.execute(
                sa.update(SessionRow).where(SessionRow.secret_hash == hashed).values(seen_at=at)
            )
    return Officer(
        user_id=signed_in.id,
        name=signed_in.name,
        role=signed_in.role,
        shown_name=signed_in.full_name or signed_in.name,
        apart=bool(signed_in.separate_admins),
        must_change=signed_in.must_change
        or is_old(
            signed_in.password_at,
            signed_in.password_days,
            at,
            has_password=signed_in.has_password,
        ),
    )


def open_conditions(at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """What holds of the row of a session that is open: wholly signed in, and neither limit is over."""
    return (
        ~SessionRow.half,
        SessionRow.seen_at > at - IDLE,
        SessionRow.created_at > at - ABSOLUTE,
    )


def is_old(password_at: datetime, days: int | None, at: datetime, *, has_password: bool) -> bool:
    """Whether a password is older than the office allows; 0 and None allow any age. Who signs in at the
    provider alone has none."""
    return has_password and bool(days) and password_at < at - timedelta(days=days or 0)


def any_user(session: Session) -> bool:
    """Whether anybody was entered yet; if not, the first start makes the administrator."""
    return session.scalar(sa.select(UserRow.id).limit(1)) is not None


def close_session(session: Session, secret: str) -> None:
    """End a session (退出)."""
    session.execute(sa.delete(SessionRow).where(SessionRow.secret_hash == secret_hash(secret)))


@cache
def _hashers() -> ThreadPoolExecutor:
    """Threads of their own: a thread that stepped back once may not step forward again."""
    return ThreadPoolExecutor(_HASHES_AT_ONCE, "argon2", initializer=_step_back)


def _step_back() -> None:
    if sys.platform == "linux":  # elsewhere a thread has no priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _HASHING_NICENESS)


def _fits(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; an unknown user costs the same time as a known one."""
    from argon2 import PasswordHasher

    if not _IN_LINE.acquire(blocking=False):
        raise Refused("sign-in.busy")
    try:
        if password_hash is None:
            _hashers().submit(PasswordHasher().hash, password).result()
            return False
        return _hashers().submit(password_fits, password_hash, password).result()
    finally:
        _IN_LINE.release()


def _record_refusal(session: Session, user: UserRow | None) -> None:
    if user is not None:
        trail.record(session, actor=user.name, act="session.refuse", subject=f"user:{user.name}")
