"""Two visits of one page: what differs in clocks and recommended goods is the same, what was read is not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.site.page_marks import has_marks, marks_of
from storage.records import Listing
from tests.crawler.shops.shop import card
from tests.crawler.website import Answer, crawl, html, running_site

_WORDS = "本品产自河套平原，颗粒饱满，适合家庭日常食用。请放在阴凉干燥处保存，开封后尽快食用。"


def goods_page(
    title: str = "示例牌雪花粉 5kg",
    price: str = "59.00",
    *,
    visit: int = 0,
    words: str = _WORDS,
    more: str = "",
    box: str = "",
) -> bytes:
    """A page of goods at its first or a later visit."""
    recommended = "".join(card(n, f"/goods/{n}.html") for n in range(visit, visit + 6))
    text = (
        f"<!doctype html><html><head><title>{title} - 示例小店</title>"
        f'<meta name="csrf-token" content="{visit:040x}"></head><body>'
        f"<p>现在 12:0{visit % 10} 在线 {visit + 300} 人</p><ul>"
        + "".join(f'<li><a href="/cat/{n}.html">分类 {n}</a></li>' for n in range(6))
        + f"</ul>{box}<h1>{title}</h1><p>浏览 {visit * 7} 次</p><p>价格：<span class='price'>¥{price}</span>{more}</p>"
        f"<button>加入购物车</button><table><tr><th>产地</th><td>巴彦淖尔</td></tr></table>"
        f"<div class='goods-desc' id='description'><h3>商品描述</h3>{words}</div>"
        f"{'<hr>' * 300}<ul>{recommended}</ul></body></html>"
    )
    return text.encode()


def has_first_marks(later: bytes) -> bool:
    """Does a later visit show what the first one did?"""
    first = goods_page()
    listing = read_page(Page.from_bytes("https://shop.example/goods/90.html", first)).listing
    assert listing is not None
    assert listing.price is not None
    marks = marks_of(first, "utf-8", listing)
    assert marks is not None
    return has_marks(marks, later)


def test_clocks_tokens_counters_and_recommended_goods_change_nothing() -> None:
    assert has_first_marks(goods_page(visit=7))


BOX = "<div class=box><h4>大家都说好</h4><p>示例评论</p><img src=/5.png><i>五星</i></div>"


def test_a_side_box_that_is_drawn_at_random_changes_nothing() -> None:
    assert has_first_marks(goods_page(visit=7, box=BOX))


@pytest.mark.parametrize(
    "later",
    [
        goods_page(box=BOX, more="<b>第二件半价</b><br><i>限今天</i>"),
        goods_page(box=BOX).replace(b"</table>", "<tr><th>品牌</th><td>另一牌</td></tr></table>".encode()),
        goods_page(box=BOX).replace(b"</div><hr>", "<p>另一段说明</p></div><hr>".encode()),
        goods_page(price="49.00"),
        goods_page(title="示例牌雪花粉 10kg"),
        goods_page(words=_WORDS.replace("河套平原", "别的地方")),
        goods_page(more="<b>到手价 ¥39.00</b>"),
        goods_page().replace("加入购物车".encode(), "已售罄".encode()),
        goods_page().replace("巴彦淖尔".encode(), "呼和浩特".encode()),
        goods_page().replace(b"</table>", "<tr><th>品牌</th><td>另一牌</td></tr></table>".encode()),
    ],
)  # fmt: skip
def test_a_change_of_what_was_read_is_seen(later: bytes) -> None:
    assert not has_first_marks(later)


_MANY_WORDS = [f"示例说明{n}" for n in range(60)]


def sold_by(shop: str, price: str, box: str, more: str = "") -> bytes:
    """A page of goods whose side box holds another offer, marked up like its own."""
    words = "".join(f"<p>{word}</p>" for word in _MANY_WORDS)
    offer = "<p>店铺：<a class=shop>{}</a></p><p>价格：<span class=price>¥{}</span></p>"
    return (
        f"<!doctype html><html><body><h1>示例牌雪花粉 5kg</h1>{offer.format(shop, price)}"
        f"<button>加入购物车</button><p>产地：巴彦淖尔</p>"
        f"<div class=goods-desc id=description>{words}{more}</div>"
        f"{'<hr>' * 300}<aside>{box}</aside></body></html>"
    ).encode()


@pytest.mark.parametrize(
    "later",
    [
        sold_by("示例粮油店", "49.00", "<p>价格：<span class=price>¥59.00</span></p>"),
        sold_by("示例粮油店", "49.00", BOX + "<p>价格：<span class=price>¥59.00</span></p>"),
        sold_by("另一粮油店", "59.00", "<p>店铺：<a class=shop>示例粮油店</a></p>"),
        sold_by("示例粮油店", "59.00", BOX, more="<p>另一段</p><p>又一段</p>"),
    ],
)
def test_a_price_a_seller_or_a_description_that_changed_is_seen_beside_a_box_with_the_former_one(
    later: bytes,
) -> None:
    first = sold_by("示例粮油店", "59.00", "")
    listing = Listing(
        url="https://shop.example/goods/90.html", title="示例牌雪花粉 5kg", price=Decimal("59.00"),
        shop="示例粮油店", description="，".join(_MANY_WORDS), attributes={"产地": "巴彦淖尔"},
    )  # fmt: skip
    marks = marks_of(first, "utf-8", listing)
    assert marks is not None
    assert has_marks(marks, sold_by("示例粮油店", "59.00", BOX))
    assert not has_marks(marks, later)


def test_a_page_whose_price_is_not_in_its_bytes_has_no_marks() -> None:
    body = goods_page()
    listing = read_page(Page.from_bytes("https://shop.example/goods/90.html", body)).listing
    assert marks_of(body.replace(b"59.00", b"00"), "utf-8", listing) is None


def noisy_shop(prices: dict[int, str]) -> Callable[[str], Answer | None]:
    """A shop none of whose pages comes twice with the same bytes."""
    visits = iter(range(1, 10_000))

    def page(path: str) -> Answer | None:
        if path == "/" or path.startswith("/cat/"):
            goods = sorted(prices) if path == "/" else []
            cards = "".join(card(n, f"/goods/{n}.html") for n in goods)
            return html(f"<p>{next(visits)} 次</p><ul>{cards}</ul>")
        number = path.removeprefix("/goods/").removesuffix(".html")
        if not number.isdigit() or int(number) not in prices:
            return None
        title = f"示例牌雪花粉 第{number}款"
        return Answer(goods_page(title, prices[int(number)], visit=next(visits) % 3))

    return page


def test_a_second_crawl_of_a_shop_with_noise_sees_what_changed_and_nothing_else(
    tmp_path: Path,
) -> None:
    prices = {n: f"{n + 20}.50" for n in range(8)}
    with running_site(noisy_shop(prices)) as site:
        first = crawl(tmp_path, site.url + "/")
        prices[5] = "9.90"
        prices[8] = "88.00"
        second = crawl(tmp_path, site.url + "/")
    assert first.counts["listings_new"] == 8
    assert second.counts["listings_changed"] == 1
    assert second.counts["listings_new"] == 1
    assert second.counts["listings_same"] == 7
