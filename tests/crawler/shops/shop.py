"""A small shop with a layout of its own, and the listings that a crawl of it must return.

Every shop sells the same kind of goods on plain pages without structured data; what differs is how
its goods are reached (entry_points.py, pagination.py, scripted.py), how many addresses show one of them
(canonical_urls.py), and what leads nowhere (crawl_traps.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from tests.crawler.website import Answer, Form, Page, html

WORDS = ["雪花粉", "挂面", "酸奶", "羊排", "葵花籽", "枸杞", "番茄酱", "蜜瓜", "小米", "驼奶"]


def title(n: int) -> str:
    return f"示例牌{WORDS[n % 10]} {100 + n} 号装"


def price(n: int) -> str:
    return f"{n + 7}.50"


def truth(count: int) -> dict[str, str]:
    """Title → price of the first so many goods."""
    return {title(n): price(n) for n in range(count)}


def goods_page(n: int, more: str = "", head: str = "") -> Answer:
    """One good as a small shop shows it: no structured data."""
    words = "本品产自内蒙古，粮心之选，适合家庭日常食用。" * 6
    body = (
        f"<h1>{title(n)}</h1><p>价格：<span class='price'>¥{price(n)}</span></p>"
        f"<button>加入购物车</button><div>{words}</div>{more}"
    )
    page = html(body, f"{title(n)} - 示例小店")
    return Answer(page.body.replace(b"</head>", f"{head}</head>".encode()))


def card(n: int, href: str) -> str:
    return f"<li class='card'><a href='{href}'>{title(n)}</a><span class='price'>¥{price(n)}</span></li>"


def cards(numbers: range, href: Callable[[int], str]) -> str:
    return "<ul>" + "".join(card(n, href(n)) for n in numbers) + "</ul>"


def query_of(path: str) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(path).query, keep_blank_values=True).items()}


def part(number: int, count: int, size: int) -> range:
    return range(min(number * size, count), min((number + 1) * size, count))


@dataclass(frozen=True)
class ExampleShop:
    """A shop, what it sells, and how many of its goods a crawl from `/` must bring."""

    page: Page
    sells: dict[str, str]
    form: Form | None = None
    start: str = "/"
    copies: int = 1
    """Listings of each good that the shop has."""


Shops = dict[str, Callable[[], ExampleShop]]


def registering(shops: Shops) -> Callable[[Callable[[], ExampleShop]], Callable[[], ExampleShop]]:
    """A decorator that enters a shop into a family of them by its name."""

    def enter(make: Callable[[], ExampleShop]) -> Callable[[], ExampleShop]:
        shops[make.__name__] = make
        return make

    return enter
