"""How well pages are read: product pages, Chinese platforms, mixed sites, pages that are no shop.

    python -m benchmarks.extraction             figures, beside extruct's on the same pages
    python -m benchmarks.extraction --speed     CPU a page on a made product page of 60 KB
    python -m benchmarks.extraction --products FOLDER   product pages of a folder of your own alone

FOLDER holds KEY.html.gz and a truth.json: {KEY: {"url", FIELD: [value, ...]}}, where an empty list says
that the page has no such field, and null that the field is not judged on this page.

Fields count as the public product-extraction-benchmark counts them: one prediction a page, exact
match with any of the true values, prices as decimals; F1 over all pages. The pages are split by
the hash of their name into a half that was looked at while developing and a half of which only
figures were: how often each reader was right or wrong, and the totals after a change.

Of the folder not-a-shop, company sites come out as `page` and must: parked, blank and error pages
among them as `other` or `blocked`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.baselines.extruct_baseline import baseline
from benchmarks.material.data_folder import data_file
from benchmarks.material.made_page import made_page
from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page
from storage.records import Listing

FIELDS = ("price", "sku", "availability", "brand", "gtin")
Truth = dict[str, Any]
Prediction = dict[str, str]


@dataclass
class Score:
    """True positives, false positives, false negatives of one field."""

    hit: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, true: set[str], predicted: str | None) -> None:
        if predicted is None:
            self.missed += bool(true)
        elif predicted in true:
            self.hit += 1
        else:
            self.wrong += 1
            self.missed += bool(true)

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(1, 2 * self.hit + self.wrong + self.missed)


def is_check_half(name: str) -> bool:
    """Pages of the half that nobody looked at while developing."""
    return bool(hashlib.sha256(name.encode()).digest()[0] % 2)


def read_gz(file: Path) -> bytes:
    with gzip.open(file) as packed:
        return packed.read()


def ours(body: bytes, url: str) -> Prediction:
    reading = read_page(Page.from_bytes(url, body))
    return {k: str(v) for k, v in (reading.listing.to_json() if reading.listing else {}).items()}


def product_pages(folder: Path) -> None:
    """F1 of each field on both halves, ours beside extruct's."""
    truth: dict[str, Truth] = json.loads((folder / "truth.json").read_text("utf-8"))
    readers: dict[str, Callable[[bytes, str], Prediction]] = {"hubiao": ours, "extruct": baseline}
    print(f"product pages ({len(truth)}), F1 by exact match")
    print(f"  {'':10}{'half':9}{'pages':>6}" + "".join(f"{name:>14}" for name in FIELDS))
    for name, reader in readers.items():
        predicted = {
            key: reader(read_gz(folder / f"{key}.html.gz"), t["url"]) for key, t in truth.items()
        }
        for half, keys in _halves(truth):
            scores = {field: _score(truth, predicted, keys, field) for field in FIELDS}
            columns = "".join(f"{scores[field].f1:14.3f}" for field in FIELDS)
            print(f"  {name:10}{half:9}{len(keys):6}{columns}")
        thousands = [key for key in truth if _grouped_otherwise(truth[key], predicted[key])]
        print(
            f"  {name}: {len(thousands)} of the wrong prices differ by a factor of exactly 1000: the truth"
            " reads '3.340' of pesos as 3.34"
        )


def _halves(truth: Iterable[str]) -> list[tuple[str, list[str]]]:
    keys = list(truth)
    check = [key for key in keys if is_check_half(key)]
    return [("develop", [k for k in keys if k not in check]), ("check", check), ("all", keys)]


def _score(
    truth: dict[str, Truth], predicted: dict[str, Prediction], keys: list[str], field: str
) -> Score:
    score = Score()
    for key in keys:
        values = truth[key].get(field, [])
        if values is None:
            continue
        true = {_same(field, value) for value in values}
        predicted_value = predicted[key].get(field)
        score.count(true, None if predicted_value is None else _same(field, predicted_value))
    return score


def _grouped_otherwise(true: Truth, predicted: Prediction) -> bool:
    """Is the price the same but for the meaning of a point before three digits?"""
    predicted_price = predicted.get("price")
    prices = [Decimal(value) for value in true.get("price") or []]
    return predicted_price is not None and Decimal(predicted_price) in [
        price * 1000 for price in prices
    ]


