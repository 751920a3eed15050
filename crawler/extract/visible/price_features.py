"""The features of one amount: names of the elements around it, its label, its distance from the headline."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.extract.page.document import TextRun
from crawler.extract.page.element import PageElement
from crawler.extract.page.layout import Layout
from crawler.extract.page.markup_names import FRAME_TAGS, ancestors
from crawler.extract.visible.amount_text import AMOUNT_LENGTH, CLIMB, whole_amount
from crawler.extract.visible.amounts import Amount, read_amount
from crawler.extract.visible.currencies import SIGN, find_currency
from crawler.extract.visible.price_weights import (
    ABOVE_REACH,
    BUY_BUTTON_REACH,
    JUST_ABOVE_REACH,
    NEARNESS_REACH,
    PLAIN_AMOUNT_LENGTH,
    PriceFeatures,
)
from crawler.extract.visible.price_words import (
    BEFORE_TAX,
    FILTER,
    FORMER_TAGS,
    PER_UNIT,
    PRICE_LABEL,
    RATE,
    SENTENCE,
    NameKinds,
    name_kinds,
    names_price,
)
from crawler.extract.visible.shop_words import FORMER_PRICE, MEMBER_PRICE, NOT_PRICE, PAID_PRICE

_TEXT_LENGTH = 120
"""Characters of a text beyond which it is a sentence and holds no price; chosen by hand."""
_NAMED_TEXT_LENGTH = 90
"""Characters that an amount may have in an element named for a price; chosen by hand."""
_PROSE_LENGTH = 4 * _NAMED_TEXT_LENGTH
"""Characters; joining puts decimals and spaces together and makes no text a quarter as long."""
_LABEL_LENGTH = 60
"""Characters of a neighbouring text that may be the amount's label; chosen by hand."""
_OLD_LABEL_LENGTH = 40
"""Characters of a text before an amount that may name it the former price; chosen by hand."""
_OLD_LABEL_END = 30
"""Characters at the end of that text in which the name must stand; chosen by hand."""
_NEAR = 3
"""Elements right around an amount, itself the first."""
_FAR = 1_000_000
"""Elements up to one named for a price where there is none."""
_WIDE = 14
"""Elements around an amount whose names say in which part of the page it stands."""
_FRAME_TAGS = FRAME_TAGS | {"select"}
_BEFORE_DIGITS = re.compile(r"\D+")
_BARE_NUMBER = re.compile(r"\s*\d[\d.,' ]*\s*")
_LAST_DIGIT = re.compile(r"\d(?=\D*$)")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SIGNS_BEHIND = re.compile(r"[^\w:：]+$")
"""Signs of money between a label and its amount."""
_PRICE_NAME = re.compile(r"\bprice\b")


