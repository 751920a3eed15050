"""经营者档案: one seller across platforms, with the reason for each link."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import NotFound
from storage.base.vocabulary import Verdict
from storage.leads import lifecycle
from storage.listings.contact_hashes import keep_contacts
from storage.listings.operators import OPERATOR_GROUND_NAMES as GROUNDS
from storage.listings.operators import OperatorGround
from storage.records import Operator
from storage.tables import LeadRow
from storage.views.shops.shop_profile import load_shop
from tests.storage.leads.test_facets import opened

OPERATOR = Operator(name="示例商行", credit_code="91150802MA0EXAMPLE")


@pytest.mark.both_databases
def test_shops_of_one_operator_are_found_with_every_reason(database: Database) -> None:
    with database.begin() as session:
        first = opened(session, "1", shop="甲店", platform="a.invalid", operator=OPERATOR)
        twin = opened(session, "2", shop="乙店", platform="b.invalid", operator=OPERATOR)
        named = opened(session, "3", shop="甲店", platform="c.invalid")
        drawn = opened(session, "4", shop="丙店", platform="c.invalid")
        opened(session, "5", shop="无关店", platform="c.invalid")
        shops = [row.shop_id or 0 for row in (first, twin, named, drawn)]
        keep_contacts(session, {shops[0]: ["x"], shops[1]: ["x"]})
        session.execute(
            sa.update(LeadRow).where(LeadRow.id.in_([first.id, drawn.id])).values(picture="ff")
        )
        lifecycle.decide(session, twin.id, Verdict.CONFIRMED, officer="li", reason="same_mark")
    with database.read() as session:
        profile = load_shop(session, shops[0])
    why = {linked.shop.id: list(linked.why) for linked in profile.linked}
    assert why == {
        shops[1]: [
            GROUNDS[OperatorGround.CREDIT_CODE],
            GROUNDS[OperatorGround.OPERATOR],
            GROUNDS[OperatorGround.CONTACT],
        ],
        shops[3]: [GROUNDS[OperatorGround.MAIN_PICTURE]],
    }
    assert [(linked.leads, linked.confirmed) for linked in profile.linked] == [
        (1, 1),
        (1, 0),
    ]
    assert [namesake.shop.id for namesake in profile.namesakes] == [shops[2]]
    assert profile.name_hint is not None
    assert profile.name_hint.likelihood == 0.25


@pytest.mark.both_databases
def test_a_profile_shows_prices_and_verdicts(database: Database) -> None:
    with database.begin() as session:
        cheap = opened(session, "1", shop="甲店", platform="a.invalid", price=Decimal("9.90"))
        opened(session, "2", shop="甲店", platform="a.invalid", price=Decimal(30))
        opened(session, "3", shop="甲店", platform="a.invalid")
        lifecycle.decide(session, cheap.id, Verdict.DISMISSED, officer="li", reason="licensed")
        shop = cheap.shop_id or 0
    with database.read() as session:
        profile = load_shop(session, shop)
        assert profile.prices == (Decimal("9.90"), Decimal(30))
        assert profile.states == {"pending": 2, "dismissed": 1}
        assert [(row.verdict, title) for row, title in profile.decisions] == [
            ("dismissed", "示例面粉")
        ]
        with pytest.raises(NotFound):
            load_shop(session, 99)
