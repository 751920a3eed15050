"""企业答复链接: a right holder answers on one lead through a link, without signing in.

A link is random (256 bits), kept only as a hash, expires, can be revoked, serves one purpose on
one lead, and takes one answer. Whatever is wrong with a link, its user learns no more than that it
does not work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.leads.lead_state import load_lead
from storage.people.passwords import secret_hash
from storage.records import Listing, Right
from storage.rights.link_secrets import MadeLink, load_working_link, new_link_secret
from storage.tables import AnswerRow, LinkRow, ListingVersionRow, RightRow
from storage.tables.base import now

LINK_DAYS = 30
"""Days that an answer link works, chosen by hand: longer than the terms that a holder is given."""
ANSWER_PATH = "/answer/"
"""Where the console serves links: the secret follows."""
_LINK = re.compile(r"(/(?:answer|holder|appeal/result)/)[A-Za-z0-9_-]{20,}")
"""Links to one lead, to a holder's page and to an appeal's result."""


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


def make_link(session: Session, *, lead_id: int, holder_id: str, days: float = LINK_DAYS) -> str:
    """Make a link for one holder and lead; returns its secret, which is kept nowhere."""
    return make_answer_link(session, lead_id=lead_id, holder_id=holder_id, days=days).secret


def make_answer_link(
    session: Session, *, lead_id: int, holder_id: str, days: float = LINK_DAYS
) -> MadeLink:
    """The same with the moment at which the link ends."""
    secret = new_link_secret()
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
    return OpenedLink(
        link_id=link.id,
        lead_id=lead.id,
        holder_id=link.holder_id,
        right=right.record,
        listing=version.record,
        expires_at=link.expires_at,
        answer=standing_answer(session, link),
    )


def hide_secrets(text: str) -> str:
    """A mail's text for officers' eyes: whoever sees a link could answer in the holder's name."""
    return _LINK.sub(r"\1……", text)


def working_link(session: Session, secret: str) -> LinkRow:
    """The link of a secret. Raises NotFound when it does not work."""
    return load_working_link(session, LinkRow, secret)


def standing_answer(session: Session, link: LinkRow) -> AnswerRow | None:
    """What the holder answered through the link, or otherwise since the lead was confirmed: a link
    asks nothing that the holder's page has answered."""
    by_link = AnswerRow.link_id == link.id
    lead = load_lead(session, link.lead_id)
    if lead.confirmed_at is not None:
        same_question = sa.and_(
            AnswerRow.lead_id == link.lead_id,
            AnswerRow.holder_id == link.holder_id,
            AnswerRow.answered_at >= lead.confirmed_at,
        )
        by_link = sa.or_(by_link, same_question)
    return session.scalars(sa.select(AnswerRow).where(by_link).order_by(AnswerRow.id)).first()
