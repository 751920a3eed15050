"""用户与角色: changing officers; the last administrator can not be lost."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.vocabulary import Role
from storage.people.passwords import name_text, password_fits
from storage.people.proposed_changes import propose_change, takes_two
from storage.people.roles import ADMINISTRATORS_APART
from storage.people.second_factor import drop_factor
from storage.people.security_policy import (
    check_password_rules,
    check_roles_filled,
    is_apart,
    password_rules,
)
from storage.tables import ChangeAct, SessionRow, TokenRow, UserRow
from storage.tables.base import now


def list_users(session: Session) -> Sequence[UserRow]:
    """All officers, active ones first."""
    return session.scalars(sa.select(UserRow).order_by(UserRow.active.desc(), UserRow.name)).all()


def change_role(session: Session, user_id: int, role: Role, *, actor: str) -> None:
    """Give an officer another role. Raises NotFound, Refused for the last administrator, and for one's
    own role while administrators are apart."""
    user = _load(session, user_id)
    if user.name == actor and is_apart(session):
        raise Refused("user.own-role")
    if role.value != user.role and takes_two(session, actor, role.value):
        _keep_an_administrator(session, user)
        propose_change(session, ChangeAct.ROLE, actor=actor, user=user, role=role)
        return
    put_role(session, user, role, actor=actor)


def put_role(session: Session, user: UserRow, role: Role, *, actor: str) -> None:
    """Write down a role that nobody has to confirm any more; the sessions of the one before end. Raises Refused
    for the last administrator."""
    if role.value != user.role:
        _keep_an_administrator(session, user)
    trail.record(
        session, actor=actor, act="user.role", subject=f"user:{user.name}", was=user.role, now=role
    )
    user.role = role
    end_accesses(session, user, tokens=False)


def set_active(session: Session, user_id: int, active: bool, *, actor: str) -> None:
    """Close an officer's account or open it again; closing ends all sessions at once."""
    user = _load(session, user_id)
    if not active:
        _keep_an_administrator(session, user)
        end_accesses(session, user, tokens=False)
    elif not user.active and takes_two(session, actor, user.role):
        propose_change(session, ChangeAct.OPEN, actor=actor, user=user)
        return
    user.active = active
    act = "user.open" if active else "user.close"
    trail.record(session, actor=actor, act=act, subject=f"user:{user.name}")


def set_names(session: Session, user_id: int, *, full_name: str, function: str, actor: str) -> None:
    """Enter an officer's full name and function; an empty one is taken away. Raises BadInput."""
    user = _load(session, user_id)
    user.full_name, user.function = name_text(full_name), name_text(function)
    trail.record(session, actor=actor, act="user.names", subject=f"user:{user.name}")


def set_password(session: Session, user_id: int, password: str, *, actor: str) -> None:
    """Give an officer a new password; her sessions end, and the tokens of her browsers. Raises BadInput on
    one that the rules refuse, and on the present one where she sets it herself."""
    from argon2 import PasswordHasher

    user = _load(session, user_id)
    check_password_rules(session, user.name, password)
    is_own = user.name == actor
    if is_own and user.password_hash and password_fits(user.password_hash, password):
        raise BadInput("user.same-password")
    hashed = PasswordHasher().hash(password)
    if not is_own and takes_two(session, actor, user.role):
        propose_change(session, ChangeAct.PASSWORD, actor=actor, user=user, password_hash=hashed)
        return
    must_change = not is_own and password_rules(session).change_first
    put_password(session, user, hashed, must_change=must_change, actor=actor)


def put_password(
    session: Session, user: UserRow, password_hash: str | None, *, must_change: bool, actor: str
) -> None:
    """Write down a password that nobody has to confirm any more, and end what the one before opened. A password that
    somebody else sets ends the single sign-on too: whoever knew the old one may have bound an account of theirs."""
    user.password_hash, user.password_at = password_hash, now()
    user.must_change = must_change
    user.failures, user.locked_until = 0, None
    end_accesses(session, user, tokens=True)
    trail.record(session, actor=actor, act="user.password", subject=f"user:{user.name}")
    if actor != user.name and user.oidc_subject is not None:
        drop_binding(session, user, actor=actor)


def drop_binding(session: Session, user: UserRow, *, actor: str) -> None:
    """The single sign-on opens this account no longer; its sessions end (解除统一登录)."""
    user.oidc_subject = None
    end_accesses(session, user, tokens=False)
    trail.record(session, actor=actor, act="user.bind", subject=f"user:{user.name}", now="off")


def _load(session: Session, user_id: int) -> UserRow:
    user = lock_row(session, UserRow, user_id)
    if user is None:
        raise NotFound("user.unknown-number", number=user_id)
    return user


def end_factor(session: Session, user_id: int, *, actor: str) -> None:
    """Let somebody else's password alone sign in again (解除动态口令). Raises NotFound, Refused."""
    user = _load(session, user_id)
    if user.totp_seed is not None and takes_two(session, actor, user.role):
        propose_change(session, ChangeAct.FACTOR, actor=actor, user=user)
        return
    drop_factor(session, user_id, actor=actor)


def _keep_an_administrator(session: Session, user: UserRow) -> None:
    """Raises Refused where the user is the last of a role that must have somebody."""
    if not user.active:
        return
    if is_apart(session):
        if user.role in ADMINISTRATORS_APART:
            check_roles_filled(session, apart=True, without=user.id)
        return
    administrators = session.scalar(
        sa.select(sa.func.count())
        .select_from(UserRow)
        .where(UserRow.role == Role.ADMIN.value, UserRow.active, UserRow.id != user.id)
    )
    if user.role == Role.ADMIN.value and not administrators:
        raise Refused("user.last-administrator")


def end_accesses(session: Session, user: UserRow, *, tokens: bool) -> None:
    """End a user's sessions, and with `tokens` those of her browsers: whoever had the old password may have
    made one for a browser of theirs."""
    session.execute(sa.delete(SessionRow).where(SessionRow.user_id == user.id))
    if tokens:
        session.execute(sa.delete(TokenRow).where(TokenRow.user_id == user.id))
