"""Spiders that somebody else wrote, with Scrapy's own interface: what they get without knowing it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.base.database import open_database
from storage.base.message import Language, Message
from storage.base.settings import Settings
from storage.base.vocabulary import RunState
from storage.tables import ListingRow, ListingVersionRow, RunRow, ShopContactRow
from tests.console.command import Office
from tests.crawler.held_site import HeldSite
from tests.crawler.shops.example_shops import html_shop, json_shop
from tests.crawler.website import Answer, html, running_site
from tests.databases import migrated_file
from tests.servers.processes import ROOT, Process
from tests.servers.processes import start as start_process


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The data folder of an office that is set up; the tests without it begin with an empty folder."""
    migrated_file(tmp_path / "hubiao.db")
    return tmp_path


def start(home: Path, *arguments: str, **settings: str) -> Process:
    """A `scrapy` command of the project, the example spiders installed beside it."""
    environment = {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "docs" / "examples")]),
        "HUBIAO_SPIDER_MODULES": "shop_spiders",
        "HUBIAO_HOME": str(home),
        "HUBIAO_ALLOW_ADDRESSES": "127.0.0.0/8",
        "HUBIAO_CRAWL_DELAY": "0",
        **settings,
    }
    return start_process("scrapy", *arguments, environment=os.environ | environment)


