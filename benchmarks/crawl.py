"""Speed of a crawl beside what else there is, in one run on one machine: `python -m benchmarks.crawl`.

A corpus that it makes itself, served by nginx on loopback; interleaved rounds. Rates are medians;
ratios are medians of the rounds' own ratios, so that a busy moment spoils one round and not the
comparison. CPU a page is the process's own, less what the same program needs for one page (start
and imports): on a busy machine trust that column. hubiao obeys robots and keeps its guard and its
crash-safe queue on in every row.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.material.crawl_corpus import REPEATED, make_corpus, serving
from benchmarks.material.loopback import settings_of
from benchmarks.material.world_corpus import make_world
from benchmarks.measured import Measured, Watch, measure, median

STOCK = "stock Scrapy, links only"
FLOOR = "Scrapy's floor, a list of URLs"
CRAWLEE = "crawlee-python, links only"
WHOLE = "hubiao, all of it"
RAW_PAGES = "hubiao, raw pages kept"
AGAIN = "hubiao, nothing changed"
_LONG_STEP = 10_000


def hubiao(
    home: Path, url: str, *options: str, watch: Watch | None = None, **settings: str
) -> Measured:
    """`hubiao crawl` on a folder of its own."""
    environment = {
        **settings_of(home),
        "HUBIAO_CRAWL_CONCURRENCY": "16",
        **settings,
    }
    return measure(["-m", "console.cli", "crawl", url, *options], environment, watch)


def stock(kind: str, url: str, products: int) -> Measured:
    return measure(["-m", "benchmarks.baselines.stock_scrapy", kind, url, str(products)], {})


def crawlee(url: str) -> Measured:
    return measure(["-m", "benchmarks.baselines.crawlee_links", url], {})


def main() -> None:
    options = _options()
    print(f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-bench-")))
        make_corpus(work / "corpus", options.products)
        url, *more_urls = stack.enter_context(serving(work / "corpus", work, hosts=3))
        _compare(work, url, options.products, options.rounds)
        if options.pairs:
            _pairs(work, url, more_urls, options.rounds)
    if options.world:
        _world(options.world, options.rounds)
    if options.rendered:
        _rendered(options.rendered, options.rounds)
    if options.pages:
        _long(options.pages)
    else:
        print("memory of a long crawl: not measured; ask for it with --pages 100000")
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=1000, help="5000 is the full corpus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--world", type=int, default=1000, help="goods of the second corpus; 0 = none"
    )
    parser.add_argument("--rendered", type=int, default=60, help="script-drawn pages; 0 = none")
    parser.add_argument(
        "--pairs", action=argparse.BooleanOptionalAction, default=True,
        help="two processes on two hosts, on SQLite and PostgreSQL",
    )  # fmt: skip
    parser.add_argument("--pages", type=int, default=0, help="memory of a crawl so long; 0 = none")
    return parser.parse_args()


@dataclass(kw_only=True)
class Rounds:
    """Rows of the table, each with its measured rounds and what its program costs idle."""

    idle: dict[str, list[float]] = field(default_factory=dict)
    """CPU seconds of one page, start included, of each round: a busy machine starts slower too."""
    runs: dict[str, list[Measured]] = field(default_factory=dict)

    def cpu(self, name: str) -> list[float]:
        """CPU seconds a page of each round."""
        rounds = zip(self.runs[name], self.idle[name], strict=True)
        return [max(0.0, run.cpu - idle) / run.pages for run, idle in rounds]

    def rates(self, name: str) -> list[float]:
        return [run.rate for run in self.runs[name]]

    def ratio(self, name: str, baseline: str) -> str:
        """How many times as fast, by time and by CPU a page."""
        time = zip(self.rates(name), self.rates(baseline), strict=True)
        cpu = zip(self.cpu(baseline), self.cpu(name), strict=True)
        return f"{median(a / b for a, b in time):.2f} by time, {median(a / b for a, b in cpu):.2f} by CPU"


def _compare(work: Path, url: str, products: int, rounds: int) -> None:
    homes = iter(work / f"home{n}" for n in range(1000))
    second = work / "second"
    programs: dict[str, Callable[[], Measured]] = {
        STOCK: lambda: stock("links", url, products),
        FLOOR: lambda: stock("list", url, products),
        CRAWLEE: lambda: crawlee(url),
        WHOLE: lambda: hubiao(next(homes), url),
        RAW_PAGES: lambda: hubiao(next(homes), url, HUBIAO_KEEP_PAGES="true"),
        AGAIN: lambda: hubiao(second, url),
    }
    first = hubiao(second, url)
    hubiao(work / "idle", f"{url}robots.txt", "--follow", "none")
    table = Rounds()
    for _ in range(rounds):
        ours = hubiao(work / "idle", f"{url}robots.txt", "--follow", "none").cpu
        scrapys = stock("list", url, 1).cpu
        idle = {STOCK: scrapys, FLOOR: scrapys, CRAWLEE: crawlee(f"{url}robots.txt").cpu}
        for name, run in programs.items():
            table.runs.setdefault(name, []).append(run())
            table.idle.setdefault(name, []).append(idle.get(name, ours))
    print(f"{products} products of about 60 KB, {first.pages} pages in all, {rounds} rounds")
    _print(table)
    for line in _verdicts(table):
        print(f"  {line}")


def _world(products: int, rounds: int) -> None:
    """The second corpus: pages of several kinds and sizes, as the world has them."""
    table = Rounds()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-bench-")))
        make_world(work / "world", products)
        (url,) = stack.enter_context(serving(work / "world", work))
        second = work / "second"
        hubiao(second, url)
        programs: dict[str, Callable[[Path], Measured]] = {
            STOCK: lambda _: stock("links", url, products),
            WHOLE: lambda home: hubiao(home, url),
            AGAIN: lambda _: hubiao(second, url),
        }
        for number in range(rounds):
            ours = hubiao(work / "idle", f"{url}robots.txt", "--follow", "none").cpu
            idle = {STOCK: stock("list", url, 1).cpu}
            for name, run in programs.items():
                table.runs.setdefault(name, []).append(run(work / f"world{number}"))
                table.idle.setdefault(name, []).append(idle.get(name, ours))
        size = sum(file.stat().st_size for file in (work / "world").rglob("*.html"))
    pages = table.runs[WHOLE][0].pages
    print(
        f"the world's pages: {products} goods of four kinds, {size // max(1, pages) // 1000} kB a page"
    )
    _print(table)
    cpu = median(a / b for a, b in zip(table.cpu(AGAIN), table.cpu(WHOLE), strict=True))
    print(f"  hubiao ÷ stock: {table.ratio(WHOLE, STOCK)} (aim 3.5, hoped for 8)")
    print(f"  nothing changed: {cpu:.2f} of the first crawl's CPU (aim 0.2)")


def _print(table: Rounds) -> None:
    print(f"{'':34}{'pages':>7}{'pages/s':>9}{'CPU ms/page':>13}{'peak MB':>9}")
    for name, measured in table.runs.items():
        rate = median(table.rates(name))
        cpu = 1000 * median(table.cpu(name))
        peak = max(run.peak for run in measured)
        print(f"{name:34}{measured[0].pages:7}{rate:9.0f}{cpu:13.2f}{peak:9.0f}")


def _verdicts(table: Rounds) -> Iterator[str]:
    """Every comparison that is aimed at, whether it is reached or not."""
    yield f"crawlee ÷ stock: {table.ratio(CRAWLEE, STOCK)}"
    yield f"hubiao ÷ stock: {table.ratio(WHOLE, STOCK)} (aim 3.5, hoped for 8)"
    yield f"hubiao ÷ Scrapy's floor: {table.ratio(WHOLE, FLOOR)} (aim 0.8)"
    yield f"hubiao ÷ crawlee: {table.ratio(WHOLE, CRAWLEE)} (aim 1.7)"
    rates = zip(table.rates(RAW_PAGES), table.rates(WHOLE), strict=True)
    yield f"raw pages kept: {100 * median(a / b - 1 for a, b in rates):+.0f} % pages/s (aim -30 % at most)"
    cpu = median(a / b for a, b in zip(table.cpu(AGAIN), table.cpu(WHOLE), strict=True))
    closings = [run.closing for run in table.runs[AGAIN]]
    moved = sum(closing["listings_new"] + closing["listings_changed"] for closing in closings)
    yield f"nothing changed: {cpu:.2f} of the first crawl's CPU (aim 0.5), {moved} new versions (aim 0)"


def _pairs(work: Path, url: str, more_urls: list[str], rounds: int) -> None:
    """Two processes on one database beside one: SQLite has one writer, PostgreSQL many."""
    from storage.base.database import open_database
    from storage.base.settings import Settings
    from tests.servers.postgres import fresh_database, running_postgres

    def both(database: str) -> tuple[float, float]:
        """Pages a second of one process, then of two at the same time."""

        def measure_site(site: str) -> Measured:
            return hubiao(work / "pair", site, HUBIAO_DATABASE_URL=database)

        open_database(Settings(database_url=database), migrate=True).close()
        alone = measure_site(url)
        with ThreadPoolExecutor(2) as pool:
            pair = list(pool.map(measure_site, more_urls))
        return alone.rate, sum(run.pages for run in pair) / max(run.seconds for run in pair)

    seconds: dict[str, list[tuple[float, float]]] = {"SQLite": [], "PostgreSQL": []}
    with running_postgres(durable=True) as server:
        for number in range(rounds):
            seconds["SQLite"].append(both(f"sqlite:///{work / f'pair{number}.db'}"))
            with fresh_database(server, f"bench{number}") as postgres:
                seconds["PostgreSQL"].append(both(postgres))
    print(
        f"two processes on two hosts ({os.cpu_count()} cores, nginx and the database on them too)"
    )
    for name, rates in seconds.items():
        alone, pair = median(a for a, _ in rates), median(b for _, b in rates)
        print(f"  {name}: one {alone:.0f}, two {pair:.0f} pages/s,"
              f" {median(b / a for a, b in rates):.2f} × one (aim 1.7 on PostgreSQL)")  # fmt: skip


def _rendered(pages: int, rounds: int) -> None:
    """Pages drawn by the browser, scripts and JSON interface included; both with one browser."""
    from crawler.browser.launch import find_browser
    from tests.crawler.shops.rendered_shop import LINKS, rendered_shop
    from tests.crawler.website import running_site

    browser = find_browser("shell")
    ours: list[Measured] = []
    theirs: list[Measured] = []
    with (
        running_site(rendered_shop(LINKS, pages)) as site,
        tempfile.TemporaryDirectory(prefix="hubiao-bench-") as work,
    ):
        stock_one = [
            "-m",
            "benchmarks.baselines.stock_rendered",
            site.url + "/",
            str(pages),
            browser.path,
        ]
        for number in range(rounds):
            home = Path(work) / str(number)
            ours.append(hubiao(home, site.url + "/", "--render", "always", watch=Watch()))
            theirs.append(measure(stock_one, {}, Watch()))
    print(
        f"drawn by {browser.version} ({browser.kind}), {pages} products, start of the browser included"
    )
    for name, runs in (("hubiao", ours), ("scrapy-playwright", theirs)):
        print(f"  {name}: {runs[0].pages} pages, {median(run.rate for run in runs):.1f} pages/s,"
              f" browser {max(run.browser for run in runs):.0f} MB PSS at most")  # fmt: skip
    ratio = median(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))
    print(f"  hubiao ÷ scrapy-playwright: {ratio:.2f} (aim 8 pages/s or 3 times, 1,200 MB PSS)")


def _long(pages: int) -> None:
    """Resident memory of one process through a long crawl."""
    import sqlalchemy as sa

    from storage.base.database import open_database
    from storage.base.settings import Settings
    from storage.tables import RunRow

    with tempfile.TemporaryDirectory(prefix="hubiao-bench-") as folder:
        work = Path(folder)
        make_corpus(work / "corpus", REPEATED, listed=pages)
        database = open_database(Settings(home=work / "home"), migrate=True)
        print(f"memory of a crawl of {pages} pages (those beyond {REPEATED} repeat in content)")

        def note(resident: float) -> None:
            with database.read() as session:
                counts = session.scalar(
                    sa.select(RunRow.counts).order_by(RunRow.id.desc()).limit(1)
                )
            pages_before = int((counts or {}).get("pages", 0))
            if pages_before // step > len(memory):
                memory.append(resident)
                print(f"  {pages_before:7} pages: {resident:5.0f} MB", flush=True)

        step = min(_LONG_STEP, max(1, pages // 4))
        memory: list[float] = []
        with serving(work / "corpus", work) as (url,):
            result = hubiao(work / "home", url, "--max-pages", str(pages), watch=Watch(note))
        database.close()
        print(f"  {result.pages:7} pages at the end, {result.peak:.0f} MB at most,"
              f" {result.rate:.0f} pages/s, {1000 * result.cpu / result.pages:.2f} ms CPU a page")  # fmt: skip


if __name__ == "__main__":
    main()
