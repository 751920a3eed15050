"""How long the console's pages take on a large office.

    python -m benchmarks.console [--listings 1000000] [--leads 100000] [--postgres] [--browser]

Fills an empty database with made-up rows, then asks for every tab, every filter, leads and the
overview through the real application on loopback, and prints the 95th percentile of server time.
With --postgres a server of its own is started, as the tests do.
With --browser it also measures, in Chromium, the time from a verdict's key to the next lead.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from benchmarks.material.office_rows import fill
from benchmarks.material.processes import processor_seconds
from benchmarks.measured import percentile
from storage.base.database import Database, open_database
from storage.base.settings import Settings
from tests.console.console_server import served
from tests.console.visitor import Visitor
from tests.servers.postgres import running_postgres

TABS = ("pending", "mine", "evidence", "relisted", "confirmed", "dismissed", "issued", "all")
AIMS = {"queue": 150, "lead": 100, "overview": 300}
"""Milliseconds, 95th percentile."""
KEY_AIM, VERDICTS = 100, 60
"""Most milliseconds from a key to the next lead painted (95th percentile), and how many are measured."""
_READING = 1500
"""Milliseconds between a lead and its verdict: 200 leads in ten minutes are one in 3,000."""


def views(rights: int, platforms: int) -> Iterator[str]:
    """Every tab, and every filter alone on every tab."""
    day = (datetime.now(UTC) - timedelta(days=20)).date().isoformat()
    filters = (
        "", "level=red", f"right=right-{rights // 2}", f"platform=p{platforms // 2}.invalid",
        "shop=77", "q=礼盒", f"since={day}", "page=40", "campaign=铁拳", "disguise=sound",
        "step=ask_holder", "region=15", "region=none", "tier=1", "picture=0000000000000006", "group=shop",
        "group=picture", "group=shop&level=red", "group=shop&region=15",
        "level=red&disguise=shape&region=1508&tier=1",
        *(f"sort={sign}{column}" for column in ("price", "shop", "title", "opened") for sign in ("", "-")),
    )  # fmt: skip
    for tab in TABS:
        for chosen in filters:
            yield f"/leads?tab={tab}&{chosen}"


@dataclass(frozen=True, kw_only=True)
class TimedAnswer:
    """One answer: how long it took, and how long processors worked for it, in milliseconds."""

    path: str
    wall: float
    work: float


def measure(
    database: Database, visitor: Visitor, paths: list[str], times: int
) -> list[TimedAnswer]:
    """Every path a few times; server, visitor and database are on this machine."""
    taken: list[TimedAnswer] = []
    for path in paths * times:
        worked, started = processor_time(database), time.perf_counter()
        answer = visitor.get(path)
        wall = time.perf_counter() - started
        work = processor_time(database) - worked
        taken.append(TimedAnswer(path=path, wall=wall * 1000, work=work * 1000))
        assert answer.status_code == 200, (path, answer.status_code)
    return taken


def processor_time(database: Database) -> float:
    """Processor time of this process, and of PostgreSQL's where its server is on this machine."""
    if database.is_sqlite:
        return time.process_time()
    spent = 0.0
    with database.engine.connect() as connection:
        query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        pids = [row[0] for row in connection.exec_driver_sql(query)]
    for pid in pids:
        with suppress(OSError):
            spent += processor_seconds(pid)
    return time.process_time() + spent


def report(name: str, taken: list[TimedAnswer], aim: float | None) -> None:
    """Print the 95th percentile of all answers, and of the processor time of the best answer of
    each address: what a machine takes that has nothing else to do."""
    p95 = percentile([answer.wall for answer in taken])
    best: dict[str, float] = {}
    for answer in taken:
        best[answer.path] = min(answer.work, best.get(answer.path, answer.work))
    dearest = max((work, path) for path, work in best.items())
    verdict = "" if aim is None else f"  aim {aim:.0f}  {'ok' if p95 <= aim else 'MISSED'}"
    print(
        f"{name:11} n={len(taken):4}  median {statistics.median(a.wall for a in taken):6.1f} ms"
        f"  p95 {p95:6.1f} ms{verdict}  processor p95 {percentile(list(best.values())):.0f} ms,"
        f" most {dearest[0]:.0f} ms {dearest[1]}",
        flush=True,
    )


def weigh(visitor: Visitor) -> int:
    """Bytes of the queue page and what it loads, without the chart library."""
    page = visitor.get("/leads?size=100")
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    sizes = [len(visitor.get(part).content) for part in dict.fromkeys(parts)]
    return len(page.content) + sum(sizes)


