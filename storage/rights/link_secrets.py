"""Secrets of links for people outside the office: 256 random bits, kept only as a hash."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import NotFound
from storage.people.passwords import secret_hash
from storage.tables import HolderLinkRow, LinkRow
from storage.tables.base import now

Row = TypeVar("Row", LinkRow, HolderLinkRow)


@dataclass(frozen=True, kw_only=True)
class MadeLink:
    """A fresh link, as its mail or its page carries it."""

    secret: str
    expires_at: datetime


def new_link_secret() -> str:
    """A fresh secret, safe in an address."""
    return secrets.token_urlsafe(32)


def load_working_link(session: Session, table: type[Row], secret: str) -> Row:
    """The link of a secret. Raises NotFound, in the same words, when it is unknown, expired or revoked.

    The index finds the row by the hash; the hashes are compared once more in constant time.
    """
    digest = secret_hash(secret)
    link = session.scalar(
        sa.select(table).where(
            table.secret_hash == digest, table.revoked_at.is_(None), table.expires_at > now()
        )
    )
    if link is None or not hmac.compare_digest(link.secret_hash, digest):
        raise NotFound("answer-link.dead")
    return link
