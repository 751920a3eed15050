"""Speed of a crawl beside stock Scrapy, in one run on one machine: `python -m benchmarks.crawl`.

A corpus that it makes itself, served by nginx on loopback; interleaved rounds, medians; CPU a
page is the process's own, less what the same program needs for one page (start and imports).
Robots are obeyed and the address guard is on. On a busy machine trust the CPU column.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crawl_corpus import make_corpus, serving

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One run of one program."""

    pages: int
    seconds: float
    cpu: float
    peak: float
    """MB."""

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


def measure(command: list[str], environment: dict[str, str]) -> Measured:
    """Run a program that ends with a line of JSON."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=os.environ | environment,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines = process.stdout.read().strip().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if not lines:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}, no closing line")
    closing = json.loads(lines[-1])
    return Measured(
        pages=closing["pages"],
        seconds=closing["seconds"],
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss / 1024,
    )


def hubiao(home: Path, url: str, *options: str, **settings: str) -> Measured:
    environment = {
        "HUBIAO_HOME": str(home),
        "HUBIAO_ALLOW_ADDRESSES": "127.0.0.0/8",
        "HUBIAO_CRAWL_DELAY": "0",
        "HUBIAO_CRAWL_CONCURRENCY": "16",
        **settings,
    }
    return measure(["-m", "console.cli", "crawl", url, *options], environment)


def stock(kind: str, url: str, products: int) -> Measured:
    return measure(["-m", "benchmarks.stock_scrapy", kind, url, str(products)], {})


def main() -> None:
    options = _options()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-bench-")))
        make_corpus(work / "corpus", options.products)
        url, *others = stack.enter_context(serving(work / "corpus", work, hosts=3))
        _compare(work, url, options.products, options.rounds)
        if options.pairs:
            _pairs(work, url, others)
        if options.rendered:
            _rendered(work, options.rendered)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=1000, help="5000 is the full corpus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rendered", type=int, default=60, help="script-drawn pages; 0 = none")
    parser.add_argument("--pairs", action="store_true", help="two processes on two hosts too")
    return parser.parse_args()


def _compare(work: Path, url: str, products: int, rounds: int) -> None:
    homes = iter(work / f"home{n}" for n in range(1000))
    second = work / "second"
    runs: dict[str, Callable[[], Measured]] = {
        "stock Scrapy, links only": lambda: stock("links", url, products),
        "Scrapy's floor, a list of URLs": lambda: stock("list", url, products),
        "hubiao, all of it": lambda: hubiao(next(homes), url),
        "hubiao, raw pages kept": lambda: hubiao(next(homes), url, HUBIAO_KEEP_PAGES="true"),
        "hubiao, nothing changed": lambda: hubiao(second, url),
    }
    hubiao(second, url)
    idle = hubiao(work / "idle", f"{url}robots.txt", "--follow", "none").cpu
    idle_stock = stock("list", url, 1).cpu
    results: dict[str, list[Measured]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            results[name].append(run())
    base = statistics.median(run.rate for run in results["stock Scrapy, links only"])
    print(f"{'':34}{'pages/s':>9}{'ratio':>8}{'CPU ms/page':>13}{'peak MB':>9}")
    for name, measured in results.items():
        rate = statistics.median(run.rate for run in measured)
        start = idle if name.startswith("hubiao") else idle_stock
        cpu = statistics.median((run.cpu - start) * 1000 / run.pages for run in measured)
        peak = max(run.peak for run in measured)
        print(f"{name:34}{rate:9.0f}{rate / base:8.2f}{cpu:13.2f}{peak:9.0f}")
    print("crawlee-python: not a dependency, not measured")


def _pairs(work: Path, url: str, others: list[str]) -> None:
    """Two processes on one database beside one: SQLite has one writer, PostgreSQL many."""
    from concurrent.futures import ThreadPoolExecutor

    from storage.database import open_database
    from storage.settings import Settings
    from tests.servers.postgres import fresh_database, running_postgres

    with running_postgres() as server, fresh_database(server, "bench") as postgres:
        sqlite = f"sqlite:///{work / 'pair.db'}"
        for name, database in (("SQLite", sqlite), ("PostgreSQL", postgres)):
            open_database(Settings(database_url=database), migrate=True).close()

            def one(site: str, database: str = database) -> Measured:
                return hubiao(work / "pair", site, HUBIAO_DATABASE_URL=database)

            alone = one(url).rate
            with ThreadPoolExecutor(2) as pool:
                pair = sum(run.rate for run in pool.map(one, others))
            print(f"{'two processes, ' + name:34}{pair:9.0f}{pair / alone:8.2f} × one")


def _rendered(work: Path, pages: int) -> None:
    """Pages drawn by the browser, scripts and JSON interface included."""
    from tests.crawler.drawn_shop import LINKS, drawn_shop
    from tests.crawler.website import running_site

    with running_site(drawn_shop(LINKS, pages)) as site:
        drawn = hubiao(work / "drawn", site.url + "/", "--render", "always")
    print(f"{'hubiao, drawn by a browser':34}{drawn.rate:9.1f}")


if __name__ == "__main__":
    main()
