"""The brake on guessing at sign-in: an account and a client address wait longer after each failure.

An attempt is counted before its password is hashed, so that attempts sent at once do not all pass;
one that succeeds is taken off the count again.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.backoff import Backoff
from storage.base.contested_rows import insert_missing
from storage.base.errors import Refused
from storage.tables import SignInAddressRow, UserRow
from storage.tables.base import now

BACKOFF = Backoff(first=timedelta(seconds=16), longest=timedelta(minutes=15))
"""Waits of an account or an address; chosen by hand."""
FREE_FAILURES = 4
"""Failures from which an account has to wait; chosen by hand."""
FREE_FAILURES_OF_ADDRESS = 30
"""Failures from which an address has to wait; chosen by hand, since an office may share one."""
FREE_GUESSES_OF_APPEALS = 6
"""Numbers and shops that do not fit, from which an address has to wait at the form of appeals; chosen by hand: a
seller reads both off a letter, and nobody signs in there from an office's common address."""
ADDRESS_MEMORY = timedelta(hours=1)
"""An address without a failure for this long begins anew; chosen by hand."""
KEEP_ADDRESSES = timedelta(days=1)
"""Addresses are personal data (个人信息保护法 §19): their rows are dropped after this long."""


def check_wait(
    session: Session, user: UserRow | None, address: str | None, name: str | None = None
) -> None:
    """Raises Refused while the account or the address has to wait; a name that nobody bears waits as
    an account does, so that the words tell nobody which names there are. Where there is no name, as
    behind a link, the address alone waits."""
    row = session.get(SignInAddressRow, address[:64]) if address else None
    account: UserRow | SignInAddressRow | None = user
    if user is None and name is not None:
        account = session.get(SignInAddressRow, _key_of(name))
    waits = [waiting.locked_until for waiting in (account, row) if waiting and waiting.locked_until]
    until = max(waits, default=None)
    if until is not None and until > now():
        raise Refused("sign-in.wait", seconds=int((until - now()).total_seconds()) + 1)


def count_attempt(
    session: Session,
    user: UserRow | None,
    address: str | None,
    name: str | None = None,
    *,
    free: int = FREE_FAILURES_OF_ADDRESS,
) -> None:
    """Count an attempt as failed; the one that turns out right is taken back. `free`: failures from which the
    address has to wait."""
    if user is not None:
        failures = session.execute(
            sa.update(UserRow)
            .where(UserRow.id == user.id)
            .values(failures=UserRow.failures + 1)
            .returning(UserRow.failures)
        ).scalar_one()
        user.locked_until = _locked_until(failures, FREE_FAILURES)
    elif name is not None:
        _count(session, _key_of(name), FREE_FAILURES)
    if address:
        _count(session, address[:64], free)
    session.flush()


def _key_of(name: str) -> str:
    """Under what the failures of a name that nobody bears are counted: who mistypes often types
    something that is nobody's business."""
    return f"name:{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:40]}"


def take_back_attempt(session: Session, user: UserRow, address: str | None) -> None:
    """The attempt that was counted last was right; failures before it still count."""
    for table, condition in (
        (UserRow, UserRow.id == user.id),
        (SignInAddressRow, SignInAddressRow.address == (address or "")[:64]),
    ):
        session.execute(
            sa.update(table).where(condition, table.failures > 0)
            .values(failures=table.failures - 1, locked_until=None)
        )  # fmt: skip


def _count(session: Session, address: str, free: int) -> None:
    at = now()
    session.execute(
        sa.delete(SignInAddressRow).where(SignInAddressRow.last_at < at - KEEP_ADDRESSES)
    )
    insert_missing(
        session, SignInAddressRow, [{"address": address, "failures": 0, "last_at": at}], ["address"]
    )
    anew = SignInAddressRow.last_at < at - ADDRESS_MEMORY
    failures = session.execute(
        sa.update(SignInAddressRow)
        .where(SignInAddressRow.address == address)
        .values(failures=sa.case((anew, 1), else_=SignInAddressRow.failures + 1), last_at=at)
        .returning(SignInAddressRow.failures)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    session.execute(
        sa.update(SignInAddressRow)
        .where(SignInAddressRow.address == address)
        .values(locked_until=_locked_until(failures, free))
        .execution_options(synchronize_session=False)
    )


def _locked_until(failures: int, free: int) -> datetime | None:
    return now() + BACKOFF.wait(failures - free + 1) if failures >= free else None
