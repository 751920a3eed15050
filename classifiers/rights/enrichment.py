"""Enriching a stored right (补充档案): all proposals for it, and confirming some of them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from classifiers.rights.listing_proposals import propose_from_licensed, propose_from_matched
from classifiers.rights.proposals import (
    RightProposal,
    propose_from_lists,
    with_proposals,
    without_known,
)
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput
from storage.leads.licensed_prices import listings_of_shops
from storage.rights.record_sources import matched_listings
from storage.rights.store import load_holder, load_right, load_rights, save_record
from storage.tables import RightRow


def proposals_for(session: Session, right_id: str) -> tuple[RightProposal, ...]:
    """Proposals for a stored right, in the order of their keys. Raises NotFound."""
    right = load_right(session, right_id)
    holder = load_holder(session, right.holder) if right.holder else None
    shops = {seller.shop for seller in right.authorised_sellers}
    proposals = (
        *propose_from_lists(right, holder, load_rights(session)),
        *propose_from_licensed(right, listings_of_shops(session, shops)),
        *propose_from_matched(right, holder, matched_listings(session, right_id)),
    )
    order = ("place", "product", "meanings", "other_owners")
    return tuple(
        sorted(without_known(right, proposals), key=lambda proposal: order.index(proposal.key))
    )


def accept_proposals(
    session: Session, right_id: str, digests: Collection[str], *, actor: str
) -> tuple[RightProposal, ...]:
    """Write the proposals of these digests into the right's record.

    Raises BadInput where one is not proposed any more, and then nothing is written.
    """
    lock_row(
        session, RightRow, right_id
    )  # of two who confirm at once the second one adds to the first
    proposals = {proposal.digest: proposal for proposal in proposals_for(session, right_id)}
    for digest in digests:
        if digest not in proposals:
            raise BadInput("proposal.unknown", right=right_id, proposal=digest)
    accepted = tuple(proposals[digest] for digest in dict.fromkeys(digests))
    right = with_proposals(load_right(session, right_id), accepted)
    save_record(session, right, [f"{p.key}: {p.text}" for p in accepted], actor=actor)
    return accepted
