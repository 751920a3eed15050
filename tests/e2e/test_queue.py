"""The queue with mouse and keyboard: filters in the address, groups, bulk verdicts, exports."""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import LeadRow
from tests.console.sample_office import add_leads
from tests.e2e.conftest import sign_in

Office = tuple[Settings, Database]


def states(office: Office, leads: list[int]) -> set[str]:
    with office[1].read() as session:
        return set(session.scalars(sa.select(LeadRow.state).where(LeadRow.id.in_(leads))))


def test_filters_stand_in_the_address_and_the_view_is_exported(
    window: Page, office: Office, tmp_path: Path
) -> None:
    add_leads(office[1], ["天斌河套 山东"], location="山东省济南市", shop="山东店")
    sign_in(window, "甲")
    window.goto("/leads")
    window.get_by_label("变形").select_option("sound")
    window.get_by_label("地区").select_option("37")
    window.get_by_label("保护等级").select_option("1")
    window.get_by_role("button", name="查询").click()
    expect(window).to_have_url(re.compile("disguise=sound.*region=37.*tier=1"))
    expect(window.locator("table.leads tbody tr")).to_have_count(1)
    with window.expect_download() as waiting:
        window.get_by_role("link", name="XLSX").click()
    waiting.value.save_as(tmp_path / "leads.xlsx")
    sheet = load_workbook(tmp_path / "leads.xlsx").active
    assert sheet is not None
    assert [row[2] for row in sheet.values] == ["title", "天斌河套 山东"]
    window.reload()
    expect(window.get_by_label("地区")).to_have_value("37")


def test_a_shops_leads_are_opened_from_their_group(window: Page, office: Office) -> None:
    add_leads(office[1], [f"天赋河套 成组 {n}" for n in range(5)], shop="成组店")
    sign_in(window, "甲")
    window.goto("/leads?q=成组")
    window.get_by_role("link", name="按店铺").click()
    line = window.locator("table.leads tbody tr", has_text="成组店")
    expect(line).to_contain_text("5")
    line.get_by_role("link", name="成组店").click()
    expect(window.locator("table.leads tbody tr")).to_have_count(5)
    expect(window.locator(".banner")).to_contain_text("同一店铺")


def test_a_bulk_verdict_says_how_many_and_is_taken_back(window: Page, office: Office) -> None:
    made = add_leads(office[1], [f"天赋河套 批量 {n}" for n in range(6)], shop="批量店")
    sign_in(window, "甲")
    window.goto("/leads?q=批量")
    window.get_by_label("勾选本页全部").check()
    window.get_by_label(f"勾选线索 {made[5]}").uncheck()
    window.get_by_text("批量核查").click()
    window.get_by_label("意见").select_option("dismissed")
    expect(window.get_by_label("确认理由")).to_be_hidden()
    window.get_by_label("排除理由").select_option("generic_name")
    window.get_by_role("button", name="提交（已选 5 条）").click()
    expect(window.get_by_role("status").first).to_contain_text("已处理 5 条，未处理 0 条")
    assert states(office, made[:5]) == {"dismissed"}
    assert states(office, made[5:]) == {"pending"}
    window.keyboard.press("u")
    expect(window.get_by_role("heading", name="批量撤销")).to_be_visible()
    expect(window.get_by_role("status").first).to_contain_text("已处理 5 条")
    assert states(office, made) == {"pending"}


def test_the_queue_and_the_palette_are_worked_by_keys_alone(window: Page, office: Office) -> None:
    made = add_leads(office[1], [f"天赋河套 按键 {n}" for n in range(4)], shop="按键店")
    sign_in(window, "甲")
    window.goto("/leads?sort=id&q=按键店")
    rows = window.locator("table.rows tbody tr")
    expect(rows).to_have_count(4)
    assert window.evaluate("document.documentElement.scrollHeight <= innerHeight")
    window.keyboard.press("j")
    window.keyboard.press("x")
    window.keyboard.press("j")
    window.keyboard.press("j")
    window.keyboard.press("X")
    expect(window.locator("input[name=lead]:checked")).to_have_count(3)
    window.keyboard.press("w")
    expect(rows.nth(2)).to_contain_text("研判分值")
    window.keyboard.press("Escape")
    window.keyboard.press("k")
    window.keyboard.press("Enter")
    window.wait_for_url(f"**/leads/{made[1]}?*")
    window.keyboard.press("g")
    window.keyboard.press("q")
    window.wait_for_url("**/leads")
    window.keyboard.press("/")
    window.keyboard.type(str(made[3]))
    window.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("匹配编号")
    window.get_by_role("combobox", name="权利", exact=True).click()
    window.keyboard.type("tfh")
    expect(window.locator("#right-options li")).to_contain_text("天赋河套")
    window.keyboard.press("Enter")
    window.keyboard.press("Enter")
    window.wait_for_url("**right=tianfu-hetao*")
    window.keyboard.press("Control+k")
    window.keyboard.type("ajd")
    expect(window.locator("#palette li").first).to_contain_text("按键店")
    window.keyboard.press("ArrowDown")
    window.keyboard.press("ArrowUp")
    window.keyboard.press("Enter")
    window.wait_for_url("**/shops/*")
    window.keyboard.press("?")
    expect(window.locator("#keys")).to_contain_text("查找页面")


def test_a_bar_of_the_overview_opens_its_rows(window: Page) -> None:
    sign_in(window, "甲")
    window.goto("/")
    expect(window.locator("[data-chart] canvas").first).to_be_visible()
    window.get_by_text("数据表").nth(1).click()
    link = window.locator("details[open] td a").first
    count = link.inner_text()
    link.click()
    expect(window.locator(".paging b")).to_have_text(count)
