"""An officer binds her telephone, signs in with it, and is helped when it is lost."""

from __future__ import annotations

import pyotp
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in
from tests.officers import PASSWORD


def enter_password(window: Page, name: str) -> None:
    window.goto("/leads?tab=mine")
    window.get_by_label("用户名").fill(name)
    window.get_by_label("密码").fill(PASSWORD)
    window.keyboard.press("Enter")


def bind(window: Page) -> list[str]:
    window.goto("/own")
    window.get_by_role("link", name="启用动态口令").click()
    expect(window.get_by_role("img", name="二维码")).to_be_visible()
    seed = window.locator(".steps code").inner_text()
    window.get_by_label("六位数字").fill(pyotp.TOTP(seed).now())
    window.get_by_role("button", name="启用").click()
    expect(window.get_by_role("heading", name="动态口令已启用")).to_be_visible()
    return window.locator(".codes code").all_inner_texts()


def test_a_telephone_is_bound_asked_for_and_taken_away_when_lost(window: Page) -> None:
    sign_in(window, "看")
    codes = bind(window)
    window.get_by_role("link", name="已抄好").click()
    expect(window.locator("main")).to_contain_text("恢复码剩余 10 个")
    window.get_by_role("button", name="退出").click()

    enter_password(window, "看")
    expect(window.get_by_role("heading", name="动态口令")).to_be_visible()
    window.goto("/leads")  # the password alone opens nothing
    expect(window.get_by_role("heading", name="登录")).to_be_visible()
    enter_password(window, "看")
    window.get_by_label("口令或恢复码").fill(codes[0])
    window.get_by_role("button", name="登录").click()
    expect(window).to_have_url("/leads?tab=mine")
    window.get_by_role("button", name="退出").click()

    sign_in(window, "管")
    window.goto("/users")
    window.get_by_role("button", name="解除 看 的动态口令").click()
    window.locator("main form button").click()
    window.get_by_role("button", name="退出").click()
    sign_in(window, "看")
