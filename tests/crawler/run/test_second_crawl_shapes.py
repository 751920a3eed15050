"""A second crawl visits every known good again, whatever the shop's addresses look like, and still ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import pytest

from benchmarks.material.loopback import settings_of
from storage.tables import ListingRow, PageMemoryRow
from tests.crawler.held_site import HeldSite
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import Answer, Page, crawl, html, product, running_site

LISTINGS = ("listings_new", "listings_changed", "listings_same", "listings_missing")
PER_LIST = 10
Shelf = Callable[[list[int]], Page]


def links(paths: Collection[str]) -> str:
    return "".join(f"<p><a href='{path}'>看看</a></p>" for path in paths)


def flat(goods: list[int]) -> Page:
    """The first page leads to all goods, whose addresses look like the parts of a list (`/p/7`)."""
    return lambda path: html(links([f"/p/{n}" for n in goods]), "全部商品") if path == "/" else None


def paged(goods: list[int]) -> Page:
    """A pager over goods whose addresses look like filters (`/mai-1-7.html`)."""

    def page(path: str) -> Answer | None:
        match = re.fullmatch(r"/(?:quanbu-(\d+)\.html)?", path)
        if match is None:
            return None
        start = int(match[1] or 0) * PER_LIST
        shelf = goods[start : start + PER_LIST]
        after = f"/quanbu-{start // PER_LIST + 1}.html"
        more = f"<a href='{after}'>下一页</a>" if start + PER_LIST < len(goods) else ""
        return html(links([f"/mai-{n % 3}-{n}.html" for n in shelf]) + more, f"第 {start} 页")

    return page


def tree(goods: list[int]) -> Page:
    """Categories of categories; each good leads to its neighbours (`/mai-1-7.html`)."""

    def page(path: str) -> Answer | None:
        if path == "/":
            return html(links([f"/lei-{n}/" for n in range(3)]), "首页")
        match = re.fullmatch(r"/lei-(\d)/(?:(\d)/)?", path)
        if match is None:
            return None
        if match[2] is None:
            return html(links([f"/lei-{match[1]}/{n}/" for n in range(2)]), f"大类 {match[1]}")
        shelf = [n for n in goods if n % 3 == int(match[1]) and n % 2 == int(match[2])]
        return html(links([f"/mai-{n % 3}-{n}.html" for n in shelf]), f"小类 {path}")

    return page


def shop(shelf: Shelf, goods: Collection[int], prices: Mapping[int, str] | None = None) -> Page:
    numbers = sorted(goods)
    lists = shelf(numbers)

    def page(path: str) -> Answer | None:
        match = re.fullmatch(r"/(?:p/|mai-\d-)(\d+)(?:\.html)?", path)
        if match is None or int(match[1]) not in numbers:
            return lists(path)
        number = int(match[1])
        near = numbers[numbers.index(number) + 1 :][:3]
        address = "/p/{0}" if path.startswith("/p/") else "/mai-{1}-{0}.html"
        more = links([address.format(n, n % 3) for n in near])
        return product(number, price=(prices or {}).get(number), more=more)

    return page


@pytest.mark.parametrize("shelf", [flat, paged, tree])
def test_a_second_crawl_sees_every_price_every_new_good_and_every_removal(
    tmp_path: Path, shelf: Shelf
) -> None:
    with running_site(shop(shelf, range(1, 31))) as site:
        crawl(tmp_path, site.url + "/")
        same = crawl(tmp_path, site.url + "/")
        site.page = shop(shelf, range(4, 34), dict.fromkeys(range(5, 30, 5), "99.00"))
        changed = crawl(tmp_path, site.url + "/")
    assert [same.counts.get(name, 0) for name in LISTINGS] == [0, 0, 30, 0]
    assert [changed.counts.get(name, 0) for name in LISTINGS] == [3, 5, 22, 3]
    assert not any(name.startswith("left_") for name in (*same.counts, *changed.counts))


def test_goods_that_answer_with_a_notice_do_not_hide_those_behind_them(tmp_path: Path) -> None:
    shelf = shop(flat, range(30))
    notice = html("<p>您访问的商品已下架</p><a href='/'>返回首页</a>", "商品不存在")
    with running_site(shelf) as site:
        site.page = lambda path: notice if re.fullmatch(r"/p/1\d", path) else shelf(path)
        crawl(tmp_path, site.url + "/")
        prices = dict.fromkeys(range(20, 30), "99.00")
        later = shop(flat, range(30), prices)
        site.page = lambda path: notice if re.fullmatch(r"/p/1?\d", path) else later(path)
        second = crawl(tmp_path, site.url + "/")
    assert second.counts["listings_changed"] == 10


def test_a_calendar_without_end_ends_in_a_second_crawl_where_it_ended_in_the_first(
    tmp_path: Path,
) -> None:
    def page(path: str) -> Answer | None:
        if path == "/":
            return html(links([f"/p/{n}" for n in range(5)]) + links(["/rili-0-0/"]), "首页")
        if (good := re.fullmatch(r"/p/(\d)", path)) and int(good[1]) < 5:
            return product(int(good[1]))
        month = re.fullmatch(r"/rili-(\d+)-(\d+)/", path)
        if month is None:
            return None
        year, number = int(month[1]), int(month[2])
        further = [f"/rili-{year + 1}-{number}/", f"/rili-{year}-{number + 1}/"]
        return html(f"<p>{year} 年 {number} 月没有活动</p>{links(further)}", "日历")

    with running_site(page) as site:
        first = crawl(tmp_path, site.url + "/")
        second = crawl(tmp_path, site.url + "/")
    assert first.counts["listings_new"] == second.counts["listings_same"] == 5
    assert first.counts["left_repeated"]
    assert second.counts["left_repeated"]
    # Which of the pages asked for at once answers first moves the end by a few of a hundred; pages
    # that do not count at all double the crawl.
    assert max(first.counts["pages"], second.counts["pages"]) < 150


@pytest.mark.slow
@pytest.mark.parametrize("shelf", [flat, paged, tree])
def test_a_second_crawl_that_is_killed_goes_on_and_misses_nothing(
    tmp_path: Path, shelf: Shelf
) -> None:
    with running_site(shop(shelf, range(1, 61))) as site:
        crawl(tmp_path, site.url + "/")
        prices = dict.fromkeys(range(5, 60, 5), "99.00")
        site.page = pages = HeldSite(shop(shelf, range(4, 64), prices))
        pages.allow(25)
        process = subprocess.Popen(
            [sys.executable, "-m", "console", "crawl", site.url + "/"],
            env={**os.environ, **settings_of(tmp_path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        pages.wait_for_the_next()
        process.send_signal(signal.SIGKILL)
        process.wait()
        pages.allow()
        second = crawl(tmp_path, site.url + "/")
        kinds = [kind for (kind,) in rows(tmp_path, ListingRow.kind)]
    assert [second.counts.get(name, 0) for name in LISTINGS] == [3, 11, 46, 3]
    assert kinds.count("listing") == 63


def visiting_shop(visits: Iterator[int], boxes: list[str]) -> Page:
    """A shop that writes a session into all its addresses, sends strangers from its account pages to the
    sign-in page, keeps the currency that a link chose, and shows `boxes` beside its goods."""
    chosen: list[str] = []

    def page(path: str) -> Answer | None:
        visit = next(visits)
        session = f"ceid={visit:026d}z"
        path, _, query = path.partition("?")
        chosen.extend(re.findall("currency=([A-Z]+)", query))
        if match := re.fullmatch(r"/konto-(\d)\.php", path):
            return Answer(
                status=302, headers={"Location": f"/anmelden.php?zurueck={match[1]}&{session}"}
            )
        menu = [f"/konto-{n}.php?{session}" for n in range(6)]
        menu += [f"/?currency=EUR&{session}", f"/lei.php?ca=1&{session}", f"/?{session}"]
        box = "".join(boxes)
        if path == "/anmelden.php":
            return html(links(menu) + "<h1>请先登录</h1><p>登录以后可以查看订单和地址。</p>" * 9)
        if path in ("/", "/lei.php"):
            goods = [f"/p.php?products_id={n}&{session}" for n in range(1, 9)]
            return html(links(menu) + box + links(goods), "全部商品")
        number = re.search(r"products_id=(\d+)", query)
        if path != "/p.php" or number is None:
            return None
        price = f"{int(number[1]) + 20}.50"
        return html(
            f"{links(menu)}{box}<h1>示例雪花粉 第{number[1]}款</h1><p class=price>"
            f"{'€' if chosen else '¥'}{price}</p><button>加入购物车</button>"
            f"<table><tr><th>产地</th><td>示例市</td></tr></table>"
        )

    return page


def test_sessions_sign_in_pages_and_side_boxes_are_no_change_and_no_link_chooses_a_currency(
    tmp_path: Path,
) -> None:
    boxes: list[str] = []
    with running_site(visiting_shop(iter(range(10_000)), boxes)) as site:
        first = crawl(tmp_path, site.url + "/")
        read = dict(rows(tmp_path, PageMemoryRow.fingerprint, PageMemoryRow.seen_at))
        boxes.append("<div><h4>大家都说好</h4><p>示例评论</p><b>五星</b><i>昨天</i></div>")
        second = crawl(tmp_path, site.url + "/")
    assert first.counts["listings_new"] == second.counts["listings_same"] == 8
    again = dict(rows(tmp_path, PageMemoryRow.fingerprint, PageMemoryRow.seen_at))
    changed = [mark for mark, at in again.items() if read.get(mark) != at]
    assert len(changed) <= 2  # two pages of links alone, in which another box stands
    assert not any("currency" in path for path in site.hits)
    urls = [str(url) for (url,) in rows(tmp_path, ListingRow.url)]
    assert not [url for url in urls if "ceid" in url]
