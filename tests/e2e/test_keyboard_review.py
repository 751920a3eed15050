"""An officer's morning with her hands on the keyboard, in a real Chromium."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import DecisionRow, LeadRow
from tests.console.sample_office import add_leads
from tests.e2e.conftest import sign_in
from tests.examples import THOROUGH

Office = tuple[Settings, Database]
SIXES = 10 if THOROUGH else 3
"""Leads of a morning, by six: two are confirmed, three dismissed, one needs evidence."""


def standing(office: Office, lead: int) -> str:
    with office[1].read() as session:
        return session.get_one(LeadRow, lead).state


def test_three_leads_are_decided_by_keyboard_and_the_mail_is_there(
    window: Page, office: Office
) -> None:
    sign_in(window, "甲")
    window.goto("/leads")
    expect(window.locator("table.leads tbody tr")).to_have_count(12)
    window.keyboard.press("s")
    window.wait_for_url("**/leads/1")
    window.keyboard.press("a")
    window.keyboard.press("Enter")
    window.wait_for_url("**/leads/2?*")
    expect(window.locator(".info")).to_contain_text("线索 1 已确认（同一商品上使用相同商标）")
    window.keyboard.type("x4")
    window.wait_for_url("**/leads/3?*")
    expect(window.locator(".info")).to_contain_text("线索 2 已排除（通用名称）")
    window.keyboard.type("n1")
    window.wait_for_url("**/leads/4?*")
    assert [standing(office, lead) for lead in (1, 2, 3)] == [
        "confirmed",
        "dismissed",
        "needs_evidence",
    ]
    with office[1].read() as session:
        reasons = session.scalars(sa.select(DecisionRow.reason).order_by(DecisionRow.id)).all()
    assert reasons == ["same_mark", "generic_name", "buy_sample"]
    window.goto("/mailbox")
    window.locator("main table a").first.click()
    expect(window.locator("main")).to_contain_text("alerts@holder.invalid")
    expect(window.locator(".mailtext")).to_contain_text("天赋河套 雪花面粉 1 号")


@pytest.mark.thorough
def test_a_morning_of_leads_is_cleared_in_one_go_with_two_keys_each(
    window: Page, office: Office, record_property: Callable[[str, object], None]
) -> None:
    made = add_leads(office[1], [f"天赋河套 早晨 {number}" for number in range(6 * SIXES)])
    sign_in(window, "审")
    window.goto("/leads?tab=pending&q=早晨&size=100")
    expect(window.locator("table.leads tbody tr")).to_have_count(6 * SIXES)
    window.keyboard.press("s")
    window.wait_for_selector(".verdictbar")
    keys = "axnxxa" * SIXES
    started = time.perf_counter()
    for place, key in enumerate(keys):
        heading = window.inner_text("h1")
        window.keyboard.type(f"{key}1")
        if place < len(keys) - 1:
            window.wait_for_function(
                "was => document.querySelector('h1').innerText !== was", arg=heading
            )
    expect(window.locator("form.info")).to_contain_text("没有更多线索了")
    record_property("seconds for a morning of leads", round(time.perf_counter() - started, 1))
    with office[1].read() as session:
        rows = session.execute(
            sa.select(LeadRow.state, sa.func.count())
            .where(LeadRow.id.in_(made))
            .group_by(LeadRow.state)
        )
        counts = {row[0]: row[1] for row in rows}
    assert counts == {
        "confirmed": 2 * SIXES,
        "dismissed": 3 * SIXES,
        "needs_evidence": SIXES,
    }


def test_u_takes_the_last_verdict_back_and_shows_its_lead(window: Page, office: Office) -> None:
    sign_in(window, "乙")
    window.goto("/leads")
    window.keyboard.press("s")
    window.wait_for_url(re.compile(r"/leads/\d+$"))
    lead = int(window.url.rsplit("/", 1)[1])
    window.keyboard.press("x")
    window.keyboard.press("Enter")
    window.wait_for_url("**done=*")
    assert standing(office, lead) == "dismissed"
    window.keyboard.press("u")
    window.wait_for_url(re.compile(rf"/leads/{lead}(\?|$)"))
    expect(window.locator(".head .state")).to_have_text("核查中")
    assert standing(office, lead) == "claimed"
    window.keyboard.press("c")
    expect(window.locator(".head .state")).to_have_text("待核查")


def test_no_single_key_stores_a_verdict_however_it_is_pressed(window: Page, office: Office) -> None:
    sign_in(window, "乙")
    window.goto("/leads/8")
    panel = window.get_by_role("form", name="排除的理由")
    for keys in (("3", "x", "Escape", "4"), ("x", "x", "4"), ("x", "j", "Escape"), ("x", "9")):
        for key in keys:
            window.keyboard.press(key)
    for _ in range(3):  # held down
        window.keyboard.down("n")
    window.keyboard.up("n")
    expect(window.get_by_role("form", name="待补证的理由")).to_be_visible()
    expect(panel).to_be_hidden()
    window.keyboard.press("x")
    expect(panel.get_by_role("button", name="正当使用地名、产地")).to_be_focused()
    window.keyboard.press("8")  # asks for a note before anything is stored
    expect(panel.get_by_label("备注")).to_be_focused()
    window.keyboard.press("Enter")
    window.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    assert standing(office, 8) == "pending"
    window.keyboard.type("axn4")
    expect(panel.get_by_label("备注")).to_have_value("axn4")
    window.keyboard.down("Enter")
    window.keyboard.down("Enter")
    window.wait_for_url("**done=8")
    window.keyboard.down("Enter")
    window.keyboard.up("Enter")
    expect(window.locator(".info")).to_contain_text("线索 8 已排除（其他）：axn4")
    with office[1].read() as session:
        rows = session.scalars(
            sa.select(DecisionRow).order_by(DecisionRow.id.desc()).limit(2)
        ).all()
    assert (rows[0].lead_id, rows[0].reason, rows[0].note) == (8, "other", "axn4")
    assert rows[1].lead_id != 9


def test_the_question_mark_lists_the_keys_and_escape_closes_it(window: Page) -> None:
    sign_in(window, "甲")
    window.goto("/leads/9")
    window.keyboard.press("?")
    expect(window.get_by_role("dialog")).to_contain_text("待补证")
    sheet, button = (
        window.locator(f"#keys {part}").bounding_box() for part in (".sheet", "form button")
    )
    assert sheet is not None
    assert button is not None
    assert sheet["y"] + sheet["height"] <= button["y"], "the keys lie over the button"
    window.keyboard.press("a")  # no verdict while the list is open
    window.keyboard.press("Escape")
    expect(window.get_by_role("dialog")).to_be_hidden()
    expect(window).to_have_url(re.compile(r"/leads/9$"))


def test_the_charts_of_the_overview_are_drawn_and_one_bar_is_a_number(window: Page) -> None:
    sign_in(window, "甲")
    window.goto("/")
    numbers = window.locator(".charts .single")
    expect(window.locator(".charts .card")).to_have_count(5)
    expect(numbers.filter(has_text="天赋河套")).to_have_count(1)
    expect(window.locator("[data-chart] canvas")).to_have_count(5 - numbers.count())
    expect(window.locator("[data-chart]").first).to_have_attribute(
        "aria-label", re.compile("新线索")
    )
