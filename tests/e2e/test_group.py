"""A group of leads cleared by keys in Chromium, undone as a whole, and a colleague named in a comment."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import LeadRow
from tests.console.sample_office import add_leads
from tests.e2e.conftest import sign_in

Office = tuple[Settings, Database]


def states(office: Office, leads: list[int]) -> list[str]:
    with office[1].read() as session:
        return [session.get_one(LeadRow, lead).state.value for lead in leads]


def test_a_group_is_cleared_by_keys_but_for_its_exception_and_undone_as_a_whole(
    window: Page, office: Office
) -> None:
    leads = add_leads(office[1], [f"天赋河套 成组 {n}" for n in range(4)], shop="示例成组店")
    sign_in(window, "甲")
    window.goto(f"/leads/{leads[0]}")
    window.keyboard.press("f")
    expect(window.locator("h1")).to_have_text("同店 4 条：示例成组店")
    window.wait_for_load_state()  # A key before the page's scripts is nobody's.
    window.keyboard.press("j")
    window.keyboard.press(" ")
    expect(window.locator("[data-ticked]").first).to_have_text("3")
    window.keyboard.press("x")
    assert states(office, leads) == ["pending"] * 4, "no single key decides"
    window.keyboard.press("1")
    expect(window.locator("main")).to_contain_text("现有 3 条有效")
    assert states(office, leads) == ["pending"] + ["dismissed"] * 3
    window.keyboard.press("u")
    expect(window.locator("main")).to_contain_text("现有 0 条有效")
    assert states(office, leads) == ["pending"] * 4


def test_a_colleague_is_offered_behind_the_sign_and_taken_by_enter(window: Page) -> None:
    sign_in(window, "甲")
    window.goto("/leads/1?tab=all")
    window.keyboard.press("r")
    field = window.locator("[data-mentions]")
    expect(field).to_be_focused()
    window.keyboard.type("请看 @示例")
    expect(window.locator(".mention-box li")).to_have_text(["示例审（审）"])
    window.keyboard.press("Enter")
    expect(field).to_have_value("请看 @示例审 ")
    window.get_by_role("button", name="发表").click()
    expect(window.locator(".comments")).to_contain_text("请看 @示例审")
