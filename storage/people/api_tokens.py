"""Tokens of programs (程序接口): what each may do, kept by hash only."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import add_unique
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound
from storage.people.passwords import secret_hash
from storage.people.proposed_changes import opens_data, propose_change
from storage.people.security_policy import is_apart, password_rules
from storage.people.sign_in import Officer, is_old
from storage.tables import ChangeAct, TokenRow, UserRow
from storage.tables.base import now

LONGEST_NAME = 100
"""Characters of a token's name: the width of its column."""

CAPTURES = "captures"
"""Handing in pages from an officer's browser: a scope of her own token, that no other scope includes."""
SCOPES = {
    "read": "读取全部数据",
    "write": "读取全部数据并提交线索",
    "leads": "只读线索",
    "listings": "只读商品",
    "rights": "只读权利",
    "notices": "只读文书",
    "runs": "只读监测批次",
    "tips": "只提交群众线索",
    "metrics": "只读运行指标",
    CAPTURES: "提交执法人员浏览器提取的页面",
}
"""What a token may be good for; several are written with commas."""


_HARMLESS = frozenset({"tips", "metrics"})
"""Scopes that read nothing of the office's work."""


def reaches(scopes: str, scope: str) -> bool:
    """Whether the scopes of a token (`leads,tips`) reach what an operation wants (`leads`)."""
    names = set(scopes.split(","))
    if scope == CAPTURES:
        return scope in names
    return scope in names or "write" in names or ("read" in names and scope != "tips")


def add_token(
    session: Session,
    name: str,
    scope: str,
    secret: str,
    *,
    officer: str | None = None,
    actor: str = "cli",
) -> TokenRow:
    """Enter a token by the hash of its secret, of a program or of an officer's browser. Raises BadInput.

    What an officer's browser hands in stands under her name, so such a token belongs to her and
    reaches nothing else. While administrators are set apart, one that reads data waits for a second one.
    """
    name, scopes = name.strip(), _read_scopes(scope.split(","))
    allowed = CAPTURES not in scopes if officer is None else scopes == CAPTURES
    if not allowed:
        raise BadInput("token.officer-and-captures")
    if not name or len(name) > LONGEST_NAME:
        raise BadInput("token.no-name", length=LONGEST_NAME)
    user = None
    if officer is not None:
        user = session.scalar(sa.select(UserRow.id).where(UserRow.name == officer, UserRow.active))
        if user is None:
            raise BadInput("user.unknown", user=officer)
    row = TokenRow(name=name, scope=scopes, secret_hash=secret_hash(secret), user_id=user)
    add_unique(session, row, BadInput("token.name-taken", name=name))
    trail.record(session, actor=actor, act="token.create", subject=f"token:{name}", scope=scopes)
    if not _HARMLESS.issuperset(scopes.split(",")) and opens_data(session, actor) and not officer:
        row.waiting = True
        propose_change(session, ChangeAct.TOKEN, actor=actor, token=row)
    return row


def new_secret() -> str:
    """256 random bits in letters that survive a copy."""
    return secrets.token_urlsafe(32)


def _read_scopes(names: Iterable[str]) -> str:
    scopes = [name.strip() for name in names if name.strip()]
    unknown = next((name for name in scopes if name not in SCOPES), None)
    if unknown is not None or not scopes:
        raise BadInput("token.scope-unknown", scope=unknown or "", scopes=tuple(SCOPES))
    return ",".join(dict.fromkeys(scopes))


def list_tokens(session: Session) -> Sequence[TokenRow]:
    """All tokens by name."""
    return session.scalars(sa.select(TokenRow).order_by(TokenRow.name)).all()


def tokens_of(session: Session, user_id: int) -> Sequence[TokenRow]:
    """The tokens of one officer's browsers, the newest first."""
    query = sa.select(TokenRow).where(TokenRow.user_id == user_id)
    return session.scalars(query.order_by(TokenRow.id.desc())).all()


def officer_of(session: Session, token: TokenRow) -> Officer | None:
    """Whose browser bears a token; None of a program's own."""
    user = session.get(UserRow, token.user_id) if token.user_id is not None else None
    if user is None:
        return None
    return Officer(
        user_id=user.id,
        name=user.name,
        role=user.role,
        shown_name=user.full_name or user.name,
        apart=is_apart(session),
        must_change=user.must_change
        or is_old(
            user.password_at,
            password_rules(session).days,
            now(),
            has_password=user.password_hash is not None,
        ),
    )


def drop_token(session: Session, token_id: int, *, actor: str, user_id: int | None = None) -> None:
    """Withdraw a token; whoever bears it is refused from now on. Raises NotFound.

    With `user_id` only a token of that officer is found.
    """
    row = session.get(TokenRow, token_id)
    if row is None or (user_id is not None and row.user_id != user_id):
        raise NotFound("token.unknown", token=token_id)
    session.delete(row)
    trail.record(session, actor=actor, act="token.drop", subject=f"token:{row.name}")


def find_token(database: Database, secret: str) -> TokenRow | None:
    """The token of this secret; when it was used is written at most once a minute.

    A closed account's tokens are none.
    """
    query = (
        sa.select(TokenRow)
        .outerjoin(UserRow, UserRow.id == TokenRow.user_id)
        .where(TokenRow.secret_hash == secret_hash(secret))
        .where(sa.or_(TokenRow.user_id.is_(None), UserRow.active), ~TokenRow.waiting)
    )
    with database.read() as session:
        row = session.scalar(query)
    if row is not None and (row.used_at is None or row.used_at < now() - timedelta(minutes=1)):
        with database.begin() as session:
            session.execute(sa.update(TokenRow).where(TokenRow.id == row.id).values(used_at=now()))
    return row
