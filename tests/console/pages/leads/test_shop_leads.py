"""店铺线索: imitated names and keyword uses stand in tables of their own; an officer settles them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from storage.base.database import Database
from storage.base.settings import Settings
from storage.leads.shop_leads import ShopLead, list_shop_leads, refresh_shop_leads
from storage.tables import ShopLeadKind, ShopRow
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_both_kinds_are_listed_and_settled(office: Office, visit: Enter) -> None:
    _, database = office
    with database.begin() as session:
        shop = ShopRow(platform="a.example", name="天赋河陶旗舰店")
        session.add(shop)
        session.flush()
        name = ShopLead(
            kind=ShopLeadKind.IMITATION, shop_id=shop.id, right_id="tianfu-hetao", likeness="changed",
            genuine="天赋河套", grounds=("“套”写作“陶”", "依[[unfair-competition.confusion]]判断"), goods=2,
            listing_id=None, next_step="ask_holder",
        )  # fmt: skip
        word = ShopLead(
            kind=ShopLeadKind.KEYWORD, shop_id=shop.id, right_id="tianfu-hetao", word="天赋河套",
            grounds=("检索“天赋河套”",), goods=3, listing_id=None, next_step="refer", run_id=5,
            page_url="https://a.example/s?q=天赋河套", captured_at=datetime(2026, 11, 1, tzinfo=UTC),
        )  # fmt: skip
        refresh_shop_leads(session, ShopLeadKind.IMITATION, [name], by="system")
        refresh_shop_leads(session, ShopLeadKind.KEYWORD, [word], by="system")
    names = visit("甲").get("/shop-leads").text
    assert "天赋河陶旗舰店" in names
    assert "请权利人协助辨认" in names
    assert "反不正当竞争法" in names
    words = visit("甲").get("/shop-leads?kind=keyword").text
    assert "https://a.example/s?q=天赋河套" in words
    assert "批次 5" in words
    with database.read() as session:
        row = list_shop_leads(session, ShopLeadKind.IMITATION)[0].row
        number, profile = row.id, visit("甲").get(f"/shops/{row.shop_id}").text
    assert "仿冒店铺名" in profile
    assert "“套”写作“陶”" in profile
    assert visit("看").post(f"/shop-leads/{number}", state="asked").status_code == 403
    assert visit("甲").post(f"/shop-leads/{number}", state="letter").status_code == 400
    assert visit("甲").post(f"/shop-leads/{number}", state="asked").status_code == 303
    assert "已询问" in visit("甲").get("/shop-leads").text
    assert "处理店铺线索" in visit("管").get("/audit").text
