"""Names of elements and words beside an amount that tell a price from further amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crawler.extract.page.searched_texts import SearchedTexts
from crawler.extract.page.term_search import ShortTexts
from crawler.extract.visible.shop_words import WORDS
from crawler.extract.vocabulary import load_vocabulary

_NAMES = load_vocabulary(__package__, "element_names.yml")
_NAMED_PRICE = _NAMES.pattern("price")
_NAMED_CURRENT = _NAMES.pattern("current")
_NAMED_FORMER = _NAMES.pattern(
    "former", "saving", "per_unit", "instalment", "freight", "subscription", "used"
)
"""Names of former prices, and of amounts that are no price at all."""
_NAMED_ASIDE = _NAMES.pattern("aside")
_DIGITS = re.compile(r"\d+")
_MOST_NAMES = 16_384
"""Names of elements whose meaning is kept: a page repeats them, and a site's pages do."""
FORMER_TAGS = frozenset({"del", "s", "strike"})
"""Elements that strike their text through (HTML Living Standard)."""
PRICE_LABEL = re.compile(rf"(?:{WORDS.alternatives('price_label')})\s*[:：]?\s*$", re.I)
"""A text that ends with the label of a price."""
RATE = re.compile(
    r"""
    \W{0,3}(?:per|a|/|im|par|al|na|в)?\s*  # a month, im Monat, par mois
    (?:month|mo\b|monat|mois|mes\b|mese|mês|m[ěe]s|мес|maand|year|yr\b|annum|jahr|an\b|week|day\b|hour|hr\b|
        minute|word|page\b|user|seat|person|query|request|subscriber)
    | \W{0,3}(?:off|rabatt|discount|cashback|points|gift)
    """,
    re.I | re.X,
)
"""What follows an amount that is a rate or a reduction."""
FILTER = re.compile(
    r"^\W*(?:under|below|up\s+to|less\s+than|over|more\s+than|unter|bis(?:\s+zu)?|über|moins\s+de|jusqu|plus\s+de|"
    r"menos\s+de|hasta|最低|低于|不足)\W*(?:[^\W\d]{1,3}\W?)?\d|^\W*\d[\d.,]*\s*元?以[上下]",
    re.I,
)
"""What a filter of a list offers ("Under $50", "100元以下"), a count ("Over 6,000 users")."""
SENTENCE = re.compile(
    r"\d[\d.,]*\s*:\s*[^\W\d]{3}|\d\s+(?:out\s+of|users?|customers?|people|reviews?|ratings?|stars?|items?|steps?|"
    r"results?|downloads?|countries|orders?|years?|days?|minutes?|points?)\b|[评評][价價论論]|\d\s*[mk]?\+\s*$|\d\s*[mb]\+?\s*$|^\s*(?:step|rated|chapter|part|page|top|no)\s*\d",
    re.I,
)
"""Words around a number without a sign of money that make it no amount ("Step 2: weigh prices")."""
BEFORE_TAX = re.compile(
    r"""
    \b(?:ex(?:cl?(?:uding|udes)?)?|without|bez|ohne|hors|uden|ekskl|exkl|sin|senza|sem)\.?[\s_-]*
    (?:vat|tax(?:es)?|gst|dph|mwst|ust|moms|tva|iva|btw|kdv)\b
    | \bHT\b | netto\b | novat | no-vat | price-ex\b | 不含税 | 未税 | 税前
    | 本体(?:価格)? | 税抜 | 税別 | 外税 | 부가세\s*별도
    """,
    re.I | re.X,
)
"""The price before tax, which no buyer of one piece pays."""
PER_UNIT = re.compile(r"(?:/|per|pro)\s*(?:100\s*)?(?:kg|g|l|ml|m²|m|lb|oz|cl|stk)\b", re.I)


class NameKinds(NamedTuple):
    """What the names of one element say of an amount in it."""

    current: bool
    former: bool
    """A former price, or no price at all."""
    aside: bool
    before_tax: bool
    plain: str
    """The names without their digits, which count what is alike."""


@lru_cache(maxsize=_MOST_NAMES)
def names_price(names: str) -> bool:
    """Is an element with these names made for a price?"""
    return bool(_NAMED_PRICE.search(names))


def _price_names(names: Sequence[str]) -> list[bool]:
    places = ShortTexts([name.replace("\x1f", " ") for name in names]).search(_NAMED_PRICE)
    return [at in places for at in range(len(names))]


PRICE_NAMES = SearchedTexts(_price_names)
"""Whether each of many names is that of an element made for a price."""


@lru_cache(maxsize=_MOST_NAMES)
def name_kinds(names: str) -> NameKinds:
    """What the names of an element say."""
    return NameKinds(
        current=bool(_NAMED_CURRENT.search(names)),
        former=bool(_NAMED_FORMER.search(names)),
        aside=bool(_NAMED_ASIDE.search(names)),
        before_tax=bool(BEFORE_TAX.search(names)),
        plain=_DIGITS.sub("", names),
    )
