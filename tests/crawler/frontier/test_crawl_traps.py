"""What is left of a shop's lists, by what they gave: walks over made-up sites, without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest

from crawler.frontier.crawl_traps import CrawlTraps, VisitedPage
from crawler.frontier.family_points import FamilyPoints
from crawler.frontier.list_address import list_address
from crawler.frontier.page_text import PageText, page_text
from tests.crawler.frontier.made_sites import HOST, Content, query_of, walk


def test_combinations_of_facets_end() -> None:
    names = [f"facet{letter}" for letter in "abcdefghijklmnopqrst"]

    def site(path: str) -> Content:
        query = query_of(path)
        on = "&".join(f"{name}=1" for name in query)
        return Content(range(20), [f"/list?{on}&{name}=1" for name in names if name not in query])

    result = walk(site)
    assert result.goods == set(range(20))
    assert len(result.visits) < 600
    assert result.left["list"]


def test_a_category_after_many_that_repeat_one_another_is_read_to_the_end_of_its_pager() -> None:
    def site(path: str) -> Content:
        menu = [f"/cat/{n}.html" for n in range(1, 62)]
        category, page = path.removeprefix("/cat/").removesuffix(".html"), 1
        if "?" in path:
            category, page = query_of(path)["cat"], int(query_of(path)["page"])
        goods = range(100, 140) if category == "61" else range(5)
        turns = [f"/cat/{category}.html?cat={category}&page={n}" for n in (1, 2, 3, 4)]
        first = (page - 1) * 10
        return Content(goods[first : first + 10], menu, turns if category.isdigit() else [])

    assert walk(site).goods == {*range(5), *range(100, 140)}


def test_all_of_many_categories_are_visited_when_few_have_goods() -> None:
    def site(path: str) -> Content:
        number = path.removeprefix("/c").partition("?")[0]
        if path == "/":
            return Content(links=[f"/c{n}" for n in range(1, 401)])
        filters = [f"/c{number}?{name}={n}" for name in ("brand", "price") for n in range(1, 9)]
        goods = range(int(number), int(number) + 2) if int(number) % 61 == 0 else range(0)
        turns = [f"/c{number}?page={n}" for n in (0, 1, 2)]
        return Content(goods, [] if "?" in path else filters, turns, text=f"没有商品 {number}")

    result = walk(site)
    assert result.goods == {n + more for n in range(61, 401, 61) for more in (0, 1)}
    assert len(result.visits) < 600


_TREES = {
    "/{}/{}": r"/(\d+)(?:/(\d+))?",
    "/?cat={}&sub={}": r"/\?cat=(\d+)(?:&sub=(\d+))?",
    "/fenlei{}/zi{}/": r"/fenlei(\d+)/(?:zi(\d+)/)?",
}


def tree_of(address: str, filled: set[int]) -> Callable[[str], Content]:
    """Forty groups of fifty categories, whose numbers begin anew in every group; few hold goods."""

    def site(path: str) -> Content:
        match = re.fullmatch(_TREES[address], path)
        if match is None:
            group = address.partition("{}")[0] + "{}" + ("/" if address.endswith("/") else "")
            return Content(links=[group.format(n) for n in range(1, 41)], text="首页")
        if match[2] is None:
            return Content(links=[address.format(match[1], n) for n in range(1, 51)], text=path)
        number = int(match[1]) * 50 + int(match[2])
        return Content([number] if number in filled else [], text=f"没有商品 {path}")

    return site


@pytest.mark.parametrize("address", _TREES)
def test_every_category_of_a_large_tree_is_visited_though_few_hold_goods(address: str) -> None:
    filled = {1049, 1733, 2001, 2050}
    assert walk(tree_of(address, filled)).goods == filled


def test_a_large_tree_is_read_whole_after_a_kill_too() -> None:
    address = "/fenlei{}/zi{}/"
    traps = CrawlTraps()
    walk(tree_of(address, {1049}), traps=traps)
    resumed = CrawlTraps()
    groups = [f"https://{HOST}/fenlei{n}/" for n in range(1, 41)]
    resumed.resume(((HOST, url) for url in groups), FamilyPoints.of(traps.points.counts))
    for number in range(2000):
        url = f"https://{HOST}/fenlei{number // 50 + 1}/zi{number % 50 + 1}/"
        assert not resumed.leads_nowhere(HOST, url, "list")
        empty = page_text(f"没有商品 {number}")
        resumed.note(
            VisitedPage(url=url, host=HOST, goods=frozenset(), text=empty, news=False, links=[])
        )


@pytest.mark.parametrize("address", ["/list?{}", "/{}/"])
def test_combinations_of_values_of_one_name_end_though_no_list_holds_goods(address: str) -> None:
    """`?tag=1&tag=2`, `/tag1/tag2/`: each page says other words, and offers further values."""
    words = "红黄蓝绿紫橙青黑白灰"
    step, between = ("tag={}", "&") if "?" in address else ("tag{}", "/")

    def site(path: str) -> Content:
        chosen = {int(number) for number in re.findall(r"tag=?(\d)", path)}
        further = [sorted({*chosen, number}) for number in range(10) if number not in chosen]
        links = [address.format(between.join(map(step.format, tags))) for tags in further]
        return Content([], links, text=f"没有商品 {''.join(words[n] for n in sorted(chosen))}")

    assert len(walk(site).visits) < 150


@pytest.mark.parametrize(("first", "count"), [(0, 57), (1, 57)])
def test_a_pager_with_a_window_is_read_whole_whatever_its_first_number(
    first: int, count: int
) -> None:
    def site(path: str) -> Content:
        number = int(query_of(path).get("page", first))
        window = {first, first + count - 1, *range(number - 2, number + 3)}
        turns = [f"/?page={n}" for n in sorted(window) if first <= n < first + count]
        start = (number - first) * 10
        return Content(range(start, start + 10), next_links=turns)

    assert walk(site).goods == set(range(count * 10))


def test_an_offset_pager_whose_last_part_comes_for_ever_ends() -> None:
    def site(path: str) -> Content:
        offset = int(query_of(path).get("offset", 0))
        start = min(offset, 180)
        return Content(range(start, start + 20), next_links=[f"/?limit=20&offset={offset + 20}"])

    result = walk(site)
    assert result.goods == set(range(200))
    assert len(result.visits) <= 14


def test_parts_whose_goods_another_list_has_shown_do_not_end_a_pager() -> None:
    def site(path: str) -> Content:
        if path == "/":
            return Content(range(300), ["/sale"])
        number = int(query_of(path).get("p", 1))
        goods = range((number - 1) * 10, number * 10) if number < 34 else range(0)
        return Content(goods, next_links=[f"/sale?p={number + 1}"])

    assert walk(site).goods == set(range(330))


def test_a_deep_tree_of_categories_without_goods_but_on_its_leaves_is_read() -> None:
    def site(path: str) -> Content:
        steps = [step for step in path.split("/") if step]
        if len(steps) == 5:
            number = int("".join(steps[1:]))
            return Content(range(number, number + 1))
        children = [f"{path.rstrip('/')}/{n}" for n in range(1, 6)] if steps else ["/tree"]
        return Content(links=children, text=f"分类 {path}")

    result = walk(site)
    assert len(result.goods) == 5**4


def test_a_tree_by_numbers_of_which_one_category_in_many_has_goods_is_read() -> None:
    def site(path: str) -> Content:
        number = int(query_of(path).get("id", 0))
        children = {0: range(1, 11)}.get(number, range(number * 10, number * 10 + 10))
        links = [f"/category.php?id={n}" for n in children] if number < 100 else []
        goods = range(number, number + 1) if number > 99 and number % 97 == 0 else range(0)
        return Content(goods, links, text=f"分类 {number}")

    assert walk(site).goods == set(range(194, 1000, 97))


def test_a_calendar_and_a_maze_of_sessions_end() -> None:
    def site(path: str) -> Content:
        query = query_of(path)
        if path == "/":
            return Content(range(5), ["/rl?y=2026&m=11", "/s?v=1"])
        if path.startswith("/rl"):
            month = int(query["y"]) * 12 + int(query["m"])
            links = [f"/rl?y={month // 12}&m={month % 12 + 1}"]
            return Content(links=links, text=f"日历 {month} 没有活动")
        number = int(query["v"])
        return Content(range(5), [f"/s?v={number * 3 + n}" for n in range(3)])

    result = walk(site)
    assert len(result.visits) < 500
    assert result.left["list"]


@pytest.mark.parametrize("first", ["/rili-0-0/", "/rili-2024-1/"])
def test_a_calendar_of_years_and_months_ends_at_the_same_place_whichever_page_answers_first(
    first: str,
) -> None:
    def site(path: str) -> Content:
        if path == "/":
            return Content(range(5), [first])
        year, month = map(int, re.findall(r"\d+", path))
        further = [f"/rili-{year + 1}-{month}/", f"/rili-{year}-{month + 1}/"]
        return Content(links=further, text=f"{year} 年 {month} 月没有活动")

    visits = [len(walk(site, answers=Random(seed)).visits) for seed in range(12)]
    assert max(visits) < 1.3 * min(visits)


def test_shelves_of_shops_that_lead_to_one_another_are_read_though_many_are_empty() -> None:
    """A shop without goods of its own leads to the next ones and to some of its shelves; each shelf leads
    to all of them, and every second one says that it is empty."""
    shops, shelves = 60, range(1, 7)

    def site(path: str) -> Content:
        if path == "/":
            return Content(range(5), ["/store/1/"])
        shop, *shelf = map(int, re.findall(r"\d+", path))
        if not shelf:
            neighbours = [f"/store/{n}/" for n in (shop + 1, shop + 2) if n <= shops]
            return Content(links=[*neighbours, *(f"/store/{shop}/{n}/" for n in shelves[:3])])
        links = [f"/store/{shop}/{n}/" for n in shelves]
        if Random(f"{shop} {shelf[0]}").random() < 0.5:
            return Content(links=links, text="暂无商品")
        return Content(range(1000 * shop + 10 * shelf[0], 1000 * shop + 10 * shelf[0] + 3), links)

    for seed in range(3):
        result = walk(site, answers=Random(seed))
        assert len(result.visits) > 0.6 * (1 + shops + shops * len(shelves))


def test_a_pager_that_repeats_the_sort_order_turns_the_list_that_it_stands_on() -> None:
    page = list_address(HOST, "https://shop.example/category.php?id=3")
    turned = list_address(
        HOST, "https://shop.example/category.php?id=3&price_min=0&page=2&sort=goods_id&order=DESC"
    )
    assert page.choices < turned.choices
    assert turned.part == "2"

    def site(path: str) -> Content:
        query = query_of(path)
        if path == "/":
            return Content(links=[f"/category.php?id={n}" for n in range(1, 60)])
        number, part = int(query["id"]), int(query.get("page", 1))
        sort = "price_min=0&sort=goods_id&order=DESC"
        turns = [f"/category.php?id={number}&page={n}&{sort}" for n in range(1, 5)]
        goods = range(400, 440) if number == 59 else range(10)
        return Content(goods[(part - 1) * 10 : part * 10], next_links=turns)

    assert walk(site).goods == {*range(10), *range(400, 440)}


def test_routes_behind_the_number_sign_are_lists_of_their_own() -> None:
    first, second = (
        list_address(HOST, f"https://shop.example/#/items/category?itemClass={number}")
        for number in (1, 2)
    )
    assert first.route == second.route != list_address(HOST, "https://shop.example/").route
    assert first.choices != second.choices


def test_lists_that_all_begin_with_the_same_bestsellers_are_read_to_their_own_goods() -> None:
    bestselling_parts, brands, of_brand = 5, 40, 3

    def site(path: str) -> Content:
        query = query_of(path)
        if "brand" not in query:
            return Content(links=[f"/list?brand={n}" for n in range(1, brands + 1)])
        brand, part = int(query["brand"]), int(query.get("page", "1"))
        if part > bestselling_parts:
            return Content(goods=range(100 + brand * of_brand, 100 + (brand + 1) * of_brand))
        after = f"/list?brand={brand}&page={part + 1}"
        return Content(goods=range((part - 1) * 10, part * 10), next_links=[after])

    assert len(walk(site).goods) == bestselling_parts * 10 + brands * of_brand


def test_a_pager_without_end_beside_bestsellers_ends() -> None:
    def site(path: str) -> Content:
        query = query_of(path)
        if "brand" not in query:
            return Content(links=[f"/list?brand={n}" for n in range(1, 41)])
        after = f"/list?brand={query['brand']}&page={int(query.get('page', '1')) + 1}"
        return Content(goods=range(8), next_links=[after])

    assert len(walk(site, limit=300).goods) == 8


def test_filters_that_an_earlier_process_left_in_the_queue_end_too() -> None:
    categories, brands = range(1, 41), range(1, 21)
    traps = CrawlTraps()
    lists = [f"https://{HOST}/list?cid={cid}" for cid in categories]
    traps.resume((HOST, url) for url in lists)
    visits = 0
    for cid in categories:
        for brand in brands:
            url = f"https://{HOST}/list?cid={cid}&brand={brand}"
            if not traps.leads_nowhere(HOST, url, "list"):
                visits += 1
                empty = VisitedPage(
                    url=url, host=HOST, goods=frozenset(), text=PageText(), news=False, links=[]
                )
                traps.note(empty)
    assert visits < 100


def test_a_session_in_an_address_chooses_nothing() -> None:
    traps = CrawlTraps()
    traps.sessions.adopt(HOST, ("sid",))
    plain, written = (
        "https://shop.example/c?cid=7&sort=1",
        "https://shop.example/c?cid=7&sort=1&sid=x1",
    )
    for number in range(40):
        for url in (
            f"https://shop.example/c?cid={number}",
            f"https://shop.example/c?cid={number}&sort=1&sid={number}",
        ):
            traps.note(
                VisitedPage(
                    url=url, host=HOST, goods=frozenset({b"1", b"2", b"3", bytes([number])}),
                    text=PageText(), news="sort" not in url, links=(),
                )
            )  # fmt: skip
    assert traps.leads_nowhere(HOST, plain, "list") == traps.leads_nowhere(HOST, written, "list")
    assert traps.leads_nowhere(HOST, written, "list")
