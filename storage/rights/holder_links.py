"""权利人线索页面链接: one link to the page of all leads that wait for a holder's answer.

It works like the link of a mail (`storage.rights.answer_links`): random, kept only as a hash,
expiring, revocable. It serves one holder, and takes any number of answers until it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.errors import BadInput, NotFound, Refused
from storage.people.passwords import secret_hash
from storage.rights.link_secrets import MadeLink, load_working_link, new_link_secret
from storage.rights.store import load_holder
from storage.tables import HolderLinkRow
from storage.tables.base import now

HOLDER_PATH = "/holder/"
"""Where the console serves these pages: the secret follows."""
LINK_TERMS = (30, 90, 180)
"""Days that an officer may choose; chosen by hand: the first is the term of the link in a mail."""
LONGEST_RECIPIENT = 100
"""Characters of the name of who gets a link: the width of its column."""
MOST_LINKS = 20
"""Working links of one holder; chosen by hand: more cannot be overseen."""


def make_holder_link(
    session: Session, holder_id: str, *, recipient: str, days: int, actor: str
) -> MadeLink:
    """Make a link for a holder; its secret is returned once and kept nowhere.

    Raises NotFound on an unknown holder, BadInput on no recipient or another term, Refused where
    the holder has too many working links.
    """
    load_holder(session, holder_id)
    recipient = " ".join(recipient.split())
    if not 0 < len(recipient) <= LONGEST_RECIPIENT:
        raise BadInput("holder-link.no-recipient", characters=LONGEST_RECIPIENT)
    if days not in LINK_TERMS:
        raise BadInput("holder-link.term", days="、".join(map(str, LINK_TERMS)))
    if sum(is_working(link) for link in holder_links(session, holder_id)) >= MOST_LINKS:
        raise Refused("holder-link.too-many", links=MOST_LINKS)
    secret = new_link_secret()
    link = HolderLinkRow(
        holder_id=holder_id,
        recipient=recipient,
        secret_hash=secret_hash(secret),
        expires_at=now() + timedelta(days=days),
        made_by=actor,
    )
    session.add(link)
    session.flush()
    trail.record(
        session, actor=actor, act="holder.link", subject=f"holder:{holder_id}",
        link=link.id, recipient=recipient, days=days,
    )  # fmt: skip
    return MadeLink(secret=secret, expires_at=link.expires_at)


def revoke_holder_link(session: Session, link_id: int, *, actor: str) -> HolderLinkRow:
    """End a link at once. Raises NotFound, Refused when it was ended before."""
    link = session.get(HolderLinkRow, link_id)
    if link is None:
        raise NotFound("holder-link.unknown", link=link_id)
    if link.revoked_at is not None:
        raise Refused("holder-link.revoked", link=link_id)
    link.revoked_at = now()
    trail.record(
        session, actor=actor, act="holder.unlink", subject=f"holder:{link.holder_id}",
        link=link.id, recipient=link.recipient,
    )  # fmt: skip
    return link


def holder_links(session: Session, holder_id: str) -> Sequence[HolderLinkRow]:
    """All links of a holder, the newest first."""
    query = sa.select(HolderLinkRow).where(HolderLinkRow.holder_id == holder_id)
    return session.scalars(query.order_by(HolderLinkRow.id.desc())).all()


def is_working(link: HolderLinkRow) -> bool:
    """Whether a link opens its page now."""
    return link.revoked_at is None and link.expires_at > now()


def open_holder_link(session: Session, secret: str) -> HolderLinkRow:
    """The link of a secret, marked as used now. Raises NotFound when it does not work."""
    link = load_working_link(session, HolderLinkRow, secret)
    link.used_at = now()
    return link
