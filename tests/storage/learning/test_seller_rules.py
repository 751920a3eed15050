"""A rule on sellers acts only while an officer's acceptance stands, and each answer is on record."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.errors import NotFound, StaleState
from storage.base.message import Language
from storage.base.vocabulary import RuleState
from storage.leads.background import backgrounds
from storage.learning.seller_rules import (
    RuleProposal,
    accept_rule,
    keep_proposals,
    list_rules,
    reject_rule,
    reopen_rule,
    shop_verdicts,
)
from storage.tables import AuditRow, ListingVersionRow
from tests.storage.learning.decided_leads import a_lead, day, verdict

MARKETS = RuleProposal(
    word="超市", shops=6, dismissed=23, confirmed=0, others_dismissed=4, others_confirmed=40,
    lowest_share=0.61, p_value=0.001,
)  # fmt: skip


def waiting(session: Session) -> int:
    """Versions that wait for an assessment."""
    query = sa.select(sa.func.count()).where(ListingVersionRow.assessed_with.is_(None))
    return session.scalar(query) or 0


@pytest.mark.both_databases
def test_a_rule_holds_for_a_shop_in_whatever_case_its_name_is_written(database: Database) -> None:
    with database.begin() as session:
        lead = a_lead(session, "a", shop="东街 MART 一店")
        keep_proposals(session, [replace(MARKETS, word="mart")])
        (rule,) = list_rules(session)
        accept_rule(session, rule.id, officer="li")
        rules = backgrounds(session, [lead.listing_id])[lead.listing_id].rules
    assert [rule.word for rule in rules] == ["mart"]


def test_a_shops_verdicts_are_those_that_stand(database: Database) -> None:
    with database.begin() as session:
        leads = [a_lead(session, key, shop="东街超市") for key in "abc"]
        for number, lead in enumerate(leads):
            verdict(session, lead, number == 2, day(number))
        (shop,) = shop_verdicts(session)
    assert (shop.name, shop.dismissed, shop.confirmed) == ("东街超市", 2, 1)


def test_an_accepted_rule_stands_in_the_background_of_such_shops_until_it_is_taken_back(
    database: Database,
) -> None:
    with database.begin() as session:
        market = a_lead(session, "a", shop="东街超市")
        store = a_lead(session, "b", shop="东街粮店")
        market_id, store_id = market.listing_id, store.listing_id
        session.execute(sa.update(ListingVersionRow).values(assessed_with="b"))
        assert keep_proposals(session, [MARKETS]) == 1
        (rule,) = list_rules(session)
        assert rule.state is RuleState.PROPOSED
        assert rule.sentence.text(Language.CHINESE).startswith(
            "店名含“超市”的6家店铺的23条线索全部被排除"
        )
        assert not backgrounds(session, [market_id])
        accept_rule(session, rule.id, officer="li")
        by_listing = backgrounds(session, [market_id, store_id])
        assert [rule.word for rule in by_listing[market_id].rules] == ["超市"]
        assert store_id not in by_listing
        assert waiting(session) == 1
        with pytest.raises(StaleState):
            reject_rule(session, rule.id, officer="wang")
        reopen_rule(session, rule.id, officer="li")
        assert not backgrounds(session, [market_id])
        acts = session.scalars(sa.select(AuditRow.act).where(AuditRow.subject == f"rule:{rule.id}"))
        assert acts.all() == ["rule.accept", "rule.reopen"]


def test_what_was_rejected_is_not_proposed_again_and_what_fell_away_goes(
    database: Database,
) -> None:
    with database.begin() as session:
        keep_proposals(session, [MARKETS])
        (rule,) = list_rules(session)
        reject_rule(session, rule.id, officer="li")
        wholesale = replace(MARKETS, word="批发")
        assert keep_proposals(session, [MARKETS, wholesale]) == 1
        assert [r.state for r in list_rules(session)] == [RuleState.PROPOSED, RuleState.REJECTED]
        assert keep_proposals(session, []) == 0
        assert [r.proposal.word for r in list_rules(session)] == ["超市"]
        with pytest.raises(NotFound):
            accept_rule(session, 99, officer="li")
