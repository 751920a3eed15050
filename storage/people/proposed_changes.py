"""须两人办理的更改: while administrators are set apart (三员分立), none of them makes another one, gets into another
one's account, or opens the office's data to a program, without a second one of another kind.

A proposal changes nothing. What the machine's owner does on the command line waits for nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import NotFound
from storage.base.vocabulary import Role
from storage.people.roles import ADMINISTRATORS_APART
from storage.people.security_policy import PROPOSAL, is_apart
from storage.tables import ChangeAct, PendingChangeRow, TokenRow, UserRow, WebhookRow
from storage.tables.base import now

_ALONE = ("cli", "setup")
"""Actors that are no administrator; nobody's account bears such a name (`passwords.check_name`)."""
_NUMBERS = 2**53
"""Numbers of proposals, drawn at random: those that JSON readers keep exactly (RFC 8259 §6)."""


@dataclass(frozen=True, kw_only=True)
class PendingChange:
    """One proposal that waits."""

    id: int
    act: ChangeAct
    name: str
    """The account, the token or the webhook."""
    detail: str
    """A token's scopes, a webhook's address; of an account empty."""
    role: Role | None
    """The role that the account is to have, or has."""
    proposed_by: str
    proposed_at: datetime


def takes_two(session: Session, actor: str, *roles: str) -> bool:
    """Whether what `actor` does to accounts of these roles waits for a second administrator."""
    if actor in _ALONE or not is_apart(session):
        return False
    return any(role in ADMINISTRATORS_APART for role in roles)


def opens_data(session: Session, actor: str) -> bool:
    """Whether a program's access to data that `actor` makes waits for a second administrator."""
    return actor not in _ALONE and is_apart(session)


def propose_change(
    session: Session,
    act: ChangeAct,
    *,
    actor: str,
    user: UserRow | None = None,
    token: TokenRow | None = None,
    webhook: WebhookRow | None = None,
    role: Role | None = None,
    password_hash: str | None = None,
) -> None:
    """Write a proposal down, in place of an earlier one of the same kind about the same thing; those that nobody
    confirmed in time go too, with the password that they hold."""
    row = PendingChangeRow(
        # SQLite gives the number of a deleted row anew: whoever has an old page open would confirm another change.
        id=secrets.randbelow(_NUMBERS) + 1,
        act=act,
        user_id=user.id if user else None,
        token_id=token.id if token else None,
        webhook_id=webhook.id if webhook else None,
        role=role,
        password_hash=password_hash,
        proposed_by=actor,
    )
    replaced = sa.and_(
        PendingChangeRow.act == row.act,
        PendingChangeRow.user_id.is_not_distinct_from(row.user_id),
        PendingChangeRow.token_id.is_not_distinct_from(row.token_id),
        PendingChangeRow.webhook_id.is_not_distinct_from(row.webhook_id),
    )
    lapsed = PendingChangeRow.proposed_at <= now() - PROPOSAL
    session.execute(sa.delete(PendingChangeRow).where(sa.or_(replaced, lapsed)))
    session.add(row)
    session.flush()
    trail.record(
        session, actor=actor, act="change.propose", subject=subject_of(session, row), change=row.act
    )


def hold_webhook(session: Session, webhook: WebhookRow, *, actor: str) -> bool:
    """Where a second administrator has to confirm it, keep a webhook off and propose it; whether that was so."""
    if not opens_data(session, actor):
        return False
    webhook.active = False
    propose_change(session, ChangeAct.WEBHOOK, actor=actor, webhook=webhook)
    return True


def pending_changes(session: Session) -> Sequence[PendingChange]:
    """The proposals that wait, the oldest first; one that is too old waits no longer."""
    rows = session.execute(
        sa.select(PendingChangeRow, UserRow, TokenRow, WebhookRow)
        .outerjoin(UserRow, UserRow.id == PendingChangeRow.user_id)
        .outerjoin(TokenRow, TokenRow.id == PendingChangeRow.token_id)
        .outerjoin(WebhookRow, WebhookRow.id == PendingChangeRow.webhook_id)
        .where(PendingChangeRow.proposed_at > now() - PROPOSAL)
        .order_by(PendingChangeRow.proposed_at, PendingChangeRow.id)
    )
    return [_pending(row, user, token, webhook) for row, user, token, webhook in rows]


def find_change(session: Session, number: int) -> PendingChangeRow:
    """A proposal that waits, locked. Raises NotFound."""
    row = lock_row(session, PendingChangeRow, number)
    if row is None or row.proposed_at <= now() - PROPOSAL:
        raise NotFound("change.unknown", number=number)
    return row


def refuse_change(session: Session, number: int, *, actor: str) -> None:
    """Take a proposal back, or turn it down. Raises NotFound."""
    row = find_change(session, number)
    subject = subject_of(session, row)
    trail.record(session, actor=actor, act="change.refuse", subject=subject, change=row.act)
    session.delete(row)


def subject_of(session: Session, row: PendingChangeRow) -> str:
    """What a proposal is about, as the audit names it."""
    if row.user_id is not None:
        return f"user:{session.get_one(UserRow, row.user_id).name}"
    if row.token_id is not None:
        return f"token:{session.get_one(TokenRow, row.token_id).name}"
    return f"webhook:{row.webhook_id}"


def _pending(
    row: PendingChangeRow,
    user: UserRow | None,
    token: TokenRow | None,
    webhook: WebhookRow | None,
) -> PendingChange:
    target = user or token or webhook
    return PendingChange(
        id=row.id,
        act=row.act,
        name=target.name if target else "",
        detail=token.scope if token else webhook.url if webhook else "",
        role=row.role or (user.role if user else None),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
    )
