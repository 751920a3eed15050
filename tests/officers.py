"""Officers of the tests' offices, whose passwords cost nothing to hash."""

from __future__ import annotations

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.vocabulary import Role
from storage.tables import UserRow

PASSWORD = "correct-horse"
QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""A hash names its own cost, so signing in with this one takes no quarter of a second."""


def enter_officer(
    session: Session, name: str, role: Role, *, full_name: str | None = None
) -> UserRow:
    """Enter an officer as `add_user` does, with the password PASSWORD and the quick hash."""
    row = UserRow(name=name, role=role.value, full_name=full_name, password_hash=QUICK_HASH)
    session.add(row)
    session.flush()
    trail.record(session, actor="cli", act="user.add", subject=f"user:{name}", role=role.value)
    return row
