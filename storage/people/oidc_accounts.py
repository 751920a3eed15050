"""Accounts of the single sign-on (统一登录账户): found by their subject, never by a name, which a provider may let
people choose.

Who is unknown gets an account: open where a claim gives its role, else closed until an administrator opens it. Who
has an account here binds it herself, signed in.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import add_unique, lock_existing, locking
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.people.accounts import drop_binding, end_accesses, put_role
from storage.people.oidc_provider import Identity
from storage.people.open_sessions import signed_in_user
from storage.people.passwords import check_name
from storage.people.security_policy import is_apart
from storage.people.sign_in import SignedIn, open_after_check
from storage.tables import UserRow

ACTOR = "oidc"
"""Who acts where the provider's claim gives a role or enters an account."""


def sign_in_identity(
    session: Session,
    settings: Settings,
    identity: Identity,
    *,
    address: str | None,
    agent: str | None,
) -> SignedIn | None:
    """Sign in whom the provider named; None where her account waits for an administrator. Raises Refused."""
    role = claimed_role(session, settings, identity)
    user = session.scalar(
        locking(sa.select(UserRow).where(UserRow.oidc_subject == identity.subject))
    )
    if user is None:
        user = _enter(session, identity, role)
    elif role is not None and role.value != user.role:
        put_role(session, user, role, actor=ACTOR)
    if not user.active:
        return None
    return open_after_check(session, user, address=address, agent=agent)


def end_accesses_without_role(session: Session, settings: Settings, identity: Identity) -> None:
    """Who has lost the claim that gave her a role is signed out everywhere, not only refused at the door."""
    try:
        claimed_role(session, settings, identity)
    except Refused as refusal:
        if refusal.code != "oidc.no-role":
            raise
    else:
        return
    query = locking(sa.select(UserRow).where(UserRow.oidc_subject == identity.subject))
    user = session.scalar(query)
    if user is not None:
        end_accesses(session, user, tokens=True)
        trail.record(session, actor=ACTOR, act="session.end", subject=f"user:{user.name}")


def claimed_role(session: Session, settings: Settings, identity: Identity) -> Role | None:
    """The role that the claim gives; None where an administrator gives roles, as always while administrators are
    set apart: who may change the settings must not make accounts by them. Raises Refused where the claim gives
    none."""
    if not settings.oidc_role_claim or is_apart(session):
        return None
    roles = [role for name, role in _roles(settings) if name in identity.role_values]
    if not roles:
        raise Refused("oidc.no-role", claim=settings.oidc_role_claim)
    return roles[0]


def _roles(settings: Settings) -> list[tuple[str, Role]]:
    """Values of the claim with their roles, in the order of the setting: the first that fits counts."""
    pairs = [line.rpartition("=") for line in settings.oidc_roles]
    try:
        return [(name.strip(), Role(role.strip())) for name, _, role in pairs]
    except ValueError as error:
        raise Refused("oidc.bad-roles", roles=", ".join(settings.oidc_roles)) from error


def bind_identity(session: Session, user_id: int, identity: Identity, *, secret: str) -> None:
    """Bind an account to who signed in at the provider, while the asking browser's secret still signs in. Raises
    BadInput where another account is bound to her, Refused."""
    user = signed_in_user(session, user_id, secret)
    bound = session.scalar(
        sa.select(UserRow.id).where(UserRow.oidc_subject == identity.subject, UserRow.id != user_id)
    )
    if bound is not None:
        raise BadInput("oidc.bound")
    user.oidc_subject = identity.subject
    trail.record(session, actor=user.name, act="user.bind", subject=f"user:{user.name}", now="on")


def unbind(session: Session, user_id: int, *, actor: str) -> None:
    """The single sign-on opens this account no longer."""
    drop_binding(session, lock_existing(session, UserRow, user_id), actor=actor)


def _enter(session: Session, identity: Identity, role: Role | None) -> UserRow:
    check_name(identity.login)
    row = UserRow(
        name=identity.login,
        role=role or Role.VIEWER,
        full_name=identity.full_name,
        password_hash=None,
        oidc_subject=identity.subject,
        active=role is not None,
    )
    add_unique(session, row, Refused("oidc.name-taken", user=identity.login))
    trail.record(
        session, actor=ACTOR, act="user.add", subject=f"user:{row.name}",
        role=row.role, active=row.active,
    )  # fmt: skip
    return row