def scrapy(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    process = start(home, *arguments, **settings)
    out, err = process.communicate(timeout=90)
    return subprocess.CompletedProcess(process.arguments, process.wait(), out, err)


def rows(home: Path, *columns: object) -> list[tuple[object, ...]]:
    opened = open_database(Settings(home=home))
    try:
        with opened.read() as session:
            return [tuple(row) for row in session.execute(sa.select(*columns))]  # type: ignore[call-overload]
    finally:
        opened.close()


def titles(home: Path) -> list[object]:
    return sorted(str(title) for (title,) in rows(home, ListingRow.title))


def test_scrapy_lists_the_spiders_of_the_project_and_of_installed_packages(tmp_path: Path) -> None:
    result = scrapy(tmp_path, "list")
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["html-shop", "json-shop", "site"]


def test_a_spider_of_plain_html_is_stored_scored_and_kept_from_what_robots_forbids(
    home: Path,
) -> None:
    with running_site(html_shop(25)) as site:
        result = scrapy(
            home, "crawl", "html-shop", "-a", f"site={site.url}", HUBIAO_KEEP_PAGES="true"
        )
        assert result.returncode == 0, result.stderr
        assert site.hits["/robots.txt"] == 1
        assert site.hits["/goods/3"] == 0
        assert set(site.hits.values()) == {1}
        assert all("hubiao/" in agent for agent in site.agents)
    ((state, counts, urls),) = rows(home, RunRow.state, RunRow.counts, RunRow.urls)
    assert state is RunState.FINISHED
    assert counts == {"pages": 27, "listings_new": 24, "refused_by_robots": 1}
    assert urls == ()
    assert "天赋河套面粉 7 号" in titles(home)
    records = [record for (record,) in rows(home, ListingVersionRow.record)]
    assert {record.shop for record in records} == {"示例粮油店"}
    assert not any("139-1234" in json.dumps(record.to_json()) for record in records)
    assert len(rows(home, ShopContactRow.contact)) == 24
    assert len(list((home / "pages").glob("*/*.zst"))) == 27
    leads = assessed(home)
    assert len(leads) == 24
    assert {lead["right"] for lead in leads} == {"hetao"}


def assessed(home: Path) -> list[dict[str, object]]:
    """The leads that `hubiao assess` opens on what a spider stored."""
    rights = home / "rights.yml"
    rights.write_text(
        "holders: [{id: office, name: 示例协会}]\n"
        "rights: [{id: hetao, text: 天赋河套, kind: certification, classes: [30], goods: [面粉],"
        " holder: office}]\n",
        encoding="utf-8",
    )
    office = Office(home)
    for words in (["rights", "import", str(rights)], ["assess"], ["leads", "--format", "jsonl"]):
        result = office.run(*words)
        assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_spider_of_a_json_interface_is_stored_and_a_second_run_finds_the_same(
    home: Path,
) -> None:
    with running_site(lambda _: None, form=json_shop(35)) as site:
        for _ in range(2):
            result = scrapy(home, "crawl", "json-shop", "-a", f"site={site.url}")
            assert result.returncode == 0, result.stderr
        asked = [json.loads(fields["json"])["from"] for _, fields in site.posted]
    assert asked == [0, 10, 20, 30] * 2
    assert len(titles(home)) == 35
    assert len(rows(home, ListingVersionRow.id)) == 35
    first, second = rows(home, RunRow.counts)
    assert first == ({"pages": 4, "listings_new": 35},)
    assert second == ({"pages": 4, "listings_same": 35},)


def test_a_private_address_is_refused_unless_the_office_allows_it(tmp_path: Path) -> None:
    with running_site(html_shop(3)) as site:
        scrapy(
            tmp_path, "crawl", "html-shop", "-a", f"site={site.url}", HUBIAO_ALLOW_ADDRESSES=""
        )  # fmt: skip
        assert not site.hits
    ((state, reason),) = rows(tmp_path, RunRow.state, RunRow.reason)
    assert state is RunState.FAILED
    assert isinstance(reason, Message)
    assert "HUBIAO_ALLOW_ADDRESSES" in reason.text(Language.ENGLISH)
    assert reason.text(Language.CHINESE).startswith(f"起始网址 {site.url}/")


@pytest.mark.parametrize(
    ("goods", "kills"), [(50, (8, 25)), pytest.param(200, (15, 60), marks=pytest.mark.slow)]
)
def test_a_killed_spider_goes_on_where_it_was_and_loses_and_doubles_nothing(
    home: Path, goods: int, kills: tuple[int, ...]
) -> None:
    pages = HeldSite(html_shop(goods))
    with running_site(pages) as site:
        command = ("crawl", "html-shop", "-a", f"site={site.url}")
        for addresses in kills:
            pages.allow(addresses)
            process = start(home, *command)
            pages.wait_for_the_next()
            process.kill()
            process.communicate()
        pages.allow()
        result = scrapy(home, *command)
        assert result.returncode == 0, result.stderr
    closed = 1 + 10  # /goods/3 and /goods/30 … 39 by their first letters
    ((state, counts),) = rows(home, RunRow.state, RunRow.counts)
    assert state is RunState.FINISHED
    assert counts == {
        "pages": goods // 10 + goods - closed,
        "listings_new": goods - closed,
        "refused_by_robots": closed,
    }
    assert len(rows(home, ListingVersionRow.id)) == goods - closed


def test_a_spider_that_is_stopped_says_so_and_its_next_run_reads_the_remainder(
    home: Path,
) -> None:
    with running_site(html_shop(60)) as site:
        command = ("crawl", "html-shop", "-a", f"site={site.url}")
        scrapy(home, *command, "-s", "CLOSESPIDER_PAGECOUNT=12")
        ((state, _),) = rows(home, RunRow.state, RunRow.reason)
        assert state is RunState.STOPPED
        assert len(titles(home)) < 49
        scrapy(home, *command)
    ((state, counts),) = rows(home, RunRow.state, RunRow.counts)
    assert state is RunState.FINISHED
    assert counts == {"pages": 55, "listings_new": 49, "refused_by_robots": 11}
    assert {number for path, number in site.hits.items() if path.startswith("/goods")} == {1}


def test_a_spider_that_is_stopped_while_robots_txt_asks_for_minutes_ends_at_once(
    home: Path,
) -> None:
    asked = threading.Event()

    def page(path: str) -> Answer:
        asked.set()
        return Answer(status=429, headers={"Retry-After": "200"})

    with running_site(page) as site:
        process = start(home, "crawl", "html-shop", "-a", f"site={site.url}")
        assert asked.wait(60)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    ((state, counts),) = rows(home, RunRow.state, RunRow.counts)
    assert (state, counts.get("failed", 0)) == (RunState.STOPPED, 0)


SPIDER = """
from pathlib import Path

import scrapy


class Writing(scrapy.Spider):
    name = "writing"
    site = where = place = ""

    async def start(self):
        yield scrapy.Request(f"{self.site}/goods/1", self.parse, errback=self.failed)
        yield scrapy.Request(f"{self.site}/gone", self.parse, errback=self.failed)
        if self.place == "connection":
            yield scrapy.Request("http://127.0.0.1:9/", self.parse, errback=self.failed)

    def keep(self, place, text):
        if place == self.place:
            with Path(self.where).open("w") as file:
                file.write(text)

    def parse(self, response):
        yield {"url": response.url, "title": "a"}
        self.keep("callback", response.url)

    def failed(self, failure):
        self.keep("status" if hasattr(failure.value, "response") else "connection", "x")


class Keeping:
    def __init__(self, spider):
        self.spider = spider

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler.spider)

    def process_item(self, item):
        self.spider.keep("pipeline", item["title"])
        return item
"""


@pytest.mark.parametrize("place", ["callback", "status", "connection", "pipeline"])
def test_a_spider_that_writes_to_a_full_disk_ends_in_one_line_and_its_page_stays_queued(
    home: Path, tmp_path: Path, place: str
) -> None:
    """/dev/full says of each write what a full disk says (full(4))."""
    (tmp_path / "own_spiders.py").write_text(SPIDER)
    target = tmp_path / "target"
    target.symlink_to("/dev/full")

    def crawl(site: str) -> subprocess.CompletedProcess[str]:
        return scrapy(
            home, "crawl", "writing", "-a", f"site={site}", "-a", f"place={place}",
            "-a", f"where={target}", "-s", 'ITEM_PIPELINES={"own_spiders.Keeping": 300}',
            PYTHONPATH=f"{ROOT}:{tmp_path}", HUBIAO_SPIDER_MODULES="own_spiders",
        )  # fmt: skip

    with running_site({"/goods/1": html("x")}.get) as site:
        full = crawl(site.url)
        assert full.returncode == 1, full.stderr
        assert "Traceback" not in full.stderr
        assert full.stderr.count("No space left on device") == 1
        target.unlink()
        assert crawl(site.url).returncode == 0
    assert titles(home) == ["a"]
    ((state, counts),) = rows(home, RunRow.state, RunRow.counts)
    assert state is RunState.FINISHED
    assert counts == {"pages": 1, "errors": 1 + (place == "connection"), "listings_new": 1}
