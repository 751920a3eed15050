"""An officer's morning: two hundred leads of a large office, cleared by keys in Chromium.

    python -m benchmarks.morning [--leads 20000] [--listings 100000] [--home DIR] [--postgres]
                                 [--look 1.5] [--glance 0.25]

The made-up office is that of `benchmarks.console`. The officer first clears groups (a shop's leads on one page,
one verdict, two exceptions a group taken out by keys), then single leads, until two hundred have a verdict. One
verdict in a hundred is undone and given again. With --look she rests that many seconds on a single lead, with
--glance on each card of a group: without, the figures are what machine and keys take.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from benchmarks.material.office_rows import fill
from storage.base.database import Database, open_database
from storage.base.settings import Settings
from storage.base.vocabulary import UNDO
from storage.tables import DecisionRow
from tests.console.console_server import served
from tests.servers.postgres import running_postgres

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEADS = 200
IN_GROUPS = 160
"""Of these as many are cleared in groups; chosen by hand: four of five leads share a shop or a picture."""
EXCEPTIONS = 2
"""Leads of a group that the officer takes out."""
AIM_SECONDS = 600
MOST_UNDONE = 0.01


@dataclass(kw_only=True)
class Morning:
    """What the morning took so far."""

    seconds: list[float] = field(default_factory=list)
    """One entry a lead: a group's time is shared by its leads."""
    keys: int = 0
    groups: int = 0
    undone: int = 0
    look: float = 0.0
    glance: float = 0.0


def press(page: Page, morning: Morning, *keys: str) -> None:
    """Press keys one after another."""
    for key in keys:
        page.keyboard.press(key)
        morning.keys += 1


def wait_for_change(page: Page, before: str) -> None:
    """Until another page is painted."""
    page.wait_for_function(
        "before => document.querySelector('h1')?.innerText !== before "
        "&& !document.body.classList.contains('busy')",
        arg=before,
    )
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => done()))")


def clear_groups(page: Page, morning: Morning) -> None:
    """Shop after shop: look, take out the exceptions, one verdict with the proposed reason."""
    page.goto("/leads/group?tab=pending&group=shop")
    while len(morning.seconds) < IN_GROUPS:
        started = time.perf_counter()
        heading = page.inner_text("h1")
        cards = page.locator(".card-of-lead input:checked").count()
        if not cards:
            raise SystemExit("no group is left: make a larger office")
        page.wait_for_timeout(cards * morning.glance * 1000)
        exceptions = EXCEPTIONS if cards > 2 * EXCEPTIONS else 0
        for _ in range(exceptions):
            press(page, morning, "j", " ")
        press(page, morning, "x", "Enter")
        wait_for_change(page, heading)
        decided = cards - exceptions
        morning.groups += 1
        taken = (time.perf_counter() - started) / decided
        morning.seconds += [taken] * decided


def clear_single(page: Page, morning: Morning) -> None:
    """Lead after lead: look, a verdict, a reason; the last one is undone once and given again."""
    page.goto("/leads?tab=pending")
    page.keyboard.press("s")
    page.wait_for_selector(".verdictbar")
    while len(morning.seconds) < LEADS:
        started = time.perf_counter()
        heading = page.inner_text("h1")
        page.wait_for_timeout(morning.look * 1000)
        press(page, morning, "x", "1" if len(morning.seconds) % 2 else "Enter")
        wait_for_change(page, heading)
        morning.seconds.append(time.perf_counter() - started)
    for _ in range(int(LEADS * MOST_UNDONE) // 2):
        heading = page.inner_text("h1")
        press(page, morning, "u")
        wait_for_change(page, heading)
        heading = page.inner_text("h1")
        press(page, morning, "x", "Enter")
        wait_for_change(page, heading)
        morning.undone += 1


def work(address: str, morning: Morning) -> float:
    """The whole morning; returns its seconds."""
    from playwright.sync_api import sync_playwright

    from crawler.browser.launch import find_browser
    from tests.e2e.conftest import sign_in

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser("full").path), args=["--no-sandbox"]
        )
        page = browser.new_page(base_url=address, viewport={"width": 1366, "height": 768})
        sign_in(page, "甲")
        started = time.perf_counter()
        clear_groups(page, morning)
        clear_single(page, morning)
        taken = time.perf_counter() - started
        browser.close()
    return taken


def count_decisions(database: Database, since: int) -> tuple[int, int]:
    """(verdicts, undos) that the store holds behind a decision."""
    with database.read() as session:
        undos = sa.func.count().filter(DecisionRow.verdict == UNDO)
        row = session.execute(sa.select(sa.func.count(), undos).where(DecisionRow.id > since)).one()
    return row[0] - row[1], row[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000)
    parser.add_argument("--leads", type=int, default=20_000)
    parser.add_argument("--home", help="folder to keep, filled once and used again")
    parser.add_argument("--postgres", action="store_true", help="on a server of its own")
    parser.add_argument("--look", type=float, default=0.0, help="seconds on a single lead")
    parser.add_argument("--glance", type=float, default=0.0, help="seconds on a card of a group")
    options = parser.parse_args()
    with ExitStack() as opened:
        made = opened.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-morning-"))
        url = opened.enter_context(running_postgres()) if options.postgres else None
        settings = Settings(home=Path(options.home or made), database_url=url)
        database = open_database(settings, migrate=True)
        fill(database, listings=options.listings, leads=options.leads)
        database.tune()
        with database.read() as session:
            last = session.scalar(sa.select(sa.func.max(DecisionRow.id))) or 0
        morning = Morning(look=options.look, glance=options.glance)
        worked = time.process_time()
        with served(settings, database) as address:
            taken = work(address, morning)
        worked = time.process_time() - worked
        verdicts, undos = count_decisions(database, last)
    share = undos / verdicts
    print(
        f"{verdicts} verdicts, {undos} undone ({share:.1%}, aim {MOST_UNDONE:.0%}),"
        f" {morning.groups} groups, {morning.keys} keys"
    )
    print(
        f"whole {taken:.1f} s (aim {AIM_SECONDS} s, {'ok' if taken <= AIM_SECONDS else 'MISSED'});"
        f" median a lead {statistics.median(morning.seconds):.2f} s;"
        f" server's processor {worked:.1f} s"
    )


if __name__ == "__main__":
    main()