def _same(field: str, value: str) -> str:
    return str(Decimal(value).normalize()) if field == "price" else value


def kinds(folder: Path, title: str) -> None:
    """What kinds a folder's pages are taken for, and what is needed to see them."""
    readings = {file.name: _read(file) for file in sorted(folder.glob("*.gz"))}
    counted = Counter(reading.kind for reading in readings.values())
    counts = ", ".join(f"{kind} {count}" for kind, count in counted.most_common())
    print(f"{title} ({len(readings)}): {counts}")
    for name, reading in readings.items():
        print(f"  {reading.kind:8}{_outcome(reading):12}{name.split('.html')[0][-48:]}")


def chinese(folder: Path) -> None:
    """Pages of Chinese platforms: titles and prices out of their script objects and cards."""
    files = sorted(folder.glob("*.gz"))
    readings = {file.name: _read(file) for file in files}
    titled = sum(bool(r.listing or r.cards) for r in readings.values())
    priced = sum(any(card.price is not None for card in _listings(r)) for r in readings.values())
    print(
        f"pages of Chinese platforms ({len(files)}): {titled} with a title, {priced} with a price"
    )
    print("  (prices of JD item pages are filled in by script: a plain save shows none)")
    for name, reading in readings.items():
        print(f"  {reading.kind:8}{name[:44]:46}cards {len(reading.cards)}")
        for listing in _listings(reading)[:2]:
            print(f"      {listing.price or '-'}  {listing.shop or '-'}  {listing.title[:60]}")


def _listings(reading: PageReading) -> list[Listing]:
    return [*([reading.listing] if reading.listing else []), *reading.cards]


def _read(file: Path) -> PageReading:
    body = read_gz(file)
    return read_page(Page.from_bytes(_address(body, file.name), body))


def _address(body: bytes, name: str) -> str:
    """Saved pages do not tell their address: take the one they call canonical, else a made one."""
    page = Page.from_bytes("https://saved.example/", body)
    for selector, attribute in (
        ("link[rel=canonical]", "href"),
        ("meta[property='og:url']", "content"),
    ):
        node = page.tree.css_first(selector)
        address = (node.attributes.get(attribute) or "") if node else ""
        if address.startswith("//"):
            address = f"https:{address}"
        if address.startswith("http"):
            return address
    return "https://saved.example/" if name else ""


def _outcome(reading: PageReading) -> str:
    if reading.blocked_why:
        return reading.blocked_why
    return "script" if reading.needs_script else ""


def speed(rounds: int = 400) -> None:
    """CPU a page for decoding, parsing, reading and links."""
    numbers = range(100_001, 100_001 + rounds * 40, 40)
    pages = [(f"http://127.0.0.1/goods/{n}.html", made_page(n)) for n in numbers]
    reading = read_page(Page.from_bytes(*pages[0], "utf-8"))
    best = []
    for at in range(5):
        share = pages[at::5]
        start = time.process_time()
        for url, body in share:
            reading = read_page(Page.from_bytes(url, body, "utf-8"))
        best.append((time.process_time() - start) / len(share) * 1000)
    body = pages[0][1]
    print(
        f"made product page: {len(body) / 1000:.0f} KB, {len(reading.links)} links, "
        f"{sorted(best)[2]:.2f} ms CPU a page (median of 5 runs; best {min(best):.2f})"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--speed", action="store_true", help="only CPU a page, needs no data")
    parser.add_argument(
        "--products", type=Path, metavar="FOLDER", help="only the product pages there"
    )
    chosen = parser.parse_args(arguments)
    if chosen.speed:
        speed()
        return 0
    logging.disable(logging.ERROR)
    if chosen.products:
        product_pages(chosen.products)
        return 0
    pages = data_file("pages")
    if pages is None:
        print("The shared data is not there (HUBIAO_SHARED_DATA); only --speed can be measured.")
        return 0
    product_pages(pages / "product")
    chinese(pages / "cn")
    kinds(pages / "mixed", "pages of mixed sites")
    kinds(pages / "not-a-shop", "pages that are no shop (company sites, parked, blank, error)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
