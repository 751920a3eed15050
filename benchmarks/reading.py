"""CPU that the full reader takes a page, by stage, beside the parser, Scrapy's links and extruct.

    python -m benchmarks.reading                    the shared pages, or made ones where there are none
    python -m benchmarks.reading --pages DIR        saved pages (*.html, *.html.gz) below a folder
    python -m benchmarks.reading --slowest 10       names the slowest pages, too
    python -m benchmarks.reading --least            the least of the readings, on a machine that others load

One process, one page after another; each page is read several times and its median counts. Figures are
milliseconds of CPU (`time.process_time`). They depend on the machine: compare them with the parse in
the first column, which is lexbor's own work. It reports and asserts nothing.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from benchmarks.baselines.extruct_baseline import baseline
from benchmarks.material.data_folder import data_file
from benchmarks.material.made_page import made_page
from crawler.extract.links import read_links
from crawler.extract.page.heading import read_heading
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.read_page import explain_page
from crawler.extract.structured.statements import read_statements
from crawler.extract.visible.observations import observe_page

STAGES = ("decode", "parse", "walk", "structured", "visible", "links", "assemble")
"""In the order of reading; `assemble` is what the whole takes beyond the others."""
_CANONICAL = CssSelector("link[rel=canonical]")
_MADE_PAGES = 20


@dataclass(frozen=True, kw_only=True)
class SavedPage:
    """One page and where it lies."""

    folder: str
    name: str
    url: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one page takes, in milliseconds of CPU."""

    page: SavedPage
    whole: float
    stages: dict[str, float]
    beside: dict[str, float]
    """Other programs on the same page."""


def saved_pages(folder: Path) -> Iterator[SavedPage]:
    """Every saved page below a folder, under the address that it calls its own."""
    for file in sorted((*folder.rglob("*.html"), *folder.rglob("*.html.gz"))):
        body = file.read_bytes()
        if file.suffix == ".gz":
            body = gzip.decompress(body)
        canonical = Page.from_bytes("https://saved.example/", body).document.first(_CANONICAL)
        address = canonical.value("href") if canonical else ""
        yield SavedPage(
            folder=file.parent.name,
            name=file.name,
            url=address if address.startswith("http") else f"https://saved.example/p/{file.stem}",
            body=body,
        )


def made_pages() -> Iterator[SavedPage]:
    """Pages such as the made corpora draw, where no saved ones are at hand."""
    for number in range(100_001, 100_001 + _MADE_PAGES):
        url = f"https://shop.example/goods/{number}.html"
        yield SavedPage(folder="made", name=str(number), url=url, body=made_page(number))


def cost_of(page: SavedPage, rounds: int, chosen: Callable[[list[float]], float]) -> Cost:
    """What is `chosen` of `rounds` readings, the median or the least."""
    whole = chosen(_spans(lambda: explain_page(Page.from_bytes(page.url, page.body)), rounds))
    runs = [_stages(page) for _ in range(rounds)]
    stages = {name: chosen([run[name] for run in runs]) for name in runs[0]}
    stages["assemble"] = whole - sum(stages.values())
    beside: dict[str, Callable[[], object]] = {
        "lexbor": lambda: LexborHTMLParser(page.body),
        "link extractor": lambda: _scrapy_links(page),
    }
    if importlib.util.find_spec("extruct") is not None:
        beside["extruct"] = lambda: baseline(page.body, page.url)
    return Cost(
        page=page,
        whole=whole,
        stages=stages,
        beside={name: chosen(_spans(work, rounds)) for name, work in beside.items()},
    )


def _stages(page: SavedPage) -> dict[str, float]:
    spans: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = work()
        spans[name] = (time.process_time() - start) * 1000
        return result

    fetched = timed("decode", lambda: Page.from_bytes(page.url, page.body))
    timed("parse", lambda: fetched.tree)
    timed("walk", lambda: fetched.document)
    heading = read_heading(fetched)
    timed("structured", lambda: read_statements(fetched, read_heading(fetched)))
    timed("visible", lambda: observe_page(fetched, heading, None))
    timed("links", lambda: read_links(fetched, heading))
    return spans


def _scrapy_links(page: SavedPage) -> None:
    from scrapy.http import HtmlResponse
    from scrapy.linkextractors import LinkExtractor

    LinkExtractor().extract_links(HtmlResponse(page.url, body=page.body, encoding="utf-8"))


def _spans(work: Callable[[], object], rounds: int) -> list[float]:
    spans = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spans.append((time.process_time() - start) * 1000)
    return spans


def report(costs: list[Cost]) -> str:
    """A table: mean, median and worst of each folder, then the mean of each stage."""
    lines = []
    for folder in dict.fromkeys(cost.page.folder for cost in costs):
        group = [cost for cost in costs if cost.page.folder == folder]
        lines.append(f"{folder}: {len(group)} pages")
        columns = {
            "whole": [cost.whole for cost in group],
            **{name: [cost.stages[name] for cost in group] for name in STAGES},
            **{name: [cost.beside[name] for cost in group] for name in group[0].beside},
        }
        lines += [
            f"  {name:<15} mean {statistics.mean(values):8.2f}  median "
            f"{statistics.median(values):8.2f}  worst {max(values):8.2f}"
            for name, values in columns.items()
        ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=Path, default=data_file("pages"), help="folder of pages")
    parser.add_argument("--rounds", type=int, default=3, help="readings of each page")
    parser.add_argument("--least", action="store_true", help="the least of them, not the median")
    parser.add_argument("--slowest", type=int, default=0, help="how many slow pages are named")
    options = parser.parse_args(arguments)
    logging.disable(logging.ERROR)
    pages = list(saved_pages(options.pages) if options.pages else made_pages())
    if not pages:
        print(f"no saved page (*.html, *.html.gz) below {options.pages}", file=sys.stderr)
        return 2
    for page in pages[:10]:  # caches and tables that are made at the first use
        cost_of(page, 1, min)
    chosen = min if options.least else statistics.median
    costs = [cost_of(page, options.rounds, chosen) for page in pages]
    print(report(costs))
    for cost in sorted(costs, key=lambda cost: -cost.whole)[: options.slowest]:
        print(f"{cost.whole:8.1f} ms  {cost.page.folder}/{cost.page.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
