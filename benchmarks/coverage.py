"""Which share of a shop's goods a crawl has after a part of its pages: `python -m benchmarks.coverage`.

Shops of several shapes, drawn from a seed, with planted goods, on loopback. Printed for each shape: the
share of goods asked for within the first 25, 50 and 100 % of the requests, the pages, how it ended. It
reports and asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from benchmarks.material.loopback import Answer, answering, hubiao

Shop = Callable[[str, dict[str, str]], str | None]
"""Path and query → the body of a page, None for what is not there."""
_SIZE = 10
"""Goods of one part of a list."""


def card(number: int) -> str:
    return (
        f"<li class='item'><a href='/goods/{number}.html'>示例牌面粉 第{number}款</a>"
        f"<span class='price'>¥{number + 20}.50</span></li>"
    )


def goods_page(number: int) -> str:
    return (
        f"<h1>示例牌面粉 第{number}款</h1><span class='price'>¥{number + 20}.50</span>"
        "<button>立即购买</button>"
    )


def part(goods: list[int], query: dict[str, str], path: str, keep: str = "") -> str:
    """One part of a list, with a pager that shows a window of its parts."""
    number = int(query.get("page", "1") or 1)
    last = max(1, -(-len(goods) // _SIZE))
    window = sorted({1, last, *range(number - 2, number + 3)} & set(range(1, last + 1)))
    cards = "".join(map(card, goods[(number - 1) * _SIZE : number * _SIZE]))
    turns = "".join(f"<a href='{path}?{keep}page={page}'>{page}</a>" for page in window)
    return f"<ul>{cards}</ul><div>{turns}</div>"


def mall(goods: range, rng: random.Random) -> Shop:
    """200 categories, few of them filled, and facets on every list."""
    shelves = rng.sample(range(1, 201), 12)
    shelf_of = {number: rng.choice(shelves) for number in goods}
    menu = "".join(f"<a href='/list?cid={n}'>分类 {n}</a>" for n in range(1, 201))

    def page(path: str, query: dict[str, str]) -> str | None:
        if path != "/list":
            return menu if path == "/" else None
        numbers = [n for n in goods if shelf_of[n] == int(query.get("cid", 0))]
        facets = {name: value for name, value in query.items() if name[:2] == "fa"}
        numbers = [n for n in numbers if all(n % 4 == int(value) % 4 for value in facets.values())]
        keep = "".join(f"{name}={query[name]}&" for name in sorted(query) if name != "page")
        links = "".join(
            f"<a href='/list?{keep}fa{name}={value}'>{name}{value}</a>"
            for name in "abcdef"
            if f"fa{name}" not in query
            for value in range(1, 5)
        )
        return menu + links + part(numbers, query, "/list", keep)

    return page


def windowed(goods: range, _rng: random.Random) -> Shop:
    """One long list with a windowed pager."""
    return lambda path, query: part(list(goods), query, "/") if path == "/" else None


def tree(goods: range, rng: random.Random) -> Shop:
    """Categories five deep; only leaves have goods."""
    leaf_of = {n: "/".join(str(rng.randint(1, 3)) for _ in range(4)) for n in goods}

    def page(path: str, query: dict[str, str]) -> str | None:
        steps = path.removeprefix("/c").strip("/")
        if not steps.replace("/", "").isdigit() and steps:
            return None
        if steps.count("/") == 3:
            return part([n for n in goods if leaf_of[n] == steps], query, path)
        return "".join(
            f"<a href='/c/{f'{steps}/{n}'.strip('/')}'>分类 {steps} {n}</a>" for n in (1, 2, 3)
        )

    return page


def sitemap_only(goods: range, _rng: random.Random) -> Shop:
    """Goods that no page leads to."""

    def page(path: str, _query: dict[str, str]) -> str | None:
        if path == "/sitemap.xml":
            urls = "".join(f"<url><loc>{{host}}/goods/{n}.html</loc></url>" for n in goods)
            return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
        return "<h1>欢迎光临</h1>" if path == "/" else None

    return page


def hub(goods: range, rng: random.Random) -> Shop:
    """Brand pages, each with the same bestsellers above goods of its own."""
    brand_of = {n: rng.randint(1, 40) for n in goods}
    best = rng.sample(list(goods), 8)

    def page(path: str, query: dict[str, str]) -> str | None:
        if path == "/":
            return "".join(f"<a href='/brand/{n}'>品牌 {n}</a>" for n in range(1, 41))
        name = path.removeprefix("/brand/")
        if not name.isdigit():
            return None
        numbers = [n for n in goods if brand_of[n] == int(name)]
        return "".join(map(card, best)) + part(numbers, query, path)

    return page


SHAPES = (mall, windowed, tree, sitemap_only, hub)


@contextmanager
def serving(shop: Shop, goods: range) -> Iterator[tuple[str, list[str]]]:
    """The shop's address, and the paths that were asked for, in their order."""
    paths: list[str] = []

    def answer(path_and_query: str) -> Answer:
        parts = urlsplit(path_and_query)
        paths.append(parts.path)
        number = parts.path.removeprefix("/goods/").removesuffix(".html")
        if number.isdigit() and int(number) in goods:
            body: str | None = goods_page(int(number))
        else:
            body = shop(parts.path, dict(parse_qsl(parts.query)))
        is_xml = parts.path.endswith(".xml")
        text = (body or "").replace("{host}", url)
        text = text if is_xml else f"<!doctype html><title>示例商城</title><body>{text}</body>"
        kind = "application/xml" if is_xml else "text/html"
        return Answer(
            content_type=f"{kind}; charset=utf-8",
            body=text.encode(),
            status=404 if body is None else 200,
        )

    with answering(answer) as url:
        yield url, paths


def crawl(url: str, home: Path, limit: int) -> dict[str, object]:
    """The closing line of a crawl."""
    process = hubiao(home, "crawl", f"{url}/", "--max-pages", str(limit))
    lines = [line for line in process.stdout.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {"reason": process.stderr[-200:]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--goods", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=3000, help="pages of one crawl at most")
    parser.add_argument("--shape", choices=[shape.__name__ for shape in SHAPES])
    options = parser.parse_args()
    goods = range(1, options.goods + 1)
    print(f"{'':14}{'25 %':>7}{'50 %':>7}{'100 %':>7}{'pages':>7}  how it ended")
    for shape in SHAPES:
        if options.shape in (None, shape.__name__):
            shop = shape(goods, random.Random(options.seed))
            with serving(shop, goods) as (url, paths), tempfile.TemporaryDirectory() as home:
                report = crawl(url, Path(home), options.limit)
            _print(shape.__name__, paths, len(goods), report)


def _print(name: str, paths: list[str], planted: int, report: dict[str, object]) -> None:
    shares = []
    for share in (0.25, 0.5, 1.0):
        first = paths[: round(len(paths) * share)]
        goods = {path for path in first if path.startswith("/goods/")}
        shares.append(f"{len(goods) / planted:7.0%}")
    print(
        f"{name:14}{''.join(shares)}{len(paths):7}  {report.get('reason')} {report.get('left')}",
        flush=True,
    )


if __name__ == "__main__":
    main()
