"""A lead's page as an officer sees it: all that decides on one screen, pictures compared by keys."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from storage.base.database import Database
from storage.base.settings import Settings
from tests.console.captures import add_capture
from tests.console.lead_pictures import add_mark_picture, add_pictures
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
