"""A browser that dies or meets pages made to hold it: the run ends by itself, complete."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.crawler.shops.rendered_shop import LINKS, rendered_shop
from tests.crawler.website import HTML, Answer, crawl, html, product, running_site
from tests.examples import THOROUGH
from tests.servers.processes import browser_drivers

DRAWN, KILLED_AT = (38, (10, 25)) if THOROUGH else (22, (5, 13))
"""Goods of the shop, on two lists, and after how many of them the browser is killed."""


def browsers() -> list[int]:
    """The browser processes that this process started, by the mark of its pool."""
    processes = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (folder / "cmdline").read_bytes()
            marked = b"--hubiao-pool=" in command and b"--type=" not in command
            if marked and _is_ours(int(folder.name)):
                processes.append(int(folder.name))
    return processes


def _is_ours(pid: int) -> bool:
    while pid > 1:
        if pid == os.getpid():
            return True
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return False


@pytest.mark.thorough
def test_a_browser_that_is_killed_twice_once_with_its_driver_costs_no_page(tmp_path: Path) -> None:
    kills: list[list[int]] = []
    one_at_a_time = threading.Lock()
    pages = rendered_shop(LINKS, DRAWN)

    def page(path: str) -> Answer | None:
        with one_at_a_time:
            drawn = sum(p.startswith("/product/") for p in site.hits)
            if len(kills) < 2 and drawn >= KILLED_AT[len(kills)]:
                kills.append(browser_drivers() if kills else browsers())
                for pid in kills[-1]:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
        return pages(path)

    begun = time.monotonic()
    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/", render="always", render_deadline=12.0)
    assert len(kills) == 2
    assert all(kills)
    assert report.finished
    assert report.counts["pages"] == DRAWN + 2
    assert report.counts["listings_new"] == DRAWN
    assert report.counts.get("errors", 0) == 0
    assert time.monotonic() - begun < 180  # about 15 on a machine that does nothing else
    assert not browsers()


@pytest.mark.slow
def test_a_driver_that_hangs_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped, as where the machine swaps, it neither answers nor ends: pages would wait for it one by one."""
    monkeypatch.setattr("crawler.browser.driver.ANSWER_SECONDS", 15.0)
    monkeypatch.setattr("crawler.browser.driver._STOP_SECONDS", 3.0)
    stopped: list[int] = []
    one_at_a_time = threading.Lock()
    pages = rendered_shop(LINKS, 12)

    def page(path: str) -> Answer | None:
        with one_at_a_time:
            if not stopped and sum(p.startswith("/product/") for p in site.hits) >= 3:
                stopped.extend(browser_drivers())
                for pid in stopped:
                    os.kill(pid, signal.SIGSTOP)
        return pages(path)

    try:
        with running_site(page) as site:
            report = crawl(tmp_path, site.url + "/", render="always", render_deadline=40.0)
        assert len(stopped) == 1
        assert not Path(f"/proc/{stopped[0]}").exists()
    finally:
        for pid in stopped:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert report.counts["listings_new"] == 12
    assert not browsers()


@pytest.mark.slow
def test_pages_that_hold_a_browser_cost_their_deadline_and_the_next_page_works(
    tmp_path: Path,
) -> None:
    release = threading.Event()

    def download() -> Iterator[bytes]:
        for _ in range(300):
            if release.is_set():
                return
            yield b"x" * 2**20

    poison = {
        "/alert": html("<script>for (let i = 0; i < 50; i++) alert('喂');</script><p>好</p>"),
        "/forever": html("<p>x</p><script>while (true) {}</script>"),
        "/download": Answer(
            headers=HTML | {"Content-Disposition": "attachment; filename=a.bin"}, stream=download
        ),
        "/popups": html("<script>for (let i = 0; i < 30; i++) open('/product/1.html')</script>"),
        "/unload": html("<script>onbeforeunload = () => '留下'</script><p>留下</p>"),
        "/heavy": html("<script>document.body.innerHTML = '<div>'.repeat(100000)</script>"),
        "/file": html("<script>location = 'file:///etc/passwd'</script><p>file</p>"),
    }

    def page(path: str) -> Answer | None:
        if path == "/":
            links = "".join(f"<a href='{name}'>{name}</a>" for name in poison)
            return html(f"{links}<a href='/product/1.html'>面粉</a>")
        return product(1) if path == "/product/1.html" else poison.get(path)

    begun = time.monotonic()
    with running_site(page) as site:
        report = crawl(
            tmp_path, site.url + "/", render="always", render_deadline=12.0, render_pages=2
        )
        release.set()
    assert report.finished
    assert report.counts["listings_new"] == 1
    assert report.counts["errors"] >= 2
    assert time.monotonic() - begun < 180  # three tries of one page at its deadline, and the rest
    assert not browsers()
