"""Tokens of programs (程序接口): what each may do, kept by hash only."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound
from storage.people.passwords import secret_hash
from storage.tables import TokenRow
from storage.tables.base import now

LONGEST_NAME = 100
"""Characters of a token's name: the width of its column."""

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
}
"""What a token may be good for; several are written with commas."""


def reaches(scopes: str, scope: str) -> bool:
    """Whether the scopes of a token (`leads,tips`) reach what an operation wants (`leads`)."""
    names = set(scopes.split(","))
    return scope in names or "write" in names or ("read" in names and scope != "tips")


def add_token(
    session: Session, name: str, scope: str, secret: str, *, actor: str = "cli"
) -> TokenRow:
    """Enter a program's token by the hash of its secret. Raises BadInput."""
    name, scopes = name.strip(), _read_scopes(scope.split(","))
    if not name or len(name) > LONGEST_NAME:
        raise BadInput("token.no-name", length=LONGEST_NAME)
    if session.scalar(sa.select(TokenRow.id).where(TokenRow.name == name)) is not None:
        raise BadInput("token.name-taken", name=name)
    row = TokenRow(name=name, scope=scopes, secret_hash=secret_hash(secret))
    session.add(row)
    session.flush()
    trail.record(session, actor=actor, act="token.create", subject=f"token:{name}", scope=scopes)
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


def drop_token(session: Session, token_id: int, *, actor: str) -> None:
    """Withdraw a token; its program is refused from now on. Raises NotFound."""
    row = session.get(TokenRow, token_id)
    if row is None:
        raise NotFound("token.unknown", token=token_id)
    session.delete(row)
    trail.record(session, actor=actor, act="token.drop", subject=f"token:{row.name}")


def find_token(database: Database, secret: str) -> TokenRow | None:
    """The token of this secret; when it was used is written at most once a minute."""
    with database.read() as session:
        row = session.scalar(sa.select(TokenRow).where(TokenRow.secret_hash == secret_hash(secret)))
    if row is not None and (row.used_at is None or row.used_at < now() - timedelta(minutes=1)):
        with database.begin() as session:
            session.execute(sa.update(TokenRow).where(TokenRow.id == row.id).values(used_at=now()))
    return row
