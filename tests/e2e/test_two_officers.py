"""Two officers at one queue: nobody works on the other's lead, and a stale page is refused kindly."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import LeadRow
from tests.console.sample_office import add_leads
from tests.e2e.conftest import open_context, sign_in

Office = tuple[Settings, Database]


@pytest.fixture
def second_window(browser: Browser, address: str) -> Iterator[Page]:
    """The second officer's own browser."""
    context = open_context(browser, base_url=address, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    sign_in(page, "乙")
    yield page
    context.close()


def state(office: Office, lead: int) -> tuple[str, str | None]:
    with office[1].read() as session:
        row = session.get_one(LeadRow, lead)
        return row.state, row.claimed_by


def test_each_officer_is_given_another_lead(
    window: Page, second_window: Page, office: Office
) -> None:
    first, second = add_leads(office[1], ["天赋河套 两人 甲", "天赋河套 两人 乙"])
    sign_in(window, "甲")
    for page in (window, second_window):
        page.goto("/leads?q=两人")
        page.keyboard.press("s")
        page.wait_for_url(re.compile(r"/leads/\d+\?"))
    assert {window.url.split("?")[0][-3:], second_window.url.split("?")[0][-3:]} == {
        f"/{first}"[-3:],
        f"/{second}"[-3:],
    }
    assert state(office, first) == ("claimed", "甲")
    assert state(office, second) == ("claimed", "乙")
    second_window.goto(f"/leads/{first}?q=两人")
    expect(second_window.locator(".closed")).to_contain_text("正由 甲 核查")
    expect(second_window.get_by_role("button", name=re.compile("确认"))).to_have_count(0)
    second_window.keyboard.press("a")
    second_window.wait_for_timeout(200)
    assert state(office, first) == ("claimed", "甲")


def test_a_page_that_was_overtaken_is_refused_kindly_and_keeps_the_first_verdict(
    window: Page, second_window: Page, office: Office
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 被超过"])
    sign_in(window, "甲")
    for page in (window, second_window):
        page.goto(f"/leads/{lead}?q=被超过")
    window.keyboard.press("a")
    window.keyboard.press("Enter")
    expect(window.locator("[role=status].info")).to_be_visible()
    assert state(office, lead) == ("confirmed", "甲")
    second_window.keyboard.press("x")
    second_window.locator("input.note:visible").fill("包装与权利人正品一致")
    second_window.keyboard.press("Enter")
    expect(second_window.locator("main")).to_contain_text("没有改变任何数据")
    expect(second_window.get_by_label("您填写的内容")).to_have_value("包装与权利人正品一致")
    assert state(office, lead) == ("confirmed", "甲")
