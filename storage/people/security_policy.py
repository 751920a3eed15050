"""安全策略 of the office: rules on passwords, and administrators apart (三员分立), switched by two persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.errors import BadInput, Refused
from storage.base.message import Message
from storage.base.vocabulary import Role
from storage.people.guessable_passwords import is_guessable
from storage.people.roles import ADMINISTRATORS_APART
from storage.tables import SecurityPolicyRow, UserRow
from storage.tables.base import now
from storage.tables.office.security_policy import policy_row

LEAST_LENGTH, MOST_LENGTH = 8, 64
"""Characters that an office may ask for (NIST SP 800-63B §5.1.1.1: at least 8, no more than people can keep)."""
MOST_KINDS = 4
MOST_DAYS = 3650
PROPOSAL = timedelta(days=7)
"""How long a proposal waits for its second person; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class PasswordRules:
    """What a password must be."""

    length: int = LEAST_LENGTH
    kinds: int = 0
    """How many of small letters, capitals, digits and signs it has at least."""
    days: int = 0
    """Days after which it must be changed; 0 = never."""
    change_first: bool = False
    """One that somebody else set must be changed at the first sign-in."""


@dataclass(frozen=True, kw_only=True)
class PolicyProposal:
    """A proposed switch that waits for its second person."""

    officer: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SecurityPolicy:
    """What is in force."""

    rules: PasswordRules = PasswordRules()
    is_apart: bool = False
    """Whether administrators are set apart."""
    proposal: PolicyProposal | None = None
    """The proposed switch that waits, if it is not too old."""


def read_policy(session: Session) -> SecurityPolicy:
    """The policy in force; that of a new office where nobody has set one."""
    row = session.get(SecurityPolicyRow, 1)
    if row is None:
        return SecurityPolicy()
    rules = PasswordRules(
        length=row.password_length,
        kinds=row.password_kinds,
        days=row.password_days,
        change_first=row.change_first,
    )
    return SecurityPolicy(rules=rules, is_apart=row.separate_admins, proposal=_proposal(row))


def _proposal(row: SecurityPolicyRow) -> PolicyProposal | None:
    if row.proposed_by is None or row.proposed_at is None:
        return None
    if row.proposed_at < now() - PROPOSAL:
        return None
    return PolicyProposal(officer=row.proposed_by, at=row.proposed_at)


def password_rules(session: Session) -> PasswordRules:
    """The rules in force."""
    return read_policy(session).rules


def set_password_rules(session: Session, rules: PasswordRules, *, actor: str) -> None:
    """Put other rules in force; passwords that do not fit hold until they are changed. Raises BadInput."""
    if not LEAST_LENGTH <= rules.length <= MOST_LENGTH:
        raise BadInput("policy.length", least=LEAST_LENGTH, most=MOST_LENGTH)
    if not 0 <= rules.kinds <= MOST_KINDS or not 0 <= rules.days <= MOST_DAYS:
        raise BadInput("policy.number", kinds=MOST_KINDS, days=MOST_DAYS)
    row = policy_row(session)
    row.password_length, row.password_kinds = rules.length, rules.kinds
    row.password_days, row.change_first = rules.days, rules.change_first
    trail.record(
        session,
        actor=actor,
        act="policy.password",
        subject="policy:password",
        length=rules.length,
        kinds=rules.kinds,
        days=rules.days,
        change_first=rules.change_first,
    )


def check_password_rules(session: Session, name: str, password: str) -> None:
    """Raises BadInput for a password that the office's rules do not allow."""
    rules = password_rules(session)
    if len(password) < rules.length:
        raise BadInput("user.short-password", length=rules.length)
    kinds = [
        any(letter.islower() for letter in password),
        any(letter.isupper() for letter in password),
        any(letter.isdigit() for letter in password),
        any(not letter.isalnum() for letter in password),
    ]
    if sum(kinds) < rules.kinds:
        raise BadInput("user.plain-password", kinds=rules.kinds)
    if rules.kinds and len(name) > 2 and name.lower() in password.lower():
        raise BadInput("user.name-in-password")
    if is_guessable(name, password):
        raise BadInput("user.guessable-password")


def is_apart(session: Session) -> bool:
    """Whether administrators are set apart."""
    return read_policy(session).is_apart


def propose_switch(session: Session, *, actor: str) -> None:
    """Propose to set administrators apart, or together again.

    Raises Refused where a role that the switch needs has no active user.
    """
    row = policy_row(session)
    check_roles_filled(session, apart=not row.separate_admins)
    row.proposed_by, row.proposed_at = actor, now()
    trail.record(
        session,
        actor=actor,
        act="policy.propose",
        subject="policy:administrators",
        now="off" if row.separate_admins else "on",
    )


def withdraw_proposal(session: Session, *, actor: str) -> None:
    """Take the proposal back, or turn it down."""
    row = policy_row(session)
    row.proposed_by = row.proposed_at = None
    trail.record(session, actor=actor, act="policy.withdraw", subject="policy:administrators")


def confirm_switch(session: Session, *, actor: str) -> bool:
    """Do what was proposed; gives whether administrators are apart now. Raises Refused without a proposal
    of another person, and where one of the three has no active user by now."""
    # Locked first: of two who confirm at once the second finds no proposal.
    row = policy_row(session)
    proposal = _proposal(row)
    if proposal is None:
        raise Refused("policy.no-proposal")
    if proposal.officer == actor:
        raise Refused("policy.same-person")
    check_roles_filled(session, apart=not row.separate_admins)
    row.separate_admins = not row.separate_admins
    row.proposed_by = row.proposed_at = None
    trail.record(
        session,
        actor=actor,
        act="policy.administrators",
        subject="policy:administrators",
        now="on" if row.separate_admins else "off",
        proposed_by=proposal.officer,
    )
    return row.separate_admins


def check_roles_filled(session: Session, *, apart: bool, without: int | None = None) -> None:
    """Raises Refused where a role that must have somebody has nobody; `without` is a user who leaves hers."""
    needed: tuple[Role, ...] = ADMINISTRATORS_APART if apart else (Role.ADMIN,)
    active = sa.select(UserRow.role).where(UserRow.active)
    if without is not None:
        active = active.where(UserRow.id != without)
    roles = set(session.scalars(active))
    missing = [role for role in needed if role.value not in roles]
    if missing:
        raise Refused("policy.role-empty", role=Message(f"role.{missing[0].value}"))
