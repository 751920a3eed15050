"""Officers and their passwords."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import add_unique
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.message import Message
from storage.base.vocabulary import Role
from storage.people.proposed_changes import propose_change, takes_two
from storage.people.roles import roles_in_force
from storage.people.security_policy import check_password_rules, is_apart, password_rules
from storage.tables import ChangeAct, UserRow

_MACHINE_ACTORS = frozenset({"cli", "oidc", "public", "setup", "system"})
"""Under what the audit records acts of no person; those of a holder begin with _HOLDER."""
_HOLDER = "holder:"
MAX_NAME = 100
"""Characters of a full name or a function: the width of their columns."""


def password_fits(password_hash: str, password: str) -> bool:
    """Whether the hash is this password's; a hash that cannot be read fits none."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def add_user(
    session: Session,
    name: str,
    role: Role,
    password: str,
    *,
    full_name: str | None = None,
    function: str | None = None,
    actor: str = "cli",
) -> UserRow:
    """Enter an officer. Raises BadInput on a short password or a name that is taken or reserved.

    While administrators are set apart, one of them is entered closed, until a second one confirms it.
    """
    from argon2 import PasswordHasher

    check_name(name)
    check_password_rules(session, name, password)
    row = UserRow(
        name=name,
        role=role,
        full_name=name_text(full_name),
        function=name_text(function),
        password_hash=PasswordHasher().hash(password),
        must_change=password_rules(session).change_first and actor != "setup",
    )
    add_unique(session, row, BadInput("user.name-taken", user=name))
    waits = takes_two(session, actor, role.value)
    if waits:
        row.active, row.must_change = False, True
    trail.record(
        session, actor=actor, act="user.add", subject=f"user:{name}", role=role, active=not waits
    )
    if waits:
        propose_change(session, ChangeAct.OPEN, actor=actor, user=row)
    return row


def check_name(name: str) -> None:
    """Raises BadInput for no name, and for one under which acts of no person are recorded: who bears it would
    act as the machine's owner."""
    if not name.strip():
        raise BadInput("user.no-name")
    if name.strip() in _MACHINE_ACTORS or name.strip().startswith(_HOLDER):
        raise BadInput("user.reserved-name", user=name)


def name_text(words: str | None) -> str | None:
    """What was typed without blanks around it; None where nothing was. Raises BadInput."""
    text = " ".join((words or "").split())
    if len(text) > MAX_NAME:
        raise BadInput("user.long-name", length=MAX_NAME)
    return text or None


def load_user(session: Session, name: str) -> UserRow:
    """An active officer by name. Raises NotFound."""
    row = session.scalar(sa.select(UserRow).where(UserRow.name == name, UserRow.active))
    if row is None:
        raise NotFound("user.unknown", user=name)
    return row


def secret_hash(secret: str) -> str:
    """What is kept of a random secret of 256 bits: enough to know it again, not to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def acting_officer(session: Session, name: str | None, roles: frozenset[Role]) -> str:
    """Who acts on the command line: the user that `--as` names, else "cli".

    `roles` are those that may, by the table of `storage.people.roles`. Raises NotFound, Refused.
    """
    if name is None:
        return "cli"
    user = load_user(session, name)
    role = user.role
    if role not in roles_in_force(roles, is_apart(session)):
        raise Refused("user.role-may-not", user=name, role=Message(f"role.{role.value}"))
    return user.name