def count_queries(database: Database, visitor: Visitor, path: str) -> int:
    """Statements that one page asks of the database."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_unused: Any) -> None:
        statements.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    visitor.get(path)
    sa.event.remove(database.engine, "before_cursor_execute", note)
    return len(statements)


KEY_TO_PAINT = """
(() => {
  const times = { painted: [], settled: [] };
  window.keyTimes = times;
  let key = 0;
  window.addEventListener("keydown", (event) => (key = event.timeStamp), true);
  const measure = (list) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();  // its message comes after the frame is painted
      channel.port1.onmessage = () => list.push(performance.now() - key);
      channel.port2.postMessage(null);
    });
  const ahead = () => document.querySelector("#main > .ahead");
  document.addEventListener("htmx:beforeRequest", () => ahead() && measure(times.painted));
  document.addEventListener("htmx:beforeSwap", () => (window.wasAhead = Boolean(ahead())));
  document.addEventListener("htmx:afterSwap", () => {
    if (!window.wasAhead) measure(times.painted);
    measure(times.settled);
  });
})()
"""
"""Measures in the page itself, without the way to the program that presses the keys."""


def in_browser(address: str, verdicts: int) -> dict[str, list[TimedAnswer]]:
    """Milliseconds from the key that takes a verdict's reason to the next lead painted, in Chromium, and to
    the same as the server answers it, which takes the next key."""
    from playwright.sync_api import sync_playwright

    from crawler.browser.launch import find_browser
    from tests.e2e.conftest import sign_in

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser("full").path), args=["--no-sandbox"]
        )
        page = browser.new_page(base_url=address, viewport={"width": 1366, "height": 768})
        sign_in(page, "甲")
        page.goto("/leads")
        page.keyboard.press("s")
        page.wait_for_selector(".verdictbar")
        page.evaluate(KEY_TO_PAINT)
        for number in range(1, verdicts + 1):
            page.keyboard.press("x")
            page.wait_for_timeout(_READING)
            page.keyboard.press("4")
            page.wait_for_function("count => window.keyTimes.settled.length >= count", arg=number)
        times: dict[str, list[float]] = page.evaluate("window.keyTimes")
        browser.close()
    return {
        name: [
            TimedAnswer(path=f"verdict {n}", wall=wall, work=0.0) for n, wall in enumerate(taken)
        ]
        for name, taken in times.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=1_000_000)
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--database", help="URL of an empty database; default a new SQLite file")
    parser.add_argument("--home", help="folder to keep, filled once and used again")
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--only-browser", action="store_true", help="nothing but key to paint")
    parser.add_argument("--postgres", action="store_true", help="on a server of its own")
    options = parser.parse_args()
    with ExitStack() as opened:
        made = opened.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-bench-"))
        url = options.database
        if options.postgres:
            url = opened.enter_context(running_postgres())
        settings = Settings(home=Path(options.home or made), database_url=url)
        database = open_database(settings, migrate=True)
        started = time.perf_counter()
        fresh = fill(database, listings=options.listings, leads=options.leads)
        if fresh:
            print(
                f"{options.listings:,} listings, {options.leads:,} leads on {database.engine.name}"
                f" in {time.perf_counter() - started:.0f} s"
            )
        database.tune()
        with served(settings, database) as address:
            _measure_all(database, address, options)


def _measure_all(database: Database, address: str, options: argparse.Namespace) -> None:
    if options.only_browser:
        _report_keys(address)
        return
    visitor = Visitor(address, "甲")
    visitor.client.timeout = httpx.Timeout(120)
    draw = random.Random(1)
    leads = [f"/leads/{draw.randint(1, options.leads)}?tab=all" for _ in range(60)]
    report("queue", measure(database, visitor, list(views(200, 40)), 3), AIMS["queue"])
    letters = [f"/find.json?q={words}" for words in ("slsb1", "示例", "77", "xshc", "店铺19")]
    letters += [f"/rights/suggestions.json?q={words}" for words in ("slsb", "商标19", "")]
    report("letters", measure(database, visitor, letters, 3), AIMS["lead"])
    report("lead", measure(database, visitor, leads, 3), AIMS["lead"])
    report("overview", measure(database, visitor, ["/"], 10), AIMS["overview"])
    for path in (
        "/statistics",
        "/listings",
        "/shops",
        "/shops/78",
        "/rights",
        "/mailbox",
        "/notices",
        "/tasks",
    ):
        report(path, measure(database, visitor, [path], 3), None)
    print(f"queue page with all it loads: {weigh(visitor) / 1000:.0f} kB")
    few = count_queries(database, visitor, "/leads?tab=all&size=20")
    many = count_queries(database, visitor, "/leads?tab=all&size=100")
    print(f"statements of the queue page: {few} for 20 rows, {many} for 100 rows")
    if options.browser:
        _report_keys(address)
    visitor.close()


def _report_keys(address: str) -> None:
    times = in_browser(address, VERDICTS)
    report("key painted", times["painted"], KEY_AIM)
    report("key settled", times["settled"], None)


if __name__ == "__main__":
    main()
