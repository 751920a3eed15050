"""Shops with unusual pagination, each with the listings that a crawl must return (列表与翻页)."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.crawler.shops.shop import (
    ExampleShop,
    Shops,
    card,
    cards,
    goods_page,
    part,
    query_of,
    registering,
    truth,
)
from tests.crawler.website import Answer, html

SHOPS: Shops = {}
shop = registering(SHOPS)


@shop
def numbered_pages_in_a_query() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at in ("/", "/mall"):
            k = int(query_of(path).get("page", "1"))
            numbers = "".join(
                f"<a href='/mall?page={j}'>{j}</a>" for j in (1, k - 1, k + 1, 5) if 1 <= j <= 5
            )
            return html(
                cards(part(k - 1, 50, 10), lambda n: f"/mall/{n}/view") + numbers, "全部商品"
            )
        if at.startswith("/mall/"):
            return goods_page(int(at.split("/")[2]))
        return None

    return ExampleShop(page, truth(50))


@shop
def pages_in_the_path_behind_a_category() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path.strip("/").split("/")
        if at == [""]:
            return html(
                "<a href='/cat-liangyou/'>粮油</a> <a href='/cat-rouruang/'>肉乳</a>"
                + "<p>示例</p>"
            )
        if at[0].startswith("cat-") and (len(at) == 1 or at[1] == "page"):
            k = int(at[2]) if len(at) > 2 else 1
            base = 0 if at[0] == "cat-liangyou" else 20
            numbers = [base + n for n in part(k - 1, 20, 6)]
            after = f"<a href='/{at[0]}/page/{k + 1}/'>&raquo;</a>" if k < 4 else ""
            body = "".join(card(n, f"/{at[0]}/ming-{n}-pin/") for n in numbers)
            return html(f"<ul>{body}</ul>{after}", "分类")
        if at[0].startswith("cat-") and len(at) == 2:
            return goods_page(int(at[1].split("-")[1]))
        return None

    return ExampleShop(page, truth(40))


@shop
def offset_and_limit() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at in ("/", "/browse"):
            start = int(query.get("offset", "0"))
            after = (
                f"<a class='pg' href='?offset={start + 8}&limit=8'>下一页</a>"
                if start + 8 < 30
                else ""
            )
            where = "/browse" if at == "/" else ""
            after = after.replace("href='?", f"href='{where}?")
            return html(
                cards(range(start, min(start + 8, 30)), lambda n: f"/view.asp?bh={n}") + after
            )
        if at == "/view.asp":
            return goods_page(int(query["bh"]))
        return None

    return ExampleShop(page, truth(30))


@shop
def load_more_names_its_address_in_data_url() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        k = int(query_of(path).get("k", "0"))
        more = f"<button class='more' data-url='/more?k={k + 1}'>加载更多</button>" if k < 3 else ""
        listed = cards(part(k, 32, 8), lambda n: f"/g/{n}")
        if at == "/":
            return html(listed + more)
        if at == "/more":
            return Answer((listed + more).encode())
        return goods_page(int(at.split("/")[2])) if at.startswith("/g/") else None

    return ExampleShop(page, truth(32))


@shop
def an_old_form_that_a_script_turns_over() -> ExampleShop:
    """`javascript:goPage(2)` fills a hidden field and sends the form by POST."""

    def part_of(k: int) -> Answer:
        pager = "".join(f"<a href='javascript:goPage({j})'>{j}</a>" for j in range(1, 5))
        form = (
            "<form name=f method=post action='/list.jsp'><input type=hidden name=pageNo value="
            f"'{k}'><input type=hidden name=cat value='7'></form>"
        )
        return html(cards(part(k - 1, 36, 9), lambda n: f"/show.jsp?bh={n}") + form + pager, "商品")

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at in ("/", "/list.jsp"):
            return part_of(1)
        return goods_page(int(query["bh"])) if at == "/show.jsp" else None

    def form(path: str, fields: dict[str, str]) -> Answer | None:
        return part_of(int(fields["pageNo"])) if fields.get("cat") == "7" else None

    return ExampleShop(page, truth(36), form)


@shop
def a_pager_of_postbacks() -> ExampleShop:
    """ASP.NET: every part is a postback of the whole page's form."""

    def part_of(k: int) -> Answer:
        pager = "".join(
            f"<a href=\"javascript:__doPostBack('ctl00$Pager','{j}')\">{j}</a>" for j in range(1, 4)
        )
        state = f"<input type=hidden name=__VIEWSTATE value='dDw{k}0'>"
        return html(
            f"<form method=post action='./Default.aspx'>{state}"
            f"{cards(part(k - 1, 24, 8), lambda n: f'/Show.aspx?gid={n}')}{pager}</form>", "商品"
        )  # fmt: skip

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at in ("/", "/Default.aspx"):
            return part_of(1)
        return goods_page(int(query["gid"])) if at == "/Show.aspx" else None

    def form(path: str, fields: dict[str, str]) -> Answer | None:
        is_postback = fields.get("__EVENTTARGET") == "ctl00$Pager" and "__VIEWSTATE" in fields
        return part_of(int(fields["__EVENTARGUMENT"])) if is_postback else None

    return ExampleShop(page, truth(24), form)


@shop
def the_last_part_comes_again_for_ever() -> ExampleShop:
    """Beyond its end the list shows its last part, with a link to the next."""

    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at == "/":
            k = int(query_of(path).get("page", "1"))
            numbers = part(min(k, 3) - 1, 25, 10)
            return html(
                cards(numbers, lambda n: f"/c/{n}") + f"<a href='/?page={k + 1}'>下一页</a>"
            )
        return goods_page(int(at[3:])) if at.startswith("/c/") else None

    return ExampleShop(page, truth(25))


@shop
def every_pager_repeats_sorting_and_filters() -> ExampleShop:
    """The next part of a list names its order and its empty filters, as old shop programs do."""

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at == "/":
            return html("".join(f"<a href='category.php?id={c}'>类{c}</a>" for c in (1, 2, 3)))
        if at == "/category.php":
            c, k = int(query.get("id") or query["category"]), int(query.get("page", "1"))
            numbers = [(c - 1) * 20 + n for n in part(k - 1, 20, 8)]
            empty = f"category.php?category={c}&display=grid&brand=0&price_min=0&price_max=0"
            sorts = "".join(
                f"<a href='{empty}&filter_attr=0&page=1&sort={s}&order={o}'>排序</a>"
                for s in ("goods_id", "shop_price")
                for o in ("ASC", "DESC")
            )
            filters = "price_min=0&price_max=0&sort=last_update&order=DESC"
            after = (
                f"<a href='category.php?id={c}&page={k + 1}&{filters}'>下一页</a>" if k < 3 else ""
            )
            body = "".join(card(n, f"goods.php?id={n + 1}") for n in numbers)
            return html(f"<ul>{body}</ul>{sorts}{after}")
        return goods_page(int(query["id"]) - 1) if at == "/goods.php" else None

    return ExampleShop(page, truth(60))


@shop
def a_pager_that_is_a_choice() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at == "/":
            k = int(query_of(path).get("pn", "0"))
            choice = "".join(f"<option value='/?pn={j}'>{j}</option>" for j in range(3))
            listed = cards(part(k, 30, 10), lambda n: f"/x{n}.html")
            return html(f"{listed}<select onchange='location.href=this.value'>{choice}</select>")
        return goods_page(int(at[2:].removesuffix(".html"))) if at.startswith("/x") else None

    return ExampleShop(page, truth(30))
