"""Whether a listing and a page cost the same in a large office: `python -m benchmarks.scale`.

Offices of each size are made from a seed, earlier versions included; then each crawls and assesses the
same new pages, takes in new listings as a worker does (a few, then an assessment, again and again), looks
for what is due while nothing is, and serves the console's pages. Figures are processor time, of
PostgreSQL's server too; on a busy machine even that differs by half, and only the instructions that SQLite runs
for a page, which stand beside it, can be compared. The last line of each row is the ratio to the smallest office; the
aim is at most 1.2.

    python -m benchmarks.scale --sizes 100000,1000000 [--postgres] [--home FOLDER]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx

from benchmarks.console import views
from benchmarks.material.crawl_corpus import make_corpus, serving
from benchmarks.material.instructions import Instructions
from benchmarks.material.large_office import LEADS_SHARE, MARK, large_office, refuse_without_room
from benchmarks.material.loopback import settings_of
from benchmarks.material.office_rows import PLATFORMS, RIGHTS, SHOPS
from benchmarks.material.processor import Processor
from benchmarks.measured import measure, median, percentile
from classifiers.scoring.assess import assess
from console.work.children import Children
from console.work.stages import stages
from storage.base.database import Database
from storage.base.settings import Settings
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing
from storage.tables.base import now
from storage.views.backlog import Backlog, read_backlog
from tests.console.console_server import served
from tests.console.visitor import Visitor

AIM = 1.2
"""Most that a larger office may cost, by listing and by page, as a multiple of the smallest."""
_LOOKS = 2
"""Of so many the cheapest counts."""
_ROUNDS, _A_ROUND = 12, 25
"""Rounds of a worker, and listings that are new in each."""
_IDLE_STAGES = frozenset(
    {"assess", "assess again", "fetch pictures", "read pictures", "older pictures", "seal", "deliver",
     "webhooks", "settle rechecks", "urgent leads", "claims", "digest", "reminders", "mail pictures",
     "count", "logos again"}
)  # fmt: skip
"""Stages that look every few seconds or minutes, and start no other process here."""
_PAGES = (
    "/", "/listings", "/shops", "/shops/78", "/rights", "/mailbox", "/notices", "/tasks",
    "/statistics",
)  # fmt: skip
_IN_INSTRUCTIONS = ", 1000 SQLite steps"
"""Behind the name of a row that another program on the machine does not change."""
_EACH_VIEW = 5
"""Every fifth of the 224 views of the queue, of all tabs and filters in turn."""


@dataclass(kw_only=True)
class Costs:
    """What one office costs: a row's name to processor milliseconds."""

    listings: int
    rows: dict[str, float] = field(default_factory=dict)
    dearest: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, milliseconds: float, dearest: str = "") -> None:
        """Keep a figure, and print it at once: a large office takes long."""
        self.rows[name], self.dearest[name] = milliseconds, dearest
        print(f"  {name:46}{milliseconds:10.2f}  {dearest}", flush=True)


