"""What a spider may yield, and what becomes of it: requests as rows, items as listings, failures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import scrapy
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from scrapy.settings import Settings as ScrapySettings
from twisted.python.failure import Failure

from crawler.run.crawl_options import CrawlReport
from crawler.run.run_extension import RunExtension, RunResources
from storage.base.database import open_database
from storage.base.message import Language, Message
from storage.base.settings import Settings
from storage.base.vocabulary import Presence
from storage.records import Listing
from storage.tables import FrontierRow, ListingRow
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import Answer, html, running_site


def run(
    folder: Path, spider: type[scrapy.Spider], *, concurrency: int = 8, **arguments: Any
) -> CrawlReport:
    """Run a spider class in this process, without politeness towards loopback."""
    settings = Settings(
        home=folder,
        allow_addresses=("127.0.0.0/8",),
        crawl_delay=0.0,
        crawl_timeout=5.0,
        crawl_concurrency=concurrency,
    )
    database = open_database(settings, migrate=True)

    async def crawl() -> CrawlReport:
        values = ScrapySettings()
        values.setmodule("crawler.run.scrapy_settings", priority="project")
        crawler = AsyncCrawlerRunner(values).create_crawler(spider)
        await crawler.crawl_async(resources=RunResources(settings, database), **arguments)
        extension = crawler.get_extension(RunExtension)
        assert extension is not None
        assert extension.report is not None
        return extension.report

    try:
        return asyncio.run(crawl())
    finally:
        database.close()


def errors(folder: Path) -> dict[str, str]:
    """Why pages are dead, in English, by their paths."""
    dead = rows(folder, FrontierRow.url, FrontierRow.error)
    return {
        str(url).partition("/")[2].partition("/")[2].partition("/")[2]: error.text(Language.ENGLISH)
        for url, error in dead
        if isinstance(error, Message)
    }


class Base(scrapy.Spider):
    name = "test"
    site = ""
    resources: RunResources | None = None

    async def start(self) -> AsyncIterator[Any]:
        yield scrapy.Request(f"{self.site}/")


@pytest.mark.parametrize(
    ("request_of", "words"),
    [
        (lambda spider: scrapy.Request(f"{spider.site}/a", meta={"moment": object()}), "meta"),
        (lambda spider: scrapy.Request(f"{spider.site}/a", cb_kwargs={"pair": (1, 2)}), "cb_kwargs"),
        (lambda spider: scrapy.Request(f"{spider.site}/a", callback=lambda _: None), "methods"),
        (lambda spider: scrapy.Request(f"{spider.site}/a", method="DELETE"), "DELETE"),
        (lambda spider: scrapy.Request(f"{spider.site}/a", cookies={"a": "b"}), "cookies"),
        (lambda spider: scrapy.Request(f"{spider.site}/a", headers={"Cookie": "a=b"}), "Cookie"),
        (lambda spider: scrapy.Request(f"{spider.site}/a", meta={"x": "x" * 70_000}), "70"),
    ],
)  # fmt: skip
def test_a_request_that_no_row_can_hold_is_refused_where_it_is_yielded(
    tmp_path: Path, request_of: Callable[[Base], scrapy.Request], words: str
) -> None:
    class Careless(Base):
        def parse(self, response: Response) -> Iterator[Any]:
            yield {"url": response.url, "title": "示例面粉"}
            yield request_of(self)

    with running_site(lambda _: html("x")) as site:
        report = run(tmp_path, Careless, site=site.url)
    assert words in errors(tmp_path)[""]
    assert report.counts == {"errors": 1, "listings_new": 1}
    assert "start page" in report.reason


def test_a_request_comes_back_as_it_was_yielded(tmp_path: Path) -> None:
    class Careful(Base):
        answers: list[Any] = []  # noqa: RUF012

        def parse(self, response: Response) -> Iterator[Any]:
            for priority in (1, 3, 2):
                yield response.follow(
                    f"/{priority}", self.read, method="POST", body="名称=面粉", priority=priority,
                    headers={"X-Shop": "示例"}, meta={"from": [1, {"a": None}]},
                    cb_kwargs={"word": "面粉"},
                )  # fmt: skip

        def read(self, response: Response, word: str) -> None:
            sent = response.request
            assert sent is not None
            self.answers.append(
                (response.url[-1], word, response.meta["from"], sent.body, sent.method,
                 sent.headers["X-Shop"].decode(), response.meta["depth"])
            )  # fmt: skip

    with running_site(lambda _: html("x"), form=lambda *_: html("y")) as site:
        run(tmp_path, Careful, site=site.url, concurrency=1)
    assert Careful.answers == [
        (number, "面粉", [1, {"a": None}], "名称=面粉".encode(), "POST", "示例", 1)
        for number in "321"
    ]


def test_an_address_is_visited_once_unless_the_spider_asks_for_it_again(tmp_path: Path) -> None:
    class Again(Base):
        def parse(self, response: Response) -> Iterator[Any]:
            for _ in range(3):
                yield response.follow("/once?b=1&a=2", self.end)
                yield response.follow("/again", self.end, dont_filter=True)
            yield response.follow("/once?a=2&b=1", self.end)

        def end(self, _response: Response) -> None:
            """Nothing."""

    with running_site(lambda _: html("x")) as site:
        run(tmp_path, Again, site=site.url)
        hits = dict(site.hits)
    assert hits == {"/robots.txt": 1, "/": 1, "/once?b=1&a=2": 1, "/again": 1}


def test_a_page_that_failed_reaches_the_errback_once_and_its_yield_is_stored(
    tmp_path: Path,
) -> None:
    class Failing(Base):
        statuses: list[int] = []  # noqa: RUF012

        def parse(self, response: Response) -> Iterator[Any]:
            yield response.follow("/gone", self.parse, errback=self.failed)
            yield response.follow("/broken", self.parse)

        def failed(self, failure: Failure) -> Iterator[Any]:
            assert failure.value is not None
            response = failure.value.response  # type: ignore[attr-defined]
            self.statuses.append(response.status)
            yield {"url": response.url, "title": "已下架"}
            yield response.follow("/instead", self.end)

        def end(self, _response: Response) -> None:
            """Nothing."""

    pages = {"/": html("x"), "/instead": html("y"), "/broken": Answer(status=500)}
    with running_site(pages.get) as site:
        report = run(tmp_path, Failing, site=site.url)
        hits = dict(site.hits)
    assert Failing.statuses == [404]
    assert hits["/instead"] == hits["/gone"] == 1
    assert hits["/broken"] == 5
    assert report.counts == {"pages": 2, "errors": 2, "listings_new": 1}
    assert errors(tmp_path) == {"gone": "status 404", "broken": "status 500"}


def test_a_listing_whose_page_is_gone_is_marked_so(tmp_path: Path) -> None:
    class Goods(Base):
        async def start(self) -> AsyncIterator[Any]:
            yield scrapy.Request(f"{self.site}/goods/1")

        def parse(self, response: Response) -> Iterator[Any]:
            yield Listing(url=response.url, title="示例面粉")

    pages = {"/goods/1": html("x")}
    with running_site(pages.get) as site:
        run(tmp_path, Goods, site=site.url)
        pages.clear()
        run(tmp_path, Goods, site=site.url)
    assert rows(tmp_path, ListingRow.presence) == [(Presence.MISSING,)]


def test_what_is_no_listing_is_dropped_and_counted(tmp_path: Path) -> None:
    class Mixed(Base):
        async def start(self) -> AsyncIterator[Any]:
            yield {"url": "https://shop.example/1", "title": "没有页面的商品"}
            yield scrapy.Request(f"{self.site}/")

        def parse(self, response: Response) -> Iterator[Any]:
            yield {"url": response.url}
            yield {"url": "/goods/1", "title": "相对网址"}
            yield {"url": response.url, "title": "示例面粉", "price": "¥29.90", "colour": "白"}

    with running_site(lambda _: html("x")) as site:
        report = run(tmp_path, Mixed, site=site.url)
    assert report.counts == {"pages": 1, "listings_new": 2, "items_dropped": 2}


def test_a_callback_that_fails_kills_its_page_and_no_other(tmp_path: Path) -> None:
    class Broken(Base):
        def parse(self, response: Response) -> Iterator[Any]:
            yield response.follow("/a", self.fail)
            yield response.follow("/b", self.end)

        def fail(self, response: Response) -> Iterator[Any]:
            yield response.follow("/c", self.end)
            raise ZeroDivisionError("示例")

        def end(self, _response: Response) -> None:
            """Nothing."""

    with running_site(lambda _: html("x")) as site:
        report = run(tmp_path, Broken, site=site.url)
    assert report.counts == {"pages": 3, "errors": 1}
    assert errors(tmp_path) == {"a": "ZeroDivisionError: 示例"}
    assert report.finished


def test_pages_beyond_the_allowed_domains_are_left_out(tmp_path: Path) -> None:
    class Bound(Base):
        allowed_domains = ["127.0.0.1"]  # noqa: RUF012

        def parse(self, response: Response) -> Iterator[Any]:
            yield scrapy.Request("http://other.example/")
            yield response.follow("/a", self.end)

        def end(self, _response: Response) -> None:
            """Nothing."""

    with running_site(lambda _: html("x")) as site:
        report = run(tmp_path, Bound, site=site.url)
    assert report.counts == {"pages": 2}


def test_an_answer_has_the_class_and_the_meta_that_scrapys_users_know(tmp_path: Path) -> None:
    class Looking(Base):
        answers: dict[str, Any] = {}  # noqa: RUF012

        def parse(self, response: Response) -> Iterator[Any]:
            for path in ("/json", "/xml", "/old", "/bytes"):
                yield response.follow(path, self.look)

        def look(self, response: Response) -> None:
            redirects = response.meta.get("redirect_urls", [])
            self.answers[response.url.rpartition("/")[2]] = (
                type(response).__name__, [url.rpartition("/")[2] for url in redirects],
            )  # fmt: skip
            assert response.meta["download_latency"] > 0

    pages = {
        "/": html("x"),
        "/json": Answer(b'{"a": 1}', headers={"Content-Type": "application/json"}),
        "/xml": Answer(b"<a/>", headers={"Content-Type": "application/xml"}),
        "/old": Answer(status=302, headers={"Location": "/new"}),
        "/new": html("y"),
        "/bytes": Answer(b"\x89PNG\r\n", headers={"Content-Type": "image/png"}),
    }
    with running_site(pages.get) as site:
        run(tmp_path, Looking, site=site.url)
    assert Looking.answers == {
        "json": ("JsonResponse", []),
        "xml": ("XmlResponse", []),
        "new": ("HtmlResponse", ["old"]),
        "bytes": ("Response", []),
    }
