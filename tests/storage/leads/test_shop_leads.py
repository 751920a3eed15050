"""A lead on a shop is settled by an officer, and nobody drafts a letter on it."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import NotFound
from storage.leads.shop_leads import (
    ShopLead,
    list_shop_leads,
    refresh_shop_leads,
    settle_shop_lead,
)
from storage.records import Right, RightsBook
from storage.rights.book_import import import_rights
from storage.tables import AuditRow, ShopLeadKind, ShopLeadState, ShopRow

RIGHT = Right(id="lanze", text="岚泽谷香")


def lead(shop_id: int, **values: object) -> ShopLead:
    chosen = {
        "grounds": ("店铺名近似",),
        "goods": 1,
        "listing_id": None,
        "next_step": "ask_holder",
        **values,
    }
    return ShopLead(kind=ShopLeadKind.IMITATION, shop_id=shop_id, right_id="lanze", **chosen)  # type: ignore[arg-type]


def test_leads_on_shops_are_opened_updated_settled_and_opened_again(database: Database) -> None:
    with database.begin() as session:
        import_rights(session, RightsBook(rights=(RIGHT,)))
        shop = ShopRow(platform="a.example", name="岚择谷香旗舰店")
        session.add(shop)
        session.flush()
        assert (
            refresh_shop_leads(session, ShopLeadKind.IMITATION, [lead(shop.id)], by="system") == 1
        )
        refresh_shop_leads(session, ShopLeadKind.IMITATION, [lead(shop.id, goods=4)], by="system")
        [line] = list_shop_leads(session, ShopLeadKind.IMITATION)
        assert (line.shop, line.row.goods) == ("岚择谷香旗舰店", 4)
        settle_shop_lead(session, line.row.id, ShopLeadState.ASKED, by="甲")
        refresh_shop_leads(session, ShopLeadKind.IMITATION, [lead(shop.id, goods=9)], by="system")
        [line] = list_shop_leads(session, ShopLeadKind.IMITATION)
        assert (line.row.state, line.row.goods, line.row.decided_by) == (
            ShopLeadState.ASKED,
            4,
            "甲",
        )
        settle_shop_lead(session, line.row.id, ShopLeadState.OPEN, by="甲")
        refresh_shop_leads(session, ShopLeadKind.IMITATION, [], by="system")
        assert list_shop_leads(session, ShopLeadKind.IMITATION) == []
        acts = [row.act for row in session.query(AuditRow).order_by(AuditRow.id)]
        assert [act for act in acts if act.startswith("shop.")] == [
            "shop.open_lead", "shop.settle_lead", "shop.settle_lead", "shop.lapse_lead",
        ]  # fmt: skip


def test_a_lead_on_a_shop_that_is_not_there_is_refused(database: Database) -> None:
    with database.begin() as session, pytest.raises(NotFound, match="7"):
        settle_shop_lead(session, 7, ShopLeadState.ASKED, by="甲")
