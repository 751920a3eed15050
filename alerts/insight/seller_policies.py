"""Policies on sellers (卖家规律): kinds of shop whose leads officers always dismiss, as proposed rules.

A kind is a word in the shop's name. Shops are what is counted, since the verdicts on one shop hang
together; a word is proposed only where Fisher's exact test, corrected for all the words that were
tested (Bonferroni), says that such shops fare otherwise than the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from alerts.insight.proportions import fisher_more, wilson
from storage.learning.seller_rules import (
    RuleProposal,
    ShopVerdicts,
    keep_proposals,
    shop_verdicts,
)

FEWEST_SHOPS, FEWEST_LEADS = 6, 10
"""Shops with the word, and their leads, below which nothing is proposed; chosen by hand: a habit, not a few
cases."""
LOWEST_SHARE = 0.6
"""Least lower bound (95 %) of the share of such shops whose leads are all dismissed; chosen by hand."""
MOST_CONFIRMED = 0.03
"""Highest share of confirmed leads; chosen by hand: "always", but for a slip."""
HIGHEST_P = 0.01
"""Chance of a word by accident, over all words tested."""
_LENGTHS = range(2, 5)
"""Characters of a word: 超市, 专营店, 生活超市."""
_PARTS = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9]{2,}")


def refresh_proposals(session: Session) -> int:
    """Look for policies in all standing verdicts and keep them as proposals; returns how many are new."""
    return keep_proposals(session, propose_rules(shop_verdicts(session)))


def propose_rules(shops: Sequence[ShopVerdicts]) -> list[RuleProposal]:
    """The rules that verdicts on shops suggest, the surest first."""
    by_word: dict[str, set[int]] = defaultdict(set)
    for place, shop in enumerate(shops):
        for word in set(_words(shop.name)):
            by_word[word].add(place)
    tested = {word: places for word, places in by_word.items() if len(places) >= FEWEST_SHOPS}
    proposals = {
        word: proposal
        for word, places in tested.items()
        if (proposal := _proposal(word, places, shops, len(tested))) is not None
    }
    chosen: list[RuleProposal] = []
    covered: list[set[int]] = []
    for word in sorted(proposals, key=lambda word: (proposals[word].p_value, -len(word), word)):
        if not any(by_word[word] <= places for places in covered):
            chosen.append(proposals[word])
            covered.append(by_word[word])
    return chosen


def _words(name: str) -> Iterator[str]:
    for part in _PARTS.findall(name.lower()):
        if part.isascii():
            yield part
            continue
        for length in _LENGTHS:
            for start in range(len(part) - length + 1):
                yield part[start : start + length]


def _proposal(
    word: str, places: set[int], shops: Sequence[ShopVerdicts], tests: int
) -> RuleProposal | None:
    inside = [shops[place] for place in places]
    outside = [shop for place, shop in enumerate(shops) if place not in places]
    dismissed, confirmed = (sum(getattr(s, n) for s in inside) for n in ("dismissed", "confirmed"))
    if dismissed + confirmed < FEWEST_LEADS or confirmed > MOST_CONFIRMED * (dismissed + confirmed):
        return None
    always, always_outside = (sum(not s.confirmed for s in part) for part in (inside, outside))
    lowest = wilson(always, len(inside))[0]
    p_value = fisher_more(always, len(inside), always_outside, len(outside)) * tests
    if lowest < LOWEST_SHARE or p_value > HIGHEST_P:
        return None
    return RuleProposal(
        word=word,
        shops=len(inside),
        dismissed=dismissed,
        confirmed=confirmed,
        others_dismissed=sum(shop.dismissed for shop in outside),
        others_confirmed=sum(shop.confirmed for shop in outside),
        lowest_share=round(lowest, 4),
        p_value=float(f"{p_value:.3g}"),
    )
