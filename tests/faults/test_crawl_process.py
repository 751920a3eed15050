"""The crawl command as a process among pages that hurt: it stays small, and it ends when asked to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.crawler.held_site import HeldSite
from tests.crawler.website import Answer, Page, Website, html, product, running_site
from tests.faults.test_resource_exhaustion import poison
from tests.servers.processes import ROOT, Process
from tests.servers.processes import start as start_process
from tests.waiting import wait_until

MOST = 300
"""MB that the crawler may take at any moment, whatever it is sent."""


def environment(home: Path, **settings: str) -> dict[str, str]:
    named = {"HUBIAO_HOME": str(home), "HUBIAO_ALLOW_ADDRESSES": "127.0.0.0/8"}
    return os.environ | named | settings


def begin(home: Path, url: str, *options: str, **settings: str) -> Process:
    return start_process(
        "console", "crawl", url, "--delay", "0", *options,
        environment=environment(home, **settings),
    )  # fmt: skip


def peak_of(process: subprocess.Popen[str]) -> tuple[str, float]:
    """What a process printed, and the memory in MB that it took at most.

    Its own account of it, since what the kernel tells after its end counts the process that it
    was forked from.
    """
    peaks = [0.0]
    status = Path(f"/proc/{process.pid}/status")

    def look() -> None:
        while process.poll() is None:
            with suppress(OSError, IndexError):
                peaks.append(int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024)
            time.sleep(0.02)

    watch = threading.Thread(target=look)
    watch.start()
    printed, _ = process.communicate()
    watch.join()
    return printed, max(peaks)


def leading_to(pages: dict[str, Answer]) -> Page:
    """A start page that leads to all of them, and to one honest listing."""

    def page(path: str) -> Answer | None:
        if path == "/":
            links = "".join(f"<a href='{name}'>{name}</a>" for name in pages)
            return html(f"{links}<a href='/product/1.html'>面粉</a>")
        return product(1) if path == "/product/1.html" else pages.get(path)

    return page


@pytest.mark.slow
def test_the_crawler_stays_small_whatever_it_is_sent(tmp_path: Path) -> None:
    with running_site(leading_to(poison())) as site:
        # An interpreter, since a fork begins with the memory of what it was forked from.
        process = subprocess.Popen(
            [sys.executable, "-m", "console", "crawl", site.url + "/", "--delay", "0"],
            cwd=ROOT, env=environment(tmp_path, HUBIAO_CRAWL_TIMEOUT="4"),
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        printed, peak = peak_of(process)
    assert process.returncode == 0
    closing = json.loads(printed)
    assert closing["finished"]
    assert closing["listings_new"] == 1
    assert peak < MOST, f"{peak:.0f} MB"


def check_it_ends(process: Process, number: signal.Signals) -> None:
    """Ask a crawl to end: it does within 30 seconds, and says that it was interrupted."""
    process.send_signal(number)
    asked = time.monotonic()
    out, err = process.communicate(timeout=60)
    assert time.monotonic() - asked < 30
    assert process.returncode == 130
    assert json.loads(out)["reason"] == "interrupted"
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_a_crawl_ends_within_30_seconds_of_being_asked_though_no_page_answers(
    tmp_path: Path, number: signal.Signals
) -> None:
    pages = HeldSite(leading_to({f"/silent/{n}": html("") for n in range(30)}), below="/silent/")
    with running_site(pages) as site:
        process = begin(tmp_path, site.url + "/", HUBIAO_CRAWL_TIMEOUT="60")
        pages.wait_for_the_next()
        check_it_ends(process, number)
        pages.allow()


FOREVER = leading_to({"/forever": html("<p>x</p><script>while (true) {}</script>")})


def begin_held(home: Path, site: Website) -> tuple[Process, set[int]]:
    """A crawl whose browser is held by a page of FOREVER, and its browser processes."""
    process = begin(home, site.url + "/", "--render", "always", HUBIAO_RENDER_DEADLINE="120")
    wait_until(lambda: "/forever" in site.hits, 60)
    return process, browsers_below(process.pid)


def test_a_crawl_ends_within_30_seconds_though_a_page_holds_its_browser(tmp_path: Path) -> None:
    with running_site(FOREVER) as site:
        process, started = begin_held(tmp_path, site)
        check_it_ends(process, signal.SIGTERM)
    assert started
    wait_until(lambda: not any(is_running(pid) for pid in started))


def test_a_killed_crawl_leaves_no_browser_behind(tmp_path: Path) -> None:
    with running_site(FOREVER) as site:
        process, started = begin_held(tmp_path, site)
        process.kill()
        process.communicate()
    assert started
    wait_until(lambda: not any(is_running(pid) for pid in started))


def browsers_below(pid: int) -> set[int]:
    """The browser processes that a process started, its own and its children's."""
    below: dict[int, list[int]] = {}
    commands: dict[int, bytes] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            commands[int(folder.name)] = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        below.setdefault(parent, []).append(int(folder.name))
    children = list(below.get(pid, []))
    for child in children:
        children += below.get(child, [])
    return {child for child in children if b"--hubiao-pool=" in commands.get(child, b"")}


def is_running(pid: int) -> bool:
    try:
        return b"--hubiao-pool=" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
