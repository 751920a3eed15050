"""Whether shops of one operator are joined, and others not: `python -m benchmarks.operators [--pictures]`.

Two loopback platforms with the shops of `benchmarks.material.operator_shops`, crawled, assessed and decided by
the product's own commands; then `hubiao infringers` and the console's page of a shop are asked. Printed a
pair: joined or not by each, and by what ground. It reports and asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa

from benchmarks.material.loopback import NOT_FOUND, Answer, answering, hubiao
from benchmarks.material.operator_shops import MadeShop, ShopPair, pairs, picture
from storage.base.database import Database, open_database
from storage.base.settings import load_settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.listings.linked_shops import linked_shops
from storage.tables import LeadRow, ShopRow

_RIGHTS = """
holders: [{id: shili, name: 示例权利人, tier: 2}]
rights: [{id: hetao, text: 天赋河套, kind: trademark, registration_no: "1", classes: [30], goods: [面粉],
   holder: shili}]
"""
_FOOT = "<footer>版权所有：示例集市网络科技有限公司 服务热线 400-000-0000</footer>"
_PICTURES = {0: (960, 90), 1: (480, 62)}
"""Side in pixels and JPEG quality of the picture on each platform."""


def pages_of(shops: Sequence[MadeShop], platform: int) -> dict[str, Answer]:
    """The pages of one platform by path."""
    pages: dict[str, Answer] = {}

    def add(path: str, title: str, body: str) -> None:
        text = (
            f"<!doctype html><html lang=zh><title>{title}</title><body>{body}{_FOOT}</body></html>"
        )
        pages[path] = Answer(content_type="text/html; charset=utf-8", body=text.encode())

    add("/", "示例集市", "".join(f"<a href=/shop/{n}/>{s.name}</a>" for n, s in enumerate(shops)))
    for number, shop in enumerate(shops):
        goods = "".join(
            f"<li><a href=/goods/{number}-{k}.html>天赋河套面粉 {k + 5}kg</a> ¥1{k}.90</li>"
            for k in (0, 1)
        )
        add(
            f"/shop/{number}/",
            shop.name,
            f"<h1>{shop.name}</h1><a href=/shop/{number}/licence>亮照</a><ul>{goods}</ul>",
        )
        add(
            f"/shop/{number}/licence",
            "证照信息",
            f"<h1>证照信息</h1><p>{shop.licence or '暂无'}</p>",
        )
        if shop.picture is not None:
            side, quality = _PICTURES[platform]
            jpeg = picture(shop.picture, side=side, quality=quality)
            pages[f"/pictures/{number}.jpg"] = Answer(content_type="image/jpeg", body=jpeg)
        for kind in (0, 1):
            image = (
                f"<img class=main src=/pictures/{number}.jpg>" if shop.picture is not None else ""
            )
            add(
                f"/goods/{number}-{kind}.html", f"天赋河套面粉 {kind + 5}kg",
                f"<h1>天赋河套面粉 {kind + 5}kg</h1>{image}<span class=price>¥1{kind}.90</span>"
                f"<div>店铺：<a href=/shop/{number}/>{shop.name}</a></div><button>立即购买</button>"
                f"<div class=description>{shop.text}</div>",
            )  # fmt: skip
    return pages


def run(home: Path, *arguments: str) -> str:
    """What a command writes; ends everything where it fails."""
    process = hubiao(home, *arguments)
    if process.returncode:
        sys.exit(f"hubiao {' '.join(arguments)}: {process.stderr[-400:]}")
    return process.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", action="store_true", help="fetch the pictures of goods, too")
    options = parser.parse_args()
    made = pairs()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (home / "rights.yml").write_text(_RIGHTS, encoding="utf-8")
        run(home, "rights", "import", str(home / "rights.yml"))
        for platform, host in enumerate(("127.0.0.51", "127.0.0.52")):
            shops = [(pair.first, pair.second)[platform] for pair in made]
            pages = pages_of(shops, platform)
            url = stack.enter_context(
                answering(lambda path, pages=pages: pages.get(path, NOT_FOUND), host)  # type: ignore[misc]
            )
            run(home, "crawl", f"{url}/")
        if options.pictures:
            run(home, "pictures", "--fetch")
        run(home, "assess")
        _confirm_all(home)
        lines = [
            json.loads(line) for line in run(home, "infringers", "--format", "jsonl").splitlines()
        ]
        _print(made, _joined(lines), _linked(home))


def _database(home: Path) -> Database:
    return open_database(load_settings(home=home))


def _confirm_all(home: Path) -> None:
    with _database(home).begin() as session:
        for lead in session.scalars(sa.select(LeadRow.id)).all():
            decide(session, lead, Verdict.CONFIRMED, officer="li", reason="same_mark")


def _joined(lines: Sequence[Mapping[str, object]]) -> dict[frozenset[tuple[str, str]], list[str]]:
    """Pairs of shops in one group of `hubiao infringers`, with the group's grounds."""
    joined = {}
    for line in lines:
        shops = [(shop["platform"], shop["shop"]) for shop in line["shops"]]  # type: ignore[attr-defined]
        for first in shops:
            for second in shops:
                if first != second:
                    joined[frozenset((first, second))] = list(line["links"])  # type: ignore[call-overload]
    return joined


def _linked(home: Path) -> dict[frozenset[tuple[str, str]], list[str]]:
    """Pairs of shops that the console's page of the first shop shows as linked."""
    linked = {}
    with _database(home).read() as session:
        rows = {row.id: row for row in session.scalars(sa.select(ShopRow))}
        for row in rows.values():
            for shop, grounds in linked_shops(session, row).items():
                pair = frozenset(((row.platform, row.name), (rows[shop].platform, rows[shop].name)))
                linked[pair] = [ground.value for ground in grounds]
    return linked


def _print(
    made: Sequence[ShopPair],
    joined: Mapping[frozenset[tuple[str, str]], list[str]],
    linked: Mapping[frozenset[tuple[str, str]], list[str]],
) -> None:
    expected = set()
    for pair in made:
        shops = frozenset((("127.0.0.51", pair.first.name), ("127.0.0.52", pair.second.name)))
        expected.add(shops)
        command, console = joined.get(shops), linked.get(shops)
        right = (command is not None) == pair.same, (console is not None) == pair.same
        marks = ["right" if is_right else "WRONG" for is_right in right]
        answer = "same" if pair.same else "other"
        print(f"{pair.name:18}{answer:7}{marks[0]:7}{command or '-'}  {marks[1]:7}{console or '-'}")
    strange = [sorted(shops) for shops in (set(joined) | set(linked)) - expected]
    print(f"joined across pairs: {strange or 'none'}")


if __name__ == "__main__":
    main()
