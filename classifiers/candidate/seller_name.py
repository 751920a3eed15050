"""The name under which a seller offers goods (商品所标名称): the brand field, or what a title begins with.

A name has a first and a last character, so it can be compared with a mark as a whole, as examiners compare two
signs. Where no brand is stated a title begins with the name, closed off by a blank or a sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from classifiers.candidate.field_reading import Span, first_word, opens_title
from classifiers.characters.folding import fold
from classifiers.goods.no_brand import NO_BRAND
from classifiers.goods.ordinary_words import means_something

_LATIN_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’&.·-]*(?: +[A-Za-z0-9][A-Za-z0-9'’&.·-]*){0,3}")
"""A name of up to four words of letters."""


class SellerName(NamedTuple):
    """The name, and where it stands by field."""

    text: str
    spans: Mapping[str, Span]

    @property
    def says_something(self) -> bool:
        """Whether it is no name but what a title begins with: words of the language, of goods or of a place."""
        return "brand" not in self.spans and means_something(fold(self.text))


def seller_name(brand: str | None, title: str) -> SellerName | None:
    """The name that a brand field holds, in the title too where that writes it; without one the title's own."""
    if brand and fold(brand) not in NO_BRAND:
        place = title.find(brand)
        in_title = {"title": (place, place + len(brand))} if place >= 0 else {}
        return SellerName(brand, {"brand": (0, len(brand)), **in_title})
    span = _leading_name(title)
    return SellerName(title[slice(*span)], {"title": span}) if span else None


def _leading_name(title: str) -> Span | None:
    """Where the first word of a title stands, with the words of letters that follow one of letters; behind words
    that open any title, where a name follows them."""
    span = first_word(title)
    while span and opens_title(title[slice(*span)]):
        span = first_word(title, span[1])
    if span is None:
        return None
    run = _LATIN_RUN.match(title, span[0])
    return run.span() if run else span
