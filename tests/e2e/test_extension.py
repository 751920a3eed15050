"""The officer's own browser: from a page that she looks at to a lead and a package, in real Chromium.

The browser's own button cannot be pressed by a driver, so the test calls what the button calls; in place of the
right that a press gives (activeTab) the copy of the extension under test may see all pages.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Worker, expect, sync_playwright

from crawler.browser.launch import find_browser
from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.entries import package_of
from storage.evidence.trust import home_anchors
from storage.evidence.verification import verify_package
from storage.people.api_tokens import CAPTURES, add_token, drop_token
from storage.tables import EvidenceRow, TokenRow

SOURCE = Path(__file__).parents[2] / "console" / "extension"
GOODS = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>天赋河套 雪花面粉 10kg</title></head>
<body style="margin:0;height:1500px;font:16px sans-serif">
<div style="position:fixed;top:0;height:30px;background:#eee">示例商城</div>
<h1 style="margin-top:40px">天赋河套 雪花面粉 10kg</h1><p>¥29.90</p><p>店铺：示例粮油小店</p><p>产地：内蒙古</p>
<button>加入购物车</button> <button>立即购买</button><p style="margin-top:1150px">页面底部</p></body></html>"""
LIST = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>搜索 面粉</title></head><body><ul>
<li><a href="/goods.html"><h3>天赋河套 雪花面粉 10kg</h3><span>¥29.90</span></a></li>
<li><a href="/item/2.html"><h3>示例牌 高筋面粉 5kg</h3><span>¥15.00</span></a></li>
<li><a href="/item/3.html"><h3>示例牌 全麦面粉 2kg</h3><span>¥18.00</span></a></li>
<li><a href="/item/4.html"><h3>示例牌 饺子粉 2kg</h3><span>¥12.00</span></a></li></ul></body></html>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A shop on this machine: goods, a list, a sign-in page."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "goods.html").write_text(GOODS)
    (folder / "list.html").write_text(LIST)
    (folder / "account.html").write_text(GOODS + '<input type="password">')
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def officers_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A Chromium of its own with the extension in it."""
    folder = tmp_path_factory.mktemp("browser")
    copy = shutil.copytree(SOURCE, folder / "extension")
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(
        json.dumps({**manifest, "host_permissions": ["<all_urls>"]})
    )
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder / "profile"),
            executable_path=str(find_browser("full").path),
            headless=False,
            viewport={"width": 900, "height": 700},
            args=[
                "--headless=new", "--no-sandbox", "--disable-gpu", f"--load-extension={copy}",
                f"--disable-extensions-except={copy}",
                "--disable-features=DisableLoadExtensionCommandLineSwitch",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )  # fmt: skip
        yield context
        context.close()


@pytest.fixture(scope="module")
def worker(officers_browser: BrowserContext) -> Worker:
    workers = officers_browser.service_workers
    return workers[0] if workers else officers_browser.wait_for_event("serviceworker")


@pytest.fixture(scope="module")
def panel(officers_browser: BrowserContext, worker: Worker, office: Any, address: str) -> Page:
    """The panel as a page of its own, after the officer has connected her browser in the settings."""
    with office[1].begin() as session:
        add_token(session, "甲：示例电脑", CAPTURES, "secret-panel", officer="甲")
    home = worker.url.rsplit("/", 1)[0]
    page = officers_browser.new_page()
    page.goto(f"{home}/settings.html")
    page.get_by_label("控制台地址").fill(address)
    page.get_by_label("令牌").fill("secret-panel")
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_role("status")).to_contain_text("已连接")
    page.goto(f"{home}/panel.html")
    expect(page.locator("body[data-ready]")).to_be_visible()
    return page


def press(worker: Worker, page: Page) -> None:
    """What a press of the button does on this page."""
    page.bring_to_front()
    worker.evaluate(
        "async () => self.takePage((await chrome.tabs.query({active: true, lastFocusedWindow: true}))[0])"
    )


def test_from_a_page_to_a_lead_and_a_package(
    officers_browser: BrowserContext,
    worker: Worker,
    panel: Page,
    shop: str,
    office: tuple[Settings, Database],
) -> None:
    settings, database = office
    goods = officers_browser.new_page()
    goods.goto(f"{shop}/goods.html")
    press(worker, goods)
    expect(panel.locator("#current")).to_contain_text("“天赋河套”　下一步：")
    expect(panel.locator("#current")).to_contain_text("未在库")
    with database.read() as session:
        assert session.query(EvidenceRow).count() == 0
    panel.get_by_role("button", name="留作证据").click()
    expect(panel.get_by_role("status").last).to_contain_text("已留作证据并立为线索")
    with database.read() as session:
        row = session.query(EvidenceRow).one()
        assert row.lead_id is not None
        assert row.facts.officer_browser is not None
        assert "Chrome" in row.facts.officer_browser.browser
    package = package_of(database, settings, row.id)
    assert package is not None
    checks = verify_package(package, anchors=home_anchors(settings.home), timestamp_anchors=())
    assert all(check.passed for check in checks), [check.line() for check in checks]


def test_hits_are_marked_on_a_list(
    officers_browser: BrowserContext, worker: Worker, panel: Page, shop: str
) -> None:
    shelf = officers_browser.new_page()
    shelf.goto(f"{shop}/list.html")
    press(worker, shelf)
    expect(panel.locator("#current")).to_contain_text("4 件商品，1 件含受保护标志")
    expect(shelf.locator("hubiao-hit")).to_have_count(1)
    expect(shelf.locator("hubiao-hit")).to_contain_text("护标：天赋河套")


def test_a_page_with_a_password_is_not_taken_and_a_withdrawn_token_keeps_the_page(
    officers_browser: BrowserContext,
    worker: Worker,
    panel: Page,
    shop: str,
    office: tuple[Settings, Database],
) -> None:
    page = officers_browser.new_page()
    page.goto(f"{shop}/account.html")
    press(worker, page)
    expect(panel.locator("#failure")).to_contain_text("有密码输入框，不提取、不发送")
    with office[1].begin() as session:
        token = session.query(TokenRow).filter_by(name="甲：示例电脑").one()
        drop_token(session, token.id, actor="甲")
    page.goto(f"{shop}/goods.html?again")
    press(worker, page)
    expect(panel.locator("#current")).to_contain_text("令牌无效或已被收回")
    with office[1].begin() as session:
        add_token(session, "甲：示例电脑", CAPTURES, "secret-panel", officer="甲")
    panel.get_by_role("button", name="重新发送").click()
    expect(panel.locator("#current")).to_contain_text("下一步：")
    expect(panel.locator("#waiting")).to_be_hidden()
