"""Doubts about records of rights (存疑之处): what contradicts itself or needs more care than usual.

None of them stops an import: the register may hold such a right. What follows in each case stands in
the words of the doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.grade import are_foreign
from classifiers.goods.sign_parts import FEATURES, sign_parts, simplified
from classifiers.goods.words import goods_lexicon
from classifiers.rights.owners import is_same_owner
from storage.base.message import Message
from storage.records import Right, RightHolder, RightKind, RightsBook
from storage.records.right_words import OF_A_PLACE

COMMON_WORD = 4
"""Rank (0..9, `Confusions.words`) from which a mark is an ordinary word of Chinese: 320 and more of 60
million words of jieba's texts; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One doubt about one right."""

    right: str
    """The right's id."""
    message: Message


def doubts_of(book: RightsBook, stored: Sequence[Right] = ()) -> tuple[Doubt, ...]:
    """The doubts about the rights of `book`; `stored` are rights that stand beside them in the store."""
    holders = {holder.id: holder for holder in book.holders}
    namesakes = _by_text((*book.rights, *stored))
    return tuple(
        Doubt(right=right.id, message=message)
        for right in book
        for message in _doubts(right, holders.get(right.holder or ""), namesakes)
    )


def _doubts(
    right: Right, holder: RightHolder | None, namesakes: Mapping[str, Sequence[Right]]
) -> Iterator[Message]:
    yield from _common_word(right)
    yield from _terms(right)
    yield from _prices(right)
    yield from _parts(right)
    yield from _licences(right)
    yield from _owners(right, holder)
    yield from _places(right)
    yield from _meanings(right)
    for namesake in namesakes[fold(right.text)]:
        if namesake.id != right.id and namesake.holder != right.holder:
            yield Message(
                "right-doubt.namesake",
                {"right": right.id, "text": right.text, "namesake": namesake.id},
            )


def _by_text(rights: Sequence[Right]) -> dict[str, list[Right]]:
    by_text: dict[str, dict[str, Right]] = {}
    for right in rights:
        by_text.setdefault(fold(right.text), {}).setdefault(right.id, right)
    return {text: list(by_id.values()) for text, by_id in by_text.items()}


def _common_word(right: Right) -> Iterator[Message]:
    if right.kind is RightKind.PRODUCT_RULE:
        return
    text = fold(right.text)
    if len(text) == 1:
        yield Message("right-doubt.one-character", {"right": right.id, "text": right.text})
    elif _is_ordinary(text) and not (right.meanings or right.generic or sign_parts(right).place):
        yield Message("right-doubt.common-word", {"right": right.id, "text": right.text})


def _is_ordinary(text: str) -> bool:
    return load_confusions().words.get(text, 0) >= COMMON_WORD or text in goods_lexicon()


def _terms(right: Right) -> Iterator[Message]:
    """A right or a licence that ends before it begins is never in force."""
    if _turned(right.valid_from, right.valid_until):
        yield Message(
            "right-doubt.term-order",
            {"right": right.id, "from": right.valid_from, "until": right.valid_until},
        )
    for seller in right.authorised_sellers:
        if _turned(seller.valid_from, seller.valid_until):
            yield Message(
                "right-doubt.licence-term-order",
                {
                    "right": right.id,
                    "shop": seller.shop,
                    "from": seller.valid_from,
                    "until": seller.valid_until,
                },
            )


def _turned(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and first > last


def _prices(right: Right) -> Iterator[Message]:
    """A lowest price above the highest compares with nothing."""
    for price in right.reference_prices:
        if price.low > price.high:
            yield Message(
                "right-doubt.price-order",
                {"right": right.id, "goods": price.goods, "low": price.low, "high": price.high},
            )


def _parts(right: Right) -> Iterator[Message]:
    """A sign of a place or of members whose place or goods nobody can tell: whether goods come from the
    place is then not asked."""
    if right.kind not in OF_A_PLACE:
        return
    parts = sign_parts(right)
    origins = right.origin.places if right.origin else ()
    for missing, is_known in (
        ("place", parts.place or origins),
        ("product", parts.product or right.goods),
    ):
        if not is_known:
            yield Message(f"right-doubt.no-{missing}-part", {"right": right.id, "text": right.text})


def _licences(right: Right) -> Iterator[Message]:
    for seller in right.authorised_sellers:
        for goods in seller.goods:
            if are_foreign(goods, right):
                yield Message(
                    "right-doubt.licensed-goods",
                    {"right": right.id, "shop": seller.shop, "goods": goods},
                )


def _owners(right: Right, holder: RightHolder | None) -> Iterator[Message]:
    for owner in right.other_owners:
        if holder is not None and is_same_owner(owner.owner, holder.name):
            yield Message(
                "right-doubt.owner-is-holder",
                {"right": right.id, "text": owner.text, "owner": owner.owner},
            )


def _places(right: Right) -> Iterator[Message]:
    origins = right.origin.places if right.origin else ()
    for place in dict.fromkeys((*right.place, *origins)):
        if not _is_place(place, origins if place in right.place else ()):
            yield Message("right-doubt.no-place", {"right": right.id, "place": place})


def _is_place(place: str, origins: Sequence[str]) -> bool:
    """Whether a place is listed, lies in a listed one, is a lake or mountain by its name, or is written
    in letters, which no list holds."""
    name = place.translate(simplified())
    if name.isascii() or (len(name) > 2 and name[-1] in FEATURES):
        return True
    listed = load_gazetteer()
    if listed.leading(name) is not None or listed.begins(name):
        return True
    return any(name in origin and origin != place for origin in origins)


def _meanings(right: Right) -> Iterator[Message]:
    sign = set(fold("".join((right.text, *right.aliases))))
    for meaning in right.meanings:
        if sign.isdisjoint(fold(meaning.text)):
            yield Message(
                "right-doubt.foreign-meaning", {"right": right.id, "meaning": meaning.text}
            )
