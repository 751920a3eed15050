"""A mall of many categories × facets × sort orders × page sizes × pagers over the same goods ends."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import replace

import pytest

from crawler.frontier.crawl_traps import CrawlTraps, VisitedPage
from crawler.frontier.family_points import FamilyPoints
from crawler.frontier.page_text import PageText
from tests.crawler.frontier.made_sites import HOST, Content, Walk, walk

CATEGORIES, GOODS = range(1, 121), range(200)
_CHOICE = re.compile(r"(?<=[/?&])(cid|bid|peid|ov|page_size|wd)[/=]([\w-]+)")
_SORTS = [
    f"{name}-{way}" for name in ("sales", "access", "price", "new") for way in ("asc", "desc")
]


class Mall:
    """Routes by name and value (`/cid/7/bid/3.html`); its pager writes them once more in the query."""

    def __init__(self) -> None:
        chance = random.Random(3)
        parent = {number: (number - 1) // 5 for number in CATEGORIES}
        leaves = [number for number in CATEGORIES if number * 5 + 1 not in parent]
        filled = chance.sample(leaves, 12)
        self.brand = {number: chance.randint(0, 27) for number in GOODS}
        self.shelves: dict[int, set[int]] = defaultdict(set)
        for number in GOODS:
            shelf = filled[0] if number < 60 else chance.choice(filled[1:])
            while shelf > 0:
                self.shelves[shelf].add(number)
                shelf = parent[shelf]
        self.menu = [f"/?s=search/index/cid/{number}.html" for number in CATEGORIES]
        self.menu += ["/?s=search/index.html", "/?s=search/index/wd/3mian.html"]

    def __call__(self, path: str) -> Content:
        if "search/index" not in path:
            return Content(range(190, 200), self.menu)
        choices = dict(_CHOICE.findall(path))
        goods = self._goods(choices)
        size = int(choices.get("page_size", 20))
        turned = re.search(r"[?&]page=(\d+)", path)
        number = int(turned[1]) if turned else 1
        last = max(1, -(-len(goods) // size))
        base = f"/?s=search/index.html&s=search/index/{_path(choices)}.html"
        base += "".join(f"&{name}={choices[name]}" for name in choices if name != "page_size")
        parts = sorted({1, last, number - 1, number, number + 1} & set(range(1, last + 1)))
        further = [{"bid": brand} for brand in range(1, 28)]
        further += [{"peid": price} for price in range(1, 14)]
        further += [{"ov": sort} for sort in _SORTS] + [{"page_size": n} for n in (20, 60, 100)]
        links = [f"/?s=search/index/{_path({**choices, **more})}.html" for more in further]
        turns = [f"{base}&page_size={size}&page={part}" for part in parts]
        goods_of_part = goods[(number - 1) * size : number * size]
        links += [f"{base}&page_size=", f"{base}&page_size={size}&page="]
        return Content(goods_of_part, self.menu + links, turns, text=f"没有商品 {path}")

    def _goods(self, choices: dict[str, str]) -> list[int]:
        goods = [n for n in GOODS if choices.get("bid") in (None, str(self.brand[n]))]
        goods = [n for n in goods if choices.get("peid") in (None, str(n % 13 + 1))]
        if "cid" in choices:
            goods = [n for n in goods if n in self.shelves[int(choices["cid"])]]
        return goods[::-1] if choices.get("ov", "").endswith("desc") else goods


def _path(choices: dict[str, str] | dict[str, int]) -> str:
    return "/".join(f"{name}/{value}" for name, value in choices.items())


@pytest.fixture(scope="module")
def result() -> Walk:
    return walk(Mall())


def test_a_mall_of_facets_ends_in_proportion_to_its_categories_and_goods(result: Walk) -> None:
    assert result.goods == set(GOODS)
    assert len(result.visits) < len(CATEGORIES) + len(GOODS)
    assert sum(result.left.values()) > 5000


def test_no_category_of_a_mall_is_left(result: Walk) -> None:
    categories = {f"/?s=search/index/cid/{number}.html" for number in CATEGORIES}
    assert categories <= set(result.visits)


def test_a_brand_of_its_own_is_visited_though_brands_of_categories_are_left(result: Walk) -> None:
    assert {f"/?s=search/index/bid/{brand}.html" for brand in range(1, 28)} <= set(result.visits)


def test_goods_that_only_a_sort_order_shows_are_reached() -> None:
    mall = Mall()

    def site(path: str) -> Content:
        page = mall(path)
        is_cut = "ov/price-desc" not in path and "ov=price-desc" not in path
        return replace(page, goods=[n for n in page.goods if n < 180]) if is_cut else page

    assert walk(site).goods == set(GOODS)


def test_a_crawl_that_goes_on_after_a_kill_keeps_what_it_counted_of_filters() -> None:
    mall, traps = Mall(), CrawlTraps()
    visits = walk(mall, traps=traps).visits
    resumed = CrawlTraps()
    lists = [(HOST, f"https://shop.example{path}") for path in visits]
    resumed.resume(lists, FamilyPoints.of(traps.points.counts))
    assert resumed.points.counts == traps.points.counts
    for left in ("cid/7/bid/3", "cid/7/peid/3", "cid/7/page_size/60/bid/9", "cid/7/bid/4/peid/2"):
        url = f"https://shop.example/?s=search/index/{left}.html"
        assert traps.leads_nowhere(HOST, url, "list"), left
        assert resumed.leads_nowhere(HOST, url, "list"), left


def test_a_crawl_that_goes_on_knows_which_lists_it_has_seen_under_another_address() -> None:
    traps = CrawlTraps()
    lists = [f"https://shop.example/?s=search/index/cid/{number}.html" for number in CATEGORIES]
    traps.resume((HOST, url) for url in lists)
    visits = 0
    for number in CATEGORIES:
        url = (
            f"https://shop.example/?s=search/index.html&s=search/index/cid/{number}.html&page_size="
        )
        if not traps.leads_nowhere(HOST, url, "list"):
            visits += 1
            traps.note(
                VisitedPage(
                    url=url, host=HOST, goods=frozenset(), text=PageText(), news=False, links=[]
                )
            )
    assert visits < 20


def test_what_is_counted_of_filters_is_bounded() -> None:
    traps = CrawlTraps()
    traps.points.repeats.update({f"h name{n}": n for n in range(5000)})
    counts = traps.points.counts
    assert len(counts) == 2000
    assert counts["repeats h name4999"] == 4999
