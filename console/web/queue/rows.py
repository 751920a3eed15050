"""The rows of the queue as the page shows them: a line with the words for its codes and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from console.web.queue.platform_names import PlatformNames
from console.web.queue.priority import priority_terms, priority_value
from console.web.rendering import mark_words
from console.words.ages import show_age
from console.words.prices import show_price
from storage.views.queue.queue_line import QueueLine
from storage.views.queue.search import places_of_words, search_words

_PLACE_NAMES = {
    "number": "编号", "title": "标题", "mark": "标识", "holder": "权利人", "shop": "店铺", "address": "网址",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One lead of the page."""

    line: QueueLine
    title: Sequence[tuple[str, str]]
    """(words, class) pieces, the searched words marked."""
    platform: str
    price: str
    age: str
    priority: str
    terms: Sequence[str]
    """Why it stands where it stands."""
    matched: Sequence[str]
    """Names of the texts other than the title that hold the searched words."""


def queue_rows(
    lines: Iterable[QueueLine], names: PlatformNames, search: str, at: datetime
) -> list[QueueRow]:
    """The rows of a page; `search` is what the search box holds."""
    return [
        QueueRow(
            line=line,
            title=_marked(line.title, search),
            platform=names.name(line.platform, line.url),
            price=_price(line),
            age=show_age(line.opened_at, at),
            priority=priority_value(line),
            terms=priority_terms(line),
            matched=[
                _PLACE_NAMES[place]
                for place in (places_of_words(line, search) if search else ())
                if place != "title"
            ],
        )
        for line in lines
    ]


def _price(line: QueueLine) -> str:
    return "—" if line.price is None else show_price(Decimal(line.price) / 100, line.currency)


def _marked(title: str, search: str) -> Sequence[tuple[str, str]]:
    if not search:
        return ((title, ""),)
    lower = title.lower()
    spans = []
    for word in search_words(search):
        start = lower.find(word.lower())
        while start >= 0 and len(lower) == len(title):
            spans.append((start, start + len(word), "hit"))
            start = lower.find(word.lower(), start + len(word))
    return mark_words(title, spans)
