"""What a crawl visits first: categories below one without goods, and what was found last but is worth most."""

from __future__ import annotations

from pathlib import Path

from crawler.frontier.crawl_traps import CrawlTraps, VisitedPage
from crawler.frontier.page_queue import PageQueue, host_of
from crawler.frontier.page_text import page_text
from crawler.frontier.throttle import Paces
from storage.base.settings import load_settings
from storage.crawls import frontier
from storage.crawls.run_resume import open_run
from storage.records.run_options import RunOptions
from tests.crawler.frontier.made_sites import HOST
from tests.databases import migrated_database


def visit(traps: CrawlTraps, path: str, links: list[str], goods: int = 0) -> None:
    traps.note(
        VisitedPage(
            url=address(path),
            host=HOST,
            goods=frozenset(bytes([number]) for number in range(goods)),
            text=page_text("" if goods else path),
            news=bool(goods),
            links=[(address(link), "list") for link in links],
        )
    )


def address(path: str) -> str:
    return f"https://shop.example{path}"


def priority(traps: CrawlTraps, path: str) -> int:
    return traps.priority(HOST, address(path), "list")


def test_a_tree_of_categories_is_followed_down_to_its_leaves_first() -> None:
    traps = CrawlTraps()
    visit(traps, "/", ["/c/1", "/c/2"])
    visit(traps, "/c/1", ["/c/1/1", "/c/1/2"])
    visit(traps, "/c/1/1", ["/c/1/1/7"])
    assert priority(traps, "/c/2") == 0
    assert priority(traps, "/c/1/1/7") > priority(traps, "/c/1/2") > priority(traps, "/c/2")


def test_what_lies_below_a_category_with_goods_goes_no_earlier() -> None:
    traps = CrawlTraps()
    visit(traps, "/c/1", ["/c/1/1"], goods=5)
    assert priority(traps, "/c/1/1") == 0


def test_filters_of_an_empty_category_go_no_earlier_than_other_categories() -> None:
    traps = CrawlTraps()
    visit(traps, "/list?cid=1", ["/list?cid=1&brand=3", "/list?cid=12"])
    assert priority(traps, "/list?cid=1&brand=3") == 0
    assert priority(traps, "/list?cid=12") == 1


def test_news_without_goods_are_not_descended_into_for_ever() -> None:
    traps = CrawlTraps()
    for number in range(30):
        visit(traps, f"/news/{number}", [f"/news/{number + 1}"])
    assert priority(traps, "/news/30") == 0


def test_goods_that_are_met_later_go_before_lists_that_wait(
    tmp_path: Path, database_url: str
) -> None:
    database = migrated_database(load_settings(home=tmp_path / "home", database_url=database_url))
    start = "https://shop.example/"
    with database.begin() as session:
        run = open_run(session, urls=[start], options=RunOptions())
    paces = Paces(delay=0.0, concurrency=1)
    queue = PageQueue(database, run.id, paces, max_depth=9, max_per_host=99)

    def add(kind: str, *names: str) -> None:
        pages = [queue.admit(start + n, n.encode().ljust(20), kind=kind, depth=1) for n in names]
        new_pages = [page for page in pages if page is not None]
        with database.begin() as session:
            frontier.add_pages(session, run.id, new_pages)
        queue.added(new_pages)

    add("list", "a", "b", "c")
    first = queue.take()
    assert first is not None
    add("listing", "goods")
    urls = [page.url.removeprefix(start) for _ in range(2) if (page := queue.take())]
    assert (first.url, urls) == (f"{start}a", ["goods", "b"])
    assert host_of(start) == HOST
    database.close()
