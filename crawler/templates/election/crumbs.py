"""Learning where the category stands (商品分类): the bread crumbs, or data that names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.extract.prose.crumbs import goods_crumbs
from crawler.platform.selectors import Selector
from crawler.templates.election.ballot import LEAST_SHARE, Ballot, Elected
from crawler.templates.election.css_paths import group_forms
from crawler.templates.election.value_places import ValuePlaces

_MOST_TRIED = 20
"""Most frequent selectors of crumbs that are tried; chosen by hand."""


def elect_crumbs(ballot: Ballot, places: Sequence[ValuePlaces]) -> Elected | None:
    """The selector of the crumbs that the full reader finds on most samples that have some."""
    chosen = [tuple(sample.listing.category) for sample in ballot.samples]
    needed = sum(map(bool, chosen))
    if needed * 2 < len(chosen):
        return None
    counts: Counter[Selector] = Counter()
    for place, names in list(zip(places, chosen, strict=True))[:4]:
        ways: set[Selector] = set()
        for name in names[:3]:
            for element in place.elements_of(name):
                ways.update(Selector(css=css) for css in group_forms(place.index, element))
            ways.update(place.path_ways(name))
        counts.update(ways)
    best: tuple[float, ...] = ()
    elected: Elected | None = None
    for way, _ in counts.most_common(_MOST_TRIED):
        values = [
            goods_crumbs(value or (), sample.listing.title)
            for value, sample in zip(ballot.values("category", way), ballot.samples, strict=True)
        ]
        agree = sum(a == b for a, b in zip(values, chosen, strict=True) if b)
        rank = (agree, -len(way.css or way.path or ""))
        if agree >= LEAST_SHARE * needed and (not best or rank > best):
            pages = sum(map(bool, values))
            best = rank
            elected = Elected(ways=(way,), pages=pages, agree=agree, distinct=len(set(values)))
    return elected
