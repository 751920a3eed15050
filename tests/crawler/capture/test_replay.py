"""A captured page, shown again by a replay tool that is not ours, with its site switched off."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Frame, Page, async_playwright

from crawler.browser.launch import find_browser, launch_options
from crawler.capture import CaptureRequest, capture_page
from crawler.http.guard_proxy import guard_door
from storage.base.settings import Settings
from tests.crawler.capture.test_capture import LOOPBACK, PAGES
from tests.crawler.website import running_site
from tests.databases import migrated_database
from tests.servers.replay_player import OPEN_PACKAGE, address_of, running_player
from tests.storage.evidence.packages import read_files, zipped

_PICTURES = """() => Object.fromEntries([...document.images].map(
  image => [image.getAttribute('src').split('/').pop(), image.naturalWidth]))"""

_SHOW = """address => new Promise(done => {
  const frame = document.createElement('iframe');
  Object.assign(frame, {src: address, onload: done, width: 1200, height: 800});
  document.body.replaceChildren(frame);
})"""
_ALL_THERE = """() => document.readyState === 'complete'
  && [...document.images].every(image => (image.loading = 'eager', image.complete))"""


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What the replay tool showed."""

    title: str
    text: str
    pictures: dict[str, int]
    """File name → width in pixels; 0 where the picture did not come."""
    reached: set[str]
    """Every address (host and port) that the browser connected to."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GB18030 page without a declared charset, with lazy pictures and text added by a script;
    its site is gone when this returns."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), allow_addresses=("127.0.0.0/8",))
    opened = migrated_database(settings)
    with running_site(PAGES.get) as site:
        entry = capture_page(opened, settings, CaptureRequest(url=f"{site.url}/gb", officer="li"))
    opened.close()
    assert entry.package is not None
    return entry.package


async def _replay(package: Path) -> tuple[str, Replayed]:
    captured = json.loads(read_files(package)["pages/pages.jsonl"].splitlines()[1])
    with running_player(package) as origin, guard_door(LOOPBACK) as door:
        options = launch_options(find_browser("full"), door_url=door.url)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(**options)
            page = await browser.new_page()
            await page.goto(origin)
            assert await page.evaluate(OPEN_PACKAGE) == "package"
            frame = await _frame(page, address_of(origin, captured["url"], captured["ts"]))
            replayed = Replayed(
                title=await frame.title(),
                text=await frame.inner_text("body"),
                pictures=await frame.evaluate(_PICTURES),
                reached={f"{c.host}:{c.port}" for c in door.contacts if c.refusal is None},
            )
            await browser.close()
    return urlsplit(origin).netloc, replayed


async def _frame(page: Page, address: str) -> Frame:
    """The player shows an archived page in a frame of its own; wait until that has loaded."""
    await page.evaluate(_SHOW, address)
    frame = page.frames[-1]
    await frame.wait_for_function(_ALL_THERE)
    return frame


def test_a_replay_tool_shows_the_page_from_the_package_alone(package: Path) -> None:
    player, replayed = asyncio.run(_replay(package))
    assert replayed.title == "天赋河套面粉 示例"
    assert replayed.text.split() == ["示例店铺", "￥29.90", "由脚本写入"]
    assert replayed.pictures == {"a.png": 100, "b.png": 200, "hidden.png": 90, "inside.png": 0}
    assert replayed.reached == {player}


def test_what_is_not_in_the_package_is_not_shown(package: Path, tmp_path: Path) -> None:
    """The replay above proves something only if the tool has no other place to look."""
    files = read_files(package)
    emptied = tmp_path / "emptied.wacz"
    nothing = b"\0" * len(files["archive/data.warc.gz"])
    emptied.write_bytes(zipped({**files, "archive/data.warc.gz": nothing}))
    _, replayed = asyncio.run(_replay(emptied))
    assert "示例店铺" not in replayed.text
    assert replayed.pictures == {}