@dataclass(frozen=True)
class PlacedAmount:
    """One amount and the elements in which it stands."""

    amount: Amount
    text: str
    run: TextRun
    element: PageElement
    """The smallest element that shows the whole of it."""
    chain: list[PageElement]
    """The elements around it, innermost first."""
    kinds: list[NameKinds]
    """What their names say."""
    named_price: bool


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What every amount of one page is compared with."""

    layout: Layout
    buy_buttons: list[int]
    """Places of the texts that say buy."""
    local_signs: Mapping[str, str]
    signs: list[int]
    """Places of the texts that show a sign of money."""
    price_named: set[int]
    """Places of the texts that stand in an element named for a price, however far around them."""
    _to_price_name: dict[int, int] = field(default_factory=dict)
    """Place of an element → elements from it up to the nearest that is named for a price."""

    def near_money(self, positions: Iterable[int]) -> list[int]:
        """Those of the places near which a sign of money stands, or an element named for a price around them:
        `may_be_money` is true of no others. A page with hundreds of reviews has few of them."""
        near = set(self.price_named)
        for sign in self.signs:
            near.update(range(sign - AMOUNT_LENGTH, sign + AMOUNT_LENGTH + 1))
        return [position for position in positions if position in near]

    def may_be_money(self, run: TextRun) -> bool:
        """A quick look: is an element around a text named for a price, or a sign of money near it?"""
        if run.position in self.price_named and self._stands_near_price_name(run.element):
            return True
        if not self._sign_between(run.position - AMOUNT_LENGTH, run.position + AMOUNT_LENGTH):
            return False  # an amount has no more texts than characters
        first = last = run.position
        document = self.layout.document
        for element in ancestors(run.element, CLIMB):
            start, end = document.run_span(element)
            if document.visible_length_between(start, end) > AMOUNT_LENGTH:
                break
            first, last = start, end - 1
        return self._sign_between(first, last) or self._sign_behind(run) is not None

    def stands_in_prose(self, run: TextRun) -> bool:
        """Shows a text's own element more than any amount? Asked before its whole text is joined:
        each of the texts that stand loose in a long element would read all of it again."""
        return self.layout.document.visible_length(run.element) > _PROSE_LENGTH

    def _sign_behind(self, run: TextRun) -> str | None:
        """The sign of money right behind a bare number, in an element beside it: `<b>2320</b><i>元</i>`."""
        behind = self.layout.run_behind(run.position)
        if behind is None or not _BARE_NUMBER.fullmatch(run.text):
            return None
        text = behind.text.strip()
        return text if SIGN.fullmatch(text) else None

    def whole_amount(self, run: TextRun) -> tuple[PageElement, str]:
        """The smallest element that shows the whole amount around a text, and what it shows."""
        element, text = whole_amount(self.layout.document, run)
        if find_currency(text) is None and (sign := self._sign_behind(run)):
            return element, f"{text} {sign}"
        return element, text

    def _sign_between(self, first: int, last: int) -> bool:
        """Does one of the texts from one place to another show a sign of money?"""
        return _any_between(self.signs, first, last)

    def _stands_near_price_name(self, element: PageElement) -> bool:
        """Is an element, or one close around it, named for a price?"""
        distances = self._to_price_name
        climbed: list[int] = []
        outer: PageElement | None = element
        distance = _FAR
        while outer is not None:
            known_distance = distances.get(outer.index)
            if known_distance is not None:
                distance = known_distance
                break
            climbed.append(outer.index)
            names = outer.names
            if names and names_price(names):
                distance = -1
                break
            outer = outer.parent
        for index in reversed(climbed):
            distance += 1
            distances[index] = distance
        return distance < CLIMB + _NEAR - 1

    def features(
        self, placed: PlacedAmount, *, former: bool, repeated_element: bool, repeated_value: bool
    ) -> PriceFeatures:
        """The features of one amount; those that show only beside the further amounts are given."""
        run, text, chain, kinds = placed.run, placed.text, placed.chain, placed.kinds
        before, behind = self._neighbour(run, -1), self._neighbour(run, 1)
        label = _label(before, text)
        gap = run.position - self.layout.start
        inside = run.position < self.layout.end
        return PriceFeatures(
            named_price=placed.named_price,
            price_by_name=any("itemprop" in around.names for around in chain[:_NEAR])
            or bool(_PRICE_NAME.search(chain[0].names)),
            named_current=any(kind.current for kind in kinds[:_NEAR]),
            named_aside=any(kind.aside for kind in kinds),
            in_page_frame=any(around.tag in _FRAME_TAGS for around in chain),
            with_currency=placed.amount.currency is not None,
            behind_price_label=bool(
                PRICE_LABEL.search(before) or PRICE_LABEL.search(_SIGNS_BEHIND.sub("", label))
            ),
            behind_paid_label=bool(PAID_PRICE.search(label)),
            for_members=bool(MEMBER_PRICE.search(label)),
            beside_fee_label=bool(NOT_PRICE.search(f"{label} {text}") or RATE.match(behind))
            or is_rate_or_filter(text),
            per_unit=bool(PER_UNIT.search(text) or PER_UNIT.match(behind)),
            before_tax=bool(BEFORE_TAX.search(text))
            or any(kind.before_tax for kind in kinds[:_NEAR])
            or _labels_amount(BEFORE_TAX, behind),
            former=former or self._is_former(placed),
            in_link=_stands_in_link(placed.element),
            near_buy_button=_any_between(
                self.buy_buttons,
                run.position - BUY_BUTTON_REACH + 1,
                run.position + BUY_BUTTON_REACH - 1,
            ),
            nearness=max(0.0, 1 - gap / NEARNESS_REACH) if inside and gap >= 0 else 0.0,
            just_above_headline=inside and -JUST_ABOVE_REACH < gap < 0,
            above_headline=inside and -ABOVE_REACH < gap <= -JUST_ABOVE_REACH,
            far_above_headline=inside and gap <= -ABOVE_REACH,
            behind_aside=not inside,
            excess_length=max(0, len(text) - PLAIN_AMOUNT_LENGTH),
            repeated_element=repeated_element,
            repeated_value=repeated_value,
        )

    def _neighbour(self, run: TextRun, step: int) -> str:
        """The text before (-1) or behind (1) an amount, if it is short enough to be a label."""
        at = run.position + step
        text = self.layout.runs[at].text if 0 <= at < len(self.layout.runs) else ""
        return text if len(text) < _LABEL_LENGTH else ""

    def _is_former(self, placed: PlacedAmount) -> bool:
        """Is the amount struck through, or named as the former price?"""
        run, chain = placed.run, placed.chain
        if any(around.tag in FORMER_TAGS for around in chain[:4]):
            return True
        if any(kind.former for kind in placed.kinds[:2]):
            return True
        styles = (around.value("style") for around in ancestors(run.element, _NEAR))
        if any("line-through" in style for style in styles):
            return True
        before = self.layout.runs[run.position - 1].text if run.position else ""
        is_label = len(before) < _OLD_LABEL_LENGTH and not any(map(str.isdigit, before))
        if is_label and FORMER_PRICE.search(before[-_OLD_LABEL_END:]):
            return True
        return bool(FORMER_PRICE.match(run.text))


def amount_at(run: TextRun, surroundings: Surroundings) -> PlacedAmount | None:
    """The amount of which a text is a part; None for texts that hold no amount of money."""
    if len(run.text) > _TEXT_LENGTH:
        return None
    if not surroundings.may_be_money(run) or surroundings.stands_in_prose(run):
        return None
    element, text = surroundings.whole_amount(run)
    named = any(names_price(around.names) for around in ancestors(element, _NEAR))
    if len(text) > AMOUNT_LENGTH and not (named and len(text) < _NAMED_TEXT_LENGTH):
        return None
    if find_currency(text) is None and (not named or SENTENCE.search(text)):
        return None
    amount = read_amount(text, local_signs=surroundings.local_signs)
    if amount is None or amount.value == 0:
        return None
    chain = list(ancestors(element, _WIDE))
    kinds = [name_kinds(around.names) for around in chain]
    return PlacedAmount(amount, text, run, element, chain, kinds, named)


def _any_between(places: Sequence[int], first: int, last: int) -> bool:
    """Lies one of the places, which are in order, from `first` to `last`?"""
    at = bisect_left(places, first)
    return at < len(places) and places[at] <= last


def is_rate_or_filter(text: str) -> bool:
    """Is an amount paid by the year or the word, or what a filter offers ("Under $50")?"""
    digits = _LAST_DIGIT.search(text)
    return bool(FILTER.match(text) or (digits and RATE.match(text, digits.end())))


def _label(before: str, text: str) -> str:
    """The words that name an amount: those before its digits, else the text before it, unless that
    holds an amount of its own ("定金 ¥10" before "预售价 ¥99")."""
    words = _BEFORE_DIGITS.match(text)
    if words and _LETTERS.search(words[0]):
        return words[0]
    return "" if any(map(str.isdigit, before)) else before


def _labels_amount(words: re.Pattern[str], behind: str) -> bool:
    """Do these words follow the amount and are no label of the next one ("Ex Tax: $90")?"""
    return bool(words.match(behind)) and not any(map(str.isdigit, behind))


def _stands_in_link(element: PageElement) -> bool:
    """Does the amount stand inside a link to another page? Then it is the price of other goods."""
    for ancestor in ancestors(element, 4):
        if ancestor.tag == "a":
            href = ancestor.value("href").strip()
            return bool(href) and href[0] != "#" and not href.lower().startswith("javascript")
    return False
