"""The queue's page: its order told, its columns in words, its search, its saved views, its look-ups."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from storage.base.database import Database
from storage.base.settings import Settings
from storage.records import Right, RightsBook
from storage.rights.book_import import import_rights
from storage.tables import LeadRow
from storage.views import lead_queue, queue_groups
from storage.views.queue import narrow_view
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def _rows(page: str) -> list[str]:
    return re.findall(r'<tr data-row="(\d+)"', page)


def test_a_row_tells_price_platform_seller_age_and_why_it_stands_there(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(
        office[1], ["天赋河套 京东 面粉"], platform="item.jd.com", shop="列店", price=Decimal("1299.5"), sales=99
    )  # fmt: skip
    page = visit("甲").get("/leads?q=列店").text
    assert _rows(page) == [str(lead)]
    for words in (
        "¥1,299.50", "京东", "列店", "匹配店铺", "等级红", "研判分值 95%",
        "权利人保护等级一级（×1.75）", "已售 99 件（×1.20）", "刚刚", "默认顺序：先按等级",
    ):  # fmt: skip
        assert words in page, words


def test_rows_mixed_in_are_labelled_and_say_so(office: Office, visit: Enter) -> None:
    first, second = add_leads(office[1], ["天赋河套 抽 1", "天赋河套 抽 2"], shop="抽样店")
    with office[1].begin() as session:
        session.get_one(LeadRow, first).probe = "random"
        session.get_one(LeadRow, second).probe = "uncertain"
    page = visit("甲").get("/leads?q=抽样店").text
    assert page.count(">抽样</span>") == page.count(">抽样复核</span>") == 1
    assert page.count("位置不按期望价值") >= 2


def test_a_view_in_groups_counts_leads_as_leads_and_groups_as_groups(
    office: Office, visit: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_leads(office[1], [f"天赋河套 成组 {n}" for n in range(5)], shop="成组大店")
    page = visit("甲").get("/leads?q=成组大店&group=shop").text
    assert "“成组大店”：共 5 条" in page
    assert "共 <b>1</b> 组" in page
    monkeypatch.setattr(queue_groups, "LARGE_VIEW", 3)
    monkeypatch.setattr(queue_groups, "MOST_GROUPED", 2)
    page = visit("甲").get("/leads?q=成组大店&group=shop").text
    assert "“成组大店”：超过 2 条" in page
    assert "至少 <b>1</b> 组" in page
    assert f"只列优先级最高的 2 条线索所在的组，{NARROWER}" in page


NARROWER = '要看其余线索，请用<a href="#filters">筛选</a>缩小范围'


def test_a_view_too_large_to_be_counted_says_how_to_see_what_lies_behind_its_last_page(
    office: Office, visit: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_leads(office[1], [f"天赋河套 很多 {n}" for n in range(5)], shop="很多大店")
    officer = visit("甲")
    whole = officer.get("/leads?q=很多大店").text
    assert "只能翻看" not in whole
    behind = officer.get("/leads?q=很多大店&page=9").text
    assert "没有第 9 页" in behind
    assert "只能翻看" not in behind
    for module in (narrow_view, lead_queue):
        monkeypatch.setattr(module, "MOST_COUNTED", 3)
    page = officer.get("/leads?q=很多大店").text
    assert f"只能翻看排在最前的 3 条，{NARROWER}" in page
    assert 'id="filters"' in page


def test_a_head_sorts_turns_round_and_leads_back_to_the_default_order(
    office: Office, visit: Enter
) -> None:
    leads = [
        add_leads(office[1], [f"天赋河套 排序 {price}"], shop="排序店", price=price)[0]
        for price in (Decimal(30), Decimal(10), Decimal(20))
    ]
    officer = visit("甲")
    up = officer.get("/leads?q=排序店&sort=price").text
    assert _rows(up) == [str(leads[n]) for n in (1, 2, 0)]
    assert 'aria-sort="ascending"' in up
    assert "sort=-price" in up
    down = officer.get("/leads?q=排序店&sort=-price").text
    assert _rows(down) == [str(leads[n]) for n in (0, 2, 1)]
    head = re.search(r'aria-sort="descending"><a href="([^"]+)"', down)
    assert head
    assert "sort" not in head[1]
    lead = officer.get(f"/leads/{leads[1]}?q=排序店&sort=price").text
    assert f"/leads/{leads[2]}?q=" in lead
    assert _rows(officer.get("/leads?q=排序店&sort=nonsense").text) == [str(n) for n in leads]


def test_a_right_is_looked_up_by_initials_and_by_its_name_without_a_script(
    office: Office, visit: Enter
) -> None:
    book = RightsBook(
        rights=(Right(id="bameihuyang", text="巴美湖羊"), Right(id="bame", text="巴美"))
    )
    with office[1].begin() as session:
        import_rights(session, book)
    officer = visit("甲")
    options = officer.get("/rights/suggestions.json?q=tfht").json()["options"]
    assert [option["value"] for option in options] == ["tianfu-hetao"]
    assert len(officer.get("/rights/suggestions.json?q=&limit=1").json()["options"]) == 1
    typed = officer.get("/leads?right=天赋河&level=red")
    assert typed.headers["location"] == "/leads?right=tianfu-hetao&level=red"
    exact = officer.get("/leads?right=巴美")
    assert exact.headers["location"] == "/leads?right=bame"
    several = officer.get("/leads?right=巴").text
    assert "您可能要找" in several
    assert "right=bameihuyang" in several
    assert _rows(several) == []
    assert "没有名为“没有这样”的权利" in officer.get("/leads?right=没有这样").text


def test_a_bulk_verdict_takes_only_reasons_that_fit_it(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 理由"], shop="理由店")
    officer = visit("甲")
    page = officer.get("/leads?q=理由店").text
    confirming = re.search(r'name="reason_confirmed">(.*?)</select>', page)
    assert confirming
    assert "same_mark" in confirming[1]
    assert "generic_name" not in confirming[1]
    assert "提交（已选 <b data-ticked>0</b> 条）" in page
    for fields in (
        {"verdict": "confirmed", "reason_confirmed": "generic_name"},
        {"verdict": "confirmed", "reason_dismissed": "generic_name"},
        {"verdict": "confirmed", "reason": "generic_name"},
    ):
        answer = officer.post("/leads/verdict", lead=f"{lead}:1", **fields)
        assert "没有改变任何线索" in answer.text
    answer = officer.post(
        "/leads/verdict", lead=f"{lead}:1", verdict="dismissed", reason_dismissed="generic_name"
    )
    assert "已处理 <b>1</b> 条" in answer.text
    nothing = officer.post("/leads/verdict", verdict="dismissed", reason_dismissed="generic_name")
    assert "没有选中任何线索" in nothing.text


def test_a_view_is_saved_as_a_tab_renamed_deleted_and_brought_back(
    office: Office, visit: Enter
) -> None:
    officer = visit("乙")
    saved = officer.post(
        "/leads/views", name="红色京东", query="?tab=pending&level=red&sort=-price&page=3&x=1"
    )
    assert saved.headers["location"] == "/leads?tab=pending&level=red&sort=-price"
    tab = re.compile(r'class="saved current" aria-current="page"[^>]*>红色京东')
    assert tab.search(officer.get("/leads?level=red&sort=-price&size=50").text)
    assert not tab.search(officer.get("/leads?level=red").text)
    assert "红色京东" not in visit("甲").get("/leads").text
    page = officer.get("/leads/views").text
    number = re.search(r"/leads/views/(\d+)/rename", page)
    assert number
    assert officer.post(f"/leads/views/{number[1]}/rename", name="高价").status_code == 303
    deleted = officer.post(f"/leads/views/{number[1]}/delete")
    assert "已删除视图“高价”" in officer.get(deleted.headers["location"]).text
    assert officer.post(f"/leads/views/{number[1]}/restore").status_code == 303
    assert "高价" in officer.get("/leads").text
    refused = officer.post("/leads/views", name="本局", query="", scope="office")
    assert "审批人或管理员" in refused.text
    assert (
        visit("审").post("/leads/views", name="本局", query="", scope="office").status_code == 303
    )
    assert "本局" in visit("看").get("/leads").text


def test_the_palette_offers_what_the_role_may_open_and_nothing_else(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 查找"], shop="查找粮油店")

    def places(name: str, words: str) -> list[dict[str, str]]:
        answer = visit(name).get(f"/find.json?q={words}")
        return json.loads(answer.text)["places"]  # type: ignore[no-any-return]

    assert places("甲", "xshc")[0]["address"] == "/leads"
    assert places("甲", "ws")[0]["text"] == "文书"
    assert places("甲", f"{lead}")[0]["address"] == f"/leads/{lead}?tab=all"
    assert places("甲", "czly")[0]["text"] == "查找粮油店"
    assert places("甲", "tfht")[0]["address"] == "/rights/tianfu-hetao"
    assert places("甲", "xtsz")[:-1] == []
    assert places("管", "xtsz")[0]["address"] == "/settings"
    assert places("甲", "新建权利")[:-1] == []
    assert places("管", "新建权利")[0]["address"] == "/rights/new"
    for name in ("看", "甲", "法", "管"):
        for place in places(name, ""):
            if not place["address"].endswith(".xlsx"):
                assert visit(name).get(place["address"]).status_code == 200, place
    assert "系统设置" not in visit("甲").get("/find?q=系统").text
