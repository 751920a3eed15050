"""Votes for the seller's name (店铺) where the full reader finds none: the link to the seller's own page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.templates.election.value_places import ValuePlaces
from crawler.templates.sample import plain_value

_SHOP_ADDRESS = re.compile(
    r"(?:^|[/._?&=-])(?:shops?|stores?|sellers?|merchants?|vendors?|suppliers?|dianpu|mall|biz)(?:[/=._?-]\w|\d)",
    re.I,
)
_SHOP_NAME = re.compile(
    r"(?:店|公司|商行|商贸|经营部|工厂|厂|馆|坊|超市|合作社|shop|store|ltd\.?|inc\.?|llc|gmbh)[)）]?$",
    re.I,
)
_NO_NAME = re.compile(
    r"^(?:进入|进店|逛|联系|收藏|关注|客服|全部|首页|更多|visit|contact|follow|view|all|more)", re.I
)
_SHORTEST, _LONGEST = 2, 40
_VOTE = 0.5
"""Votes of one such link; chosen by hand."""
_SILENT = 0.5
"""Share of the samples without any vote from which links are asked."""


def with_shop_links(
    votes: Sequence[dict[str, float]], places: Sequence[ValuePlaces]
) -> list[dict[str, float]]:
    """The votes, with links to sellers' pages where most pages name no seller.

    The links must differ from page to page, or be called as shops are: a menu has links to 店铺, too.
    """
    if sum(max(counts.values(), default=0.0) < _VOTE for counts in votes) < _SILENT * len(votes):
        return list(votes)
    names = [_linked_names(place) for place in places]
    everywhere = set.intersection(*(set(page) for page in names)) if names else set()
    return [
        {
            **counts,
            **{n: _VOTE for n, is_called_so in page.items() if is_called_so or n not in everywhere},
        }
        for counts, page in zip(votes, names, strict=True)
    ]


def _linked_names(place: ValuePlaces) -> dict[str, bool]:
    """Text of each link to a seller's page → is it called as shops are?"""
    names: dict[str, bool] = {}
    for element, text in place.index.texts:
        href = element.attributes.get("href") if element.tag == "a" else None
        is_name = _SHORTEST <= len(text) <= _LONGEST and not _NO_NAME.match(text)
        if href and is_name and _SHOP_ADDRESS.search(href):
            names[plain_value(text)] = bool(_SHOP_NAME.search(text))
    return names
