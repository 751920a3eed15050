"""A platform profile edited in the console: refused strictly, tried on a live page, versioned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from console.demo.market.market import Market
from crawler.platform.registry import profile_for, use_office_profiles
from storage.base.database import Database
from storage.base.settings import Settings
from tests.console.sample_office import an_office
from tests.e2e.conftest import sign_in

PROFILE = """\
name: shili
title: 示例集市
hosts: [127.0.0.1]
listing:
  title:
    - {css: "h1"}
  location:
    - {css: ".no-such-place"}
"""
SAVED = f"{PROFILE}enabled: false\n"
"""A new profile waits until somebody switches it on."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    home: Path = tmp_path_factory.mktemp("office")
    settings, database = an_office(home, leads=0)
    yield settings, database
    database.close()


def test_a_profile_is_refused_tried_saved_and_brought_back(
    window: Page,
    office: tuple[Settings, Database],
    market: Market,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUBIAO_HOME", str(office[0].home))  # as the trial's process finds it
    monkeypatch.setenv("HUBIAO_ALLOW_ADDRESSES", "127.0.0.0/8")
    sign_in(window, "管")
    window.goto("/platforms/new")
    window.get_by_role("button", name="YAML").click()
    text = window.get_by_label("档案")
    text.fill(PROFILE.replace("title:\n    -", "titel:\n    -"))
    window.get_by_role("button", name="检查并保存").last.click()
    expect(window.get_by_role("alert")).to_contain_text("无法识别“listing.titel”")

    text.fill(PROFILE)
    window.get_by_role("button", name="表单").click()
    expect(window.get_by_label("平台名称")).to_have_value("示例集市")
    brand = window.get_by_label("商品页的品牌：选择器 1")
    window.get_by_text("添加字段").first.click()
    brand.fill("p[")
    window.get_by_role("button", name="检查并保存").last.click()
    expect(window.get_by_role("alert")).to_contain_text("“商品页的品牌”：“p[”不是 CSS 选择器")
    brand.fill("")
    window.get_by_label("试读网址").fill(market.start_url("plain"))
    window.get_by_role("button", name="试读").click()
    expect(window.locator("#trial")).to_contain_text("HTTP 200")
    expect(window.locator("#trial")).to_contain_text("没有 robots.txt")
    expect(window.locator(".profile-field", has_text="所在地").first).to_contain_text("没有结果")
    window.get_by_role("button", name="YAML").click()
    expect(text).to_have_value(PROFILE)
    window.get_by_role("button", name="检查并保存").last.click()
    expect(window.locator(".info")).to_contain_text("已保存")
    expect(window.locator("main")).to_contain_text("第 1 版")

    text.fill(PROFILE.replace("示例集市", "示例集市二"))
    window.get_by_role("button", name="检查并保存").last.click()
    expect(window.locator("main")).to_contain_text("第 2 版")
    use_office_profiles(office[0].home)
    profile = profile_for("http://127.0.0.1/item/1")
    assert profile is not None
    assert profile.title == "示例集市二"
    window.get_by_role("link", name="第 1 版").click()
    expect(text).to_have_value(SAVED)
    window.get_by_role("button", name="删除档案").click()
    window.get_by_role("button", name="确认删除").click()
    expect(window).to_have_url("/platforms")
    use_office_profiles(office[0].home)
    assert profile_for("http://127.0.0.1/item/1") is None
