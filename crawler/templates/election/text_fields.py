"""Learning where the fields of one text or number stand (单值字段): title, price, shop, brand, sku …"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from crawler.extract.page.text import clean_text
from crawler.platform.selectors import Selector
from crawler.templates.election.ballot import Ballot, Elected, PageVotes, without_furniture
from crawler.templates.election.inner_patterns import inner_patterns, without_site
from crawler.templates.election.value_places import ValuePlaces
from crawler.templates.sample import Sample, plain_value

_SOUGHT = 5
"""Samples whose values are looked for; all samples vote on what is found there. Chosen by hand."""
_MOST_TRIED = 40
"""Selectors of one field that are tried on all samples; chosen by hand."""
_PLAIN_SHARE = 0.97
"""Share of the votes from which no selector with a pattern is looked for; chosen by hand."""
_TITLE_VOTE, _LOOSE_TITLE_VOTE = 1.0, 0.4
"""Votes of a document title without the site's name, and of one that is longer than the headline."""
_ADORNED_VOTE = 0.6
"""Votes of a headline that holds more than the document's title: a badge, 正品, a promotion."""


def elect_text(
    name: str,
    ballot: Ballot,
    places: Sequence[ValuePlaces],
    values: Sequence[Any],
    votes: PageVotes,
) -> Elected | None:
    """The selectors of one field; `values` are what the full reader chose on each sample."""
    if not any(votes):
        return None
    ways = _common_ways(places, votes, amount=name == "price")
    elected = ballot.elect(name, ways, votes)
    if name == "price" or (elected is not None and elected.share >= _PLAIN_SHARE):
        return elected
    return ballot.elect(name, [*ways, *_inner_ways(places, values)], votes)


def field_votes(
    name: str, samples: Sequence[Sample], titles: Sequence[str]
) -> list[dict[str, float]]:
    """The votes of each sample for one field; `titles` are the texts of the title elements."""
    votes = [dict(sample.votes[name]) for sample in samples]
    if name == "title":
        votes = _title_votes(without_furniture(votes), samples, titles)
    elif name in ("sku", "gtin"):
        votes = without_furniture(votes)
    return votes


def _title_votes(
    votes: list[dict[str, float]], samples: Sequence[Sample], titles: Sequence[str]
) -> list[dict[str, float]]:
    """With the document's title as a witness: what varies in it over the pages is the goods' name."""
    cores = [plain_value(text) for text in without_site([clean_text(t, 500) for t in titles])]
    if len(set(cores)) < 0.8 * len(cores):
        return votes
    for counts, core, sample in zip(votes, cores, samples, strict=True):
        chosen = plain_value(sample.listing.title or "")
        if chosen not in counts:  # it was furniture
            counts[core] = _TITLE_VOTE
        elif core in chosen and core != chosen:
            counts[core] = _TITLE_VOTE
            counts[chosen] = _ADORNED_VOTE
        else:
            counts.setdefault(core, _LOOSE_TITLE_VOTE)
    return votes


def _common_ways(
    places: Sequence[ValuePlaces], votes: PageVotes, *, amount: bool
) -> list[Selector]:
    """Selectors that lead to voted values, those of most samples first."""
    counts: Counter[Selector] = Counter()
    for place, page in list(zip(places, votes, strict=True))[:_SOUGHT]:
        ways: dict[Selector, float] = {}
        for value, number in page.items():
            for way in place.ways(value, amount=amount):
                ways[way] = max(number, ways.get(way, 0.0))
        counts.update(ways)
    return [way for way, _ in counts.most_common(_MOST_TRIED)]


def _inner_ways(places: Sequence[ValuePlaces], values: Sequence[Any]) -> Iterator[Selector]:
    """Selectors with a pattern, where the value stands among other words."""
    contexts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place, value in list(zip(places, values, strict=True))[:_SOUGHT]:
        if isinstance(value, str | int):
            for css, context in place.inner_ways(str(value)):
                contexts[css].append(context)
    ranked = sorted(contexts.items(), key=lambda pair: -len(pair[1]))
    for css, around in ranked[:_MOST_TRIED]:
        yield Selector(css=css)  # whose value the field's own reader may know
        for pattern in inner_patterns(around):
            yield Selector(css=css, pattern=pattern)
