"""A task is made in plain words, run, watched to its end, paused, changed; a wall says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from console.demo.market.market import Market
from storage.base.database import Database
from storage.base.settings import Settings
from storage.crawls.tasks import add_task, load_task
from storage.records.task_options import TaskOptions
from tests.console.sample_office import an_office
from tests.e2e.conftest import sign_in
from tests.waiting import wait_until

Office = tuple[Settings, Database]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home: Path = tmp_path_factory.mktemp("office")
    settings, database = an_office(home, leads=0, allow_addresses="127.0.0.0/8")
    yield settings, database
    database.close()


def test_a_crawl_is_made_run_and_watched_to_its_end(
    window: Page, office: Office, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBIAO_HOME", str(office[0].home))  # as the crawl's process finds it
    monkeypatch.setenv("HUBIAO_ALLOW_ADDRESSES", "127.0.0.0/8")
    monkeypatch.setenv("HUBIAO_CRAWL_DELAY", "0")
    sign_in(window, "管")
    window.goto("/tasks")
    window.get_by_label("任务名称").fill("示例老店")
    window.get_by_label("起始网址").fill(market.start_url("plain"))
    window.get_by_label("浏览器渲染").select_option("never")
    expect(window.get_by_label("时刻")).to_be_hidden()
    window.get_by_label("时间").select_option("weekly")
    window.get_by_label("时刻").fill("06:30")
    window.get_by_label("星期").select_option("5")
    window.get_by_role("button", name="保存任务").click()
    expect(window.locator("main")).to_contain_text("每周五 06:30")
    window.get_by_role("button", name="立即运行").click()
    expect(window.locator(".info")).to_contain_text("已开始采集")
    square = window.locator(".square").first
    for _ in range(60):
        window.goto("/tasks")
        if square.count():
            break
        window.wait_for_timeout(500)
    square.click()
    expect(window.locator(".head")).to_contain_text(
        "完成", timeout=60_000
    )  # the page renews itself
    expect(window.locator(".tiles li", has_text="新商品").locator("b")).to_have_text("9")
    expect(window.locator(".tiles li", has_text="受阻").locator("b")).to_have_text("1")
    expect(window.locator("main")).to_contain_text("受阻的处理办法")
    wait_until(lambda: window.reload() and window.get_by_text("日志").count())  # written at its end
    window.get_by_text("日志").click()
    expect(window.locator("pre.log")).to_contain_text("listings_new")


def test_a_task_is_paused_and_a_change_keeps_what_the_form_does_not_ask(
    window: Page, office: Office
) -> None:
    with office[1].begin() as session:
        add_task(
            session, "示例搜索", ["https://shop.invalid/s?q=1"],
            options=TaskOptions(follow="results", platform="示例.yml", delay=3), cron="0 6 * * *",
        )  # fmt: skip
    sign_in(window, "管")
    window.goto("/tasks")
    row = window.locator("tr", has_text="示例搜索")
    row.get_by_role("button", name="暂停").click()
    expect(row).to_contain_text("已暂停")
    row.get_by_role("link", name="修改").click()
    expect(window.get_by_label("时刻")).to_have_value("06:00")
    window.get_by_label("最多页数").fill("50")
    window.get_by_label("时间").select_option("cron")
    window.get_by_role("textbox", name="cron").fill("15 7 1 * *")
    window.get_by_role("button", name="保存任务").click()
    expect(row).to_contain_text("每月 1 日 07:15")
    expect(row).to_contain_text("已暂停")
    with office[1].read() as session:
        task = load_task(session, "示例搜索")
    assert task.options == TaskOptions(
        follow="results", render="auto", platform="示例.yml", max_pages=50, delay=3.0
    )
