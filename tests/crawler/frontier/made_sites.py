"""Walks over made-up sites, without a network: what is visited and what is left of their lists."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import parse_qsl, urlsplit

from crawler.frontier.crawl_traps import CrawlTraps, VisitedPage
from crawler.frontier.page_text import page_text

HOST = "shop.example:443"
AT_ONCE = 16
"""Pages that are asked for at once."""


@dataclass
class Content:
    """What a page of a made-up site shows."""

    goods: Sequence[int] = range(0)
    links: list[str] = field(default_factory=list)
    next_links: list[str] = field(default_factory=list)
    text: str = ""


@dataclass
class Walk:
    """What a walk over a site met."""

    goods: set[int] = field(default_factory=set)
    visits: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def walk(
    site: Callable[[str], Content],
    limit: int = 3000,
    *,
    traps: CrawlTraps | None = None,
    answers: Random | None = None,
) -> Walk:
    """Visit a site from `/`, first come first served within a priority; with `answers`, any of the
    pages that are asked for at once may answer first."""
    traps, result = traps or CrawlTraps(), Walk()
    queue, waiting, met = deque([("/", "list")]), deque[tuple[str, str]](), {"/"}
    while queue or waiting:
        line = queue or waiting
        place = answers.randrange(min(len(line), AT_ONCE)) if answers else 0
        path, kind = line[place]
        del line[place]
        url = f"https://shop.example{path}"
        if traps.leads_nowhere(HOST, url, kind):
            result.left[kind] += 1
            continue
        result.visits.append(path)
        assert len(result.visits) < limit, Counter(
            path.strip("0123456789") for path in result.visits
        )
        page = site(path)
        links = [(link, "list") for link in page.links] + [
            (link, "next") for link in page.next_links
        ]
        new = [(link, kind) for link, kind in dict(links).items() if link not in met]
        visited = VisitedPage(
            url=url,
            host=HOST,
            goods=frozenset(bytes([n % 256, n // 256]) for n in page.goods),
            text=page_text("" if page.goods else page.text),
            news=not result.goods.issuperset(page.goods),
            links=[(f"https://shop.example{link}", kind) for link, kind in new],
        )
        result.goods |= set(page.goods)
        traps.note(visited)
        for link, kind in new:
            met.add(link)
            if traps.leads_nowhere(HOST, f"https://shop.example{link}", kind):
                result.left[kind] += 1
            elif traps.priority(HOST, f"https://shop.example{link}", kind) < 0:
                waiting.append((link, kind))
            else:
                (queue.appendleft if kind == "next" else queue.append)((link, kind))
    return result


def query_of(path: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(path).query))
