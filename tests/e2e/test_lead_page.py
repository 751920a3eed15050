"""A lead's page as an officer sees it: all that decides on one screen, pictures compared by keys."""

from __future__ import annotations

import sqlalchemy as sa
from playwright.sync_api import Page, Route, expect

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import DecisionRow
from tests.console.captures import add_capture
from tests.console.lead_pictures import add_mark_picture, add_pictures
from tests.console.sample_office import add_leads
from tests.e2e.conftest import sign_in

Office = tuple[Settings, Database]
SCALES = "[...document.querySelectorAll('.pane')].map(p => p.querySelector('figcaption').innerText)"


def test_what_decides_stands_on_one_screen_and_the_bar_in_one_row(window: Page) -> None:
    sign_in(window, "甲")
    window.goto("/leads/3?tab=all")
    for width, height in ((1366, 768), (820, 1180), (375, 812)):
        window.set_viewport_size({"width": width, "height": height})
        bar = window.locator(".verdictbar").bounding_box()
        fair = window.locator(".fair").bounding_box()
        assert bar is not None
        assert fair is not None
        assert bar["height"] < 60
        assert width < 800 or fair["y"] + fair["height"] < bar["y"]
        assert window.evaluate("document.documentElement.scrollWidth") == width
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto("/tips")
    assert window.evaluate("document.documentElement.scrollHeight") == 768


def test_goods_and_registered_mark_are_compared_in_the_whole_window_by_keys(
    window: Page, office: Office
) -> None:
    add_pictures(*office, 3, sizes=((900, 900), (600, 1200)))
    add_capture(*office, 3)
    add_mark_picture(*office)
    sign_in(window, "甲")
    window.goto("/leads/3?tab=all")
    trigger = window.get_by_role("button", name="放大比对：商品图片 1")
    boxes = [window.locator(".compare .picture").nth(n).bounding_box() for n in (0, 1)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["height"] == boxes[1]["height"] > 250
    trigger.focus()
    window.keyboard.press("z")
    viewer = window.get_by_role("dialog", name="放大比对")
    assert viewer.bounding_box() == {"x": 0, "y": 0, "width": 1366, "height": 768}
    window.wait_for_function(f"{SCALES}[0].startsWith('商品图片 1/2') && {SCALES}[0].includes('%')")
    expect(viewer.locator("[data-side=mark] figcaption")).to_contain_text("注册图样")
    window.keyboard.press("1")
    expect(viewer.locator("[data-side=evidence] figcaption")).to_contain_text("100%")
    before = viewer.locator("[data-side=evidence] .sheet").bounding_box()
    for key in ("+", "l", "ArrowDown"):
        window.keyboard.press(key)
    assert viewer.locator("[data-side=evidence] .sheet").bounding_box() != before
    window.keyboard.press("0")
    for key, caption in (
        ("Tab", "商品图片 2/2"),
        ("ArrowRight", "网页截图"),
        ("ArrowLeft", "商品图片 2/2"),
    ):
        window.keyboard.press(key)
        expect(viewer.locator("[data-side=evidence] figcaption")).to_contain_text(caption)
    window.keyboard.press("x")  # no verdict from here
    window.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(trigger).to_be_focused()
    expect(window.get_by_role("form", name="排除的理由")).to_be_hidden()
    window.keyboard.press("j")
    window.wait_for_url(lambda url: "/leads/3?" not in url)


def test_the_next_lead_is_shown_before_the_answer_and_takes_the_keys_pressed_on_it(
    window: Page, office: Office
) -> None:
    first, second, third = add_leads(office[1], [f"天赋河套 预取 {n}" for n in (1, 2, 3)])
    sign_in(window, "甲")
    window.goto(f"/leads/{first}?q=预取")
    window.wait_for_load_state("networkidle")
    answered: list[Route] = []

    def keep(route: Route) -> None:
        answered.append(route)

    window.route("**/verdict*", keep)
    window.keyboard.type("x4x7")  # who types on has not seen the next lead
    ahead = window.locator("#main > .ahead")
    expect(ahead.locator("h1")).to_have_text(f"线索 {second}")
    expect(ahead).to_contain_text("排除，正在保存")
    window.wait_for_timeout(400)
    window.keyboard.press("n")
    answered[0].continue_()
    window.wait_for_url(f"**/leads/{second}?*")
    expect(window.get_by_role("form", name="待补证的理由")).to_be_visible()
    window.unroute("**/verdict*")
    window.keyboard.press("1")
    window.wait_for_url(f"**/leads/{third}?*")
    with office[1].read() as session:
        rows = session.scalars(
            sa.select(DecisionRow).where(DecisionRow.lead_id.in_((first, second, third)))
        )
        reasons = {row.lead_id: row.reason for row in rows}
    assert reasons == {first: "generic_name", second: "buy_sample"}
