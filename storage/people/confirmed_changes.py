"""The second administrator confirms what another one proposed (第二人确认), and it is done."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_existing
from storage.base.errors import Refused
from storage.base.vocabulary import Role
from storage.people.accounts import put_password, put_role
from storage.people.proposed_changes import find_change, subject_of
from storage.people.roles import ADMINISTRATORS_APART
from storage.people.second_factor import drop_factor
from storage.people.security_policy import is_apart
from storage.tables import ChangeAct, PendingChangeRow, TokenRow, UserRow, WebhookRow


def confirm_change(session: Session, number: int, *, actor: str) -> None:
    """Do what was proposed. Raises NotFound, and Refused for one who is no second administrator: of the
    proposer's kind, or the one whom it is about; also where the proposer is an administrator no more."""
    row = find_change(session, number)
    _check_second(session, row, actor)
    trail.record(
        session, actor=actor, act="change.confirm", subject=subject_of(session, row), change=row.act
    )
    if row.user_id is not None:
        _change_account(session, lock_existing(session, UserRow, row.user_id), row)
    elif row.token_id is not None:
        session.get_one(TokenRow, row.token_id).waiting = False
    elif row.webhook_id is not None:
        session.get_one(WebhookRow, row.webhook_id).active = True
    session.delete(row)


def _check_second(session: Session, row: PendingChangeRow, actor: str) -> None:
    if not is_apart(session):
        return
    roles = dict(
        session.execute(
            sa.select(UserRow.name, UserRow.role).where(
                UserRow.name.in_((actor, row.proposed_by)), UserRow.active
            )
        ).all()
    )
    if roles.get(row.proposed_by) not in ADMINISTRATORS_APART:
        raise Refused("change.proposer-gone", user=row.proposed_by)
    about = session.get(UserRow, row.user_id) if row.user_id is not None else None
    is_second = (
        roles.get(actor) in ADMINISTRATORS_APART
        and actor != row.proposed_by
        and roles.get(actor) != roles.get(row.proposed_by)
        and (about is None or about.name != actor)
    )
    if not is_second:
        raise Refused("change.same-kind")


def _change_account(session: Session, user: UserRow, row: PendingChangeRow) -> None:
    """Change an account and record it under the proposer's name, as where no second one is asked."""
    actor = row.proposed_by
    match row.act:
        case ChangeAct.OPEN:
            user.active = True
            trail.record(session, actor=actor, act="user.open", subject=f"user:{user.name}")
        case ChangeAct.ROLE:
            put_role(session, user, Role(str(row.role)), actor=actor)
        case ChangeAct.PASSWORD:
            put_password(session, user, row.password_hash, must_change=True, actor=actor)
        case ChangeAct.FACTOR:
            drop_factor(session, user.id, actor=actor)
