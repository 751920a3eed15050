"""企业答复链接: a right holder answers on one lead through a link, without signing in.

A link is random (256 bits), kept only as a hash, expires, can be revoked, serves one purpose on
one lead, and takes one answer. Whatever is wrong with a link, its user learns no more than that it
does not work.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.errors import NotFound
from storage.leads.lifecycle import load_lead
from storage.people.passwords import secret_hash
from storage.records import Listing, Right
from storage.tables import AnswerRow, LinkRow, ListingVersionRow, RightRow
from storage.tables.base import now

LINK_DAYS = 30
"""Days that an answer link works, chosen by hand: longer than the terms that a holder is given."""
ANSWER_PATH = "/answer/"
"""Where the console serves links: the secret follows."""
_LINK = re.compile(rf"{ANSWER_PATH}[A-Za-z0-9_-]{{20,}}")


@dataclass(frozen=True, kw_only=True)
class OpenedLink:
    """What a valid link opens: one lead as its holder may see it."""

    link_id: int
    lead_id: int
    holder_id: str
    right: Right
    listing: Listing
    expires_at: datetime
    answer: AnswerRow | None
    """The answer that was given, if any: a link takes one."""


@dataclass(frozen=True, kw_only=True)
class MadeLink:
    """A fresh link, as its mail carries it."""

    secret: str
    expires_at: datetime


def make_link(session: Session, *, lead_id: int, holder_id: str, days: float = LINK_DAYS) -> str:
    """Make a link for one holder and lead; returns its secret, which is kept nowhere."""
    return make_answer_link(session, lead_id=lead_id, holder_id=holder_id, days=days).secret


def make_answer_link(
    session: Session, *, lead_id: int, holder_id: str, days: float = LINK_DAYS
) -> MadeLink:
    """The same with the moment at which the link ends."""
    secret = secrets.token_urlsafe(32)
    expires_at = now() + timedelta(days=days)
    session.add(
        LinkRow(
            lead_id=lead_id,
            holder_id=holder_id,
            secret_hash=secret_hash(secret),
            expires_at=expires_at,
        )
    )
    session.flush()
    trail.record(
        session, actor="system", act="link.make", subject=f"lead:{lead_id}", holder=holder_id
    )
    return MadeLink(secret=secret, expires_at=expires_at)


def revoke_links(session: Session, lead_id: int, *, actor: str) -> int:
    """End every link of a lead that still works. Returns how many."""
    working = LinkRow.lead_id == lead_id, LinkRow.revoked_at.is_(None)
    ended = session.scalars(
        sa.update(LinkRow).where(*working).values(revoked_at=now()).returning(LinkRow.id)
    ).all()
    if ended:
        trail.record(
            session, actor=actor, act="link.revoke", subject=f"lead:{lead_id}", links=len(ended)
        )
    return len(ended)


def open_link(session: Session, secret: str) -> OpenedLink:
    """What the link shows. Raises NotFound when it is unknown, expired or revoked."""
    link = working_link(session, secret)
    if link.opened_at is None:
        link.opened_at = now()
    lead = load_lead(session, link.lead_id)
    right = session.get_one(RightRow, lead.right_id)
    version = session.get_one(ListingVersionRow, lead.version_id)
    answer = session.scalar(sa.select(AnswerRow).where(AnswerRow.link_id == link.id))
    return OpenedLink(
        link_id=link.id,
        lead_id=lead.id,
        holder_id=link.holder_id,
        right=right.record,
        listing=version.record,
        expires_at=link.expires_at,
        answer=answer,
    )


def hide_secrets(text: str) -> str:
    """A mail's text for officers' eyes: whoever sees a link could answer in the holder's name."""
    return _LINK.sub(rf"{ANSWER_PATH}……", text)


def working_link(session: Session, secret: str) -> LinkRow:
    link = session.scalar(
        sa.select(LinkRow).where(
            LinkRow.secret_hash == secret_hash(secret),
            LinkRow.revoked_at.is_(None),
            LinkRow.expires_at > now(),
        )
    )
    if link is None:
        raise NotFound("answer-link.dead")
    return link
