"""店铺规则: rules on sellers that verdicts suggest, and what officers said of them.

A proposal is a sentence with its counts. It acts only once an officer accepts it; every answer is on
record and can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row, locking
from storage.base.errors import NotFound, StaleState
from storage.base.message import Message
from storage.base.reasons import NO_LESSONS
from storage.base.vocabulary import RuleState, Verdict
from storage.leads.accepted_rules import holds_for_shop
from storage.leads.standing_verdicts import newest_standing
from storage.listings.assessment_marks import assess_again
from storage.tables import (
    DecisionRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    SellerRuleRow,
    ShopRow,
)
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class ShopVerdicts:
    """Leads of one shop by the verdict that stands on them."""

    name: str
    dismissed: int
    confirmed: int


@dataclass(frozen=True, kw_only=True)
class RuleProposal:
    """Shops whose name holds a word, beside all others, in leads."""

    word: str
    shops: int
    dismissed: int
    confirmed: int
    others_dismissed: int
    others_confirmed: int
    lowest_share: float
    """Lower bound of the share of such shops whose leads are all dismissed."""
    p_value: float
    """Corrected for the number of words that were tested."""


@dataclass(frozen=True, kw_only=True)
class SellerRule:
    """A rule with its state."""

    id: int
    state: RuleState
    proposal: RuleProposal
    counted_at: datetime
    decided_by: str | None
    decided_at: datetime | None

    @property
    def sentence(self) -> Message:
        """The rule in words, with its counts."""
        counts = self.proposal
        code = "seller-rule.all" if not counts.confirmed else "seller-rule.nearly-all"
        return Message(
            code,
            {
                "word": counts.word,
                "leads": counts.dismissed + counts.confirmed,
                "dismissed": counts.dismissed,
                "shops": counts.shops,
                "others": counts.others_dismissed + counts.others_confirmed,
                "others_dismissed": counts.others_dismissed,
            },
        )


def shop_verdicts(session: Session) -> list[ShopVerdicts]:
    """Every shop with a verdict: its leads by the last verdict that stands on each."""
    dismissed = DecisionRow.verdict == Verdict.DISMISSED
    query = (
        sa.select(
            ShopRow.name, sa.func.count().filter(dismissed), sa.func.count().filter(~dismissed)
        )
        .join(ListingRow, ListingRow.shop_id == ShopRow.id)
        .join(LeadRow, LeadRow.listing_id == ListingRow.id)
        .join(DecisionRow, DecisionRow.lead_id == LeadRow.id)
        .where(
            DecisionRow.id.in_(newest_standing(Verdict.CONFIRMED, Verdict.DISMISSED)),
            sa.func.coalesce(DecisionRow.reason, "").not_in(NO_LESSONS),
        )
        .group_by(ShopRow.id, ShopRow.name)
        .order_by(ShopRow.id)
    )
    return [
        ShopVerdicts(name=name, dismissed=against, confirmed=for_it)
        for name, against, for_it in session.execute(query)
    ]


def keep_proposals(session: Session, proposals: Sequence[RuleProposal]) -> int:
    """Store what verdicts suggest now; returns how many are new.

    A proposal that nobody answered is counted anew or goes; what an officer accepted or rejected stays
    as it was answered.
    """
    rows = {row.word: row for row in session.scalars(locking(sa.select(SellerRuleRow)))}
    suggested = {proposal.word for proposal in proposals}
    for word, row in rows.items():
        if row.state is RuleState.PROPOSED and word not in suggested:
            session.delete(row)
    fresh = 0
    for proposal in proposals:
        if proposal.word not in rows:
            session.add(SellerRuleRow(**vars(proposal)))
            fresh += 1
        elif (row := rows[proposal.word]).state is RuleState.PROPOSED:
            for name, value in vars(proposal).items():
                setattr(row, name, value)
            row.counted_at = now()
    session.flush()
    return fresh


def list_rules(
    session: Session, states: Iterable[RuleState] = tuple(RuleState)
) -> list[SellerRule]:
    """Rules in these states, proposals first."""
    order = sa.case((SellerRuleRow.state == RuleState.PROPOSED, 0), else_=1)
    query = (
        sa.select(SellerRuleRow)
        .where(SellerRuleRow.state.in_(tuple(states)))
        .order_by(order, SellerRuleRow.id)
    )
    return [_rule(row) for row in session.scalars(query)]


def accept_rule(session: Session, number: int, *, officer: str) -> SellerRule:
    """Let a proposed rule act: listings of such shops are no leads. Raises NotFound, StaleState."""
    row = _open_rule(session, number)
    _answer(session, row, RuleState.ACCEPTED, officer)
    trail.record(session, actor=officer, act="rule.accept", **_details(row))
    return _rule(row)


def reject_rule(session: Session, number: int, *, officer: str) -> SellerRule:
    """Keep a proposed rule from acting, and from being proposed again. Raises NotFound, StaleState."""
    row = _open_rule(session, number)
    _answer(session, row, RuleState.REJECTED, officer)
    trail.record(session, actor=officer, act="rule.reject", **_details(row))
    return _rule(row)


def reopen_rule(session: Session, number: int, *, officer: str) -> SellerRule:
    """Take the answer on a rule back: it is a proposal again and does not act. Raises NotFound, StaleState."""
    row = _load(session, number)
    if row.state is RuleState.PROPOSED:
        raise StaleState("seller-rule.answered", number=number, state=_state(row.state))
    _answer(session, row, RuleState.PROPOSED, officer)
    trail.record(session, actor=officer, act="rule.reopen", **_details(row))
    return _rule(row)


def _load(session: Session, number: int) -> SellerRuleRow:
    row = lock_row(session, SellerRuleRow, number)
    if row is None:
        raise NotFound("seller-rule.unknown", number=number)
    return row


def _open_rule(session: Session, number: int) -> SellerRuleRow:
    """A rule that nobody answered."""
    row = _load(session, number)
    if row.state is not RuleState.PROPOSED:
        raise StaleState("seller-rule.answered", number=number, state=_state(row.state))
    return row


def _state(state: RuleState) -> Message:
    return Message(f"rule-state.{state}")


def _answer(session: Session, row: SellerRuleRow, state: RuleState, officer: str) -> None:
    """Write an answer; listings of such shops are assessed again where it changes what acts."""
    acts = RuleState.ACCEPTED in (row.state, state)
    row.state = state
    row.decided_by = None if state is RuleState.PROPOSED else officer
    row.decided_at = None if state is RuleState.PROPOSED else now()
    if acts:
        _assess_shops_again(session, row.word)
    session.flush()


def _details(row: SellerRuleRow) -> dict[str, Any]:
    return {
        "subject": f"rule:{row.id}",
        "word": row.word,
        "dismissed": row.dismissed,
        "confirmed": row.confirmed,
    }


def _assess_shops_again(session: Session, word: str) -> None:
    versions = (
        sa.select(ListingRow.version_id)
        .join(ShopRow, ShopRow.id == ListingRow.shop_id)
        .where(holds_for_shop(word))
    )
    assess_again(session, ListingVersionRow.id.in_(versions))


def _rule(row: SellerRuleRow) -> SellerRule:
    return SellerRule(
        id=row.id,
        state=row.state,
        proposal=RuleProposal(
            word=row.word,
            shops=row.shops,
            dismissed=row.dismissed,
            confirmed=row.confirmed,
            others_dismissed=row.others_dismissed,
            others_confirmed=row.others_confirmed,
            lowest_share=row.lowest_share,
            p_value=row.p_value,
        ),
        counted_at=row.counted_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