def main() -> None:
    options = _options()
    sizes = sorted(int(size) for size in options.sizes.split(","))
    refuse_without_room(max(sizes), Path(options.home or tempfile.gettempdir()))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, processor milliseconds")
    all_costs = []
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-bench-")))
        make_corpus(work / "corpus", options.pages)
        (url,) = stack.enter_context(serving(work / "corpus", work))
        for size in sizes:
            with large_office(
                size, work / str(size), postgres=options.postgres, files=options.home
            ) as (settings, database):
                all_costs.append(_measure(settings, database, url, size))
    _print(all_costs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100000,1000000", help="numbers of listings")
    parser.add_argument("--pages", type=int, default=1000, help="goods that are crawled in each")
    parser.add_argument("--postgres", action="store_true", help="on a server of its own")
    parser.add_argument("--home", help="folder that keeps filled SQLite files for the next time")
    return parser.parse_args()


def _measure(settings: Settings, database: Database, url: str, size: int) -> Costs:
    costs = Costs(listings=size)
    processor = Processor(database)
    costs.note("crawl, a page", _crawl(settings, processor, url))
    waiting = _backlog(database).to_assess
    spent = processor.spent_in(lambda: assess(database, settings))
    costs.note("assess, a listing of that crawl", spent / waiting)
    costs.note("worker, a new listing", _trickle(settings, database, processor))
    for name, least in _idle(settings, database, processor).items():
        costs.note(f"nothing due: {name}", least)
    with served(settings, database) as address:
        _open_pages(costs, address, processor, Instructions(database), size)
    return costs


def _crawl(settings: Settings, processor: Processor, url: str) -> float:
    """A page of a crawl of new goods, less what a crawl of one page costs."""
    environment = {**settings_of(settings.home), "HUBIAO_DATABASE_URL": settings.database}

    def crawl(*arguments: str) -> tuple[float, int]:
        before = processor.milliseconds()
        run = measure(["-m", "console.cli", "crawl", *arguments], environment)
        return processor.milliseconds() - before + 1000 * run.cpu, run.pages

    idle, _ = crawl(f"{url}robots.txt", "--follow", "none")
    spent, pages = crawl(url)
    return (spent - idle) / pages


def _backlog(database: Database) -> Backlog:
    with database.read() as session:
        return read_backlog(session)


def _trickle(settings: Settings, database: Database, processor: Processor) -> float:
    """A listing of many small rounds: stored, then assessed, as a worker does beside a crawl."""
    spent = []
    for number in range(_ROUNDS):
        listings = [_new_listing(number * _A_ROUND + n) for n in range(_A_ROUND)]

        def take_in(listings: list[SeenListing] = listings) -> None:
            with database.begin() as session:
                save_listings(session, listings, run_id=None, at=now())
            assess(database, settings)

        spent.append(processor.spent_in(take_in) / _A_ROUND)
    return median(spent)


def _new_listing(n: int) -> SeenListing:
    """One in five names a mark; their shops are among those that have much already."""
    title = f"{MARK} 面粉 新{n} 号" if n % 5 == 0 else f"石磨面粉 新{n} 号 5kg"
    shop = n % 50
    platform = f"p{shop % PLATFORMS}.invalid"
    return SeenListing(
        key=f"new:{n}",
        listing=Listing(
            url=f"https://{platform}/new/{n}", title=title, platform=platform,
            shop=f"示例店铺{shop if shop < SHOPS else 0}", item_id=f"new{n}",
        ),
    )  # fmt: skip


def _idle(settings: Settings, database: Database, processor: Processor) -> dict[str, float]:
    """Each stage that looks often, while it has nothing to do: the least of some looks."""
    children = Children(settings.folder("logs"))
    spent: dict[str, float] = {}
    for stage in stages(children, once=True):
        if stage.name in _IDLE_STAGES:
            stage.act(database, settings)
            looks = [
                processor.spent_in(lambda stage=stage: stage.act(database, settings))  # type: ignore[misc]
                for _ in range(_LOOKS)
            ]
            spent[stage.name] = min(looks)
    spent["metrics"] = min(processor.spent_in(lambda: _backlog(database)) for _ in range(_LOOKS))
    return spent


def _open_pages(
    costs: Costs, address: str, processor: Processor, instructions: Instructions, size: int
) -> None:
    visitor = Visitor(address, "甲")
    visitor.client.timeout = httpx.Timeout(300)
    step = max(1, size // LEADS_SHARE // 20)
    groups = {
        "queue": list(views(RIGHTS, PLATFORMS))[::_EACH_VIEW],
        "lead": [f"/leads/{number}?tab=all" for number in range(1, 20 * step, step)],
        **{page: [page] for page in _PAGES},
    }  # fmt: skip
    least: dict[str, float] = {}
    steps: dict[str, float] = {}
    for name, paths in groups.items():
        for path in paths:
            least[path] = min(_open(visitor, path, processor) for _ in range(_LOOKS))
            if instructions.is_counted:
                steps[path] = instructions.spent_in(partial(visitor.get, path)) / 1000
        _note_dearest(costs, name, paths, least)
        if steps:
            _note_dearest(costs, name + _IN_INSTRUCTIONS, paths, steps)
    costs.note("all pages, p95", percentile(list(least.values())))
    if steps:
        costs.note("all pages, p95" + _IN_INSTRUCTIONS, percentile(list(steps.values())))
    visitor.close()


def _note_dearest(
    costs: Costs, name: str, paths: Sequence[str], figures: Mapping[str, float]
) -> None:
    dearest = max(paths, key=figures.__getitem__)
    costs.note(name, percentile([figures[path] for path in paths]), dearest)


def _open(visitor: Visitor, path: str, processor: Processor) -> float:
    def ask() -> None:
        answer = visitor.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    return processor.spent_in(ask)


def _print(all_costs: list[Costs]) -> None:
    first = all_costs[0]
    print(f"{'':48}" + "".join(f"{costs.listings:>14,}" for costs in all_costs) + "   ratio")
    for name in first.rows:
        figures = [costs.rows[name] for costs in all_costs]
        ratio = max(figures) / first.rows[name] if first.rows[name] else 0.0
        verdict = "" if ratio <= AIM else "  MISSED"
        dearest = all_costs[-1].dearest.get(name, "")
        print(
            f"{name:48}" + "".join(f"{figure:14.2f}" for figure in figures)
            + f"  {ratio:6.2f}{verdict} {dearest if dearest != name else ''}"
        )  # fmt: skip


if __name__ == "__main__":
    main()
