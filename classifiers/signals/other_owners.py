"""Signs of others (他人在先标识): earlier, coexisting or own marks and trade names that the record names."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.characters.folding import fold
from classifiers.goods.grade import Relation
from classifiers.signals.mark import PLAIN_FORMS
from classifiers.signals.other_names import brand_fields
from classifiers.signals.quote import quote, quote_field
from classifiers.signals.weights import weight
from storage.records import OtherOwner, Signal
from storage.records.field_names import field_name

_SHOP, _SIGN = weight("own-earlier.shop"), weight("own-earlier.sign")
_BESIDE = weight("own-earlier.beside")
_WHERE_MARKS_STAND = frozenset({"title", "image_text"})
"""Fields beside those of the brand in which the right's own mark is looked for: the owner's shop bears its
trade name."""
_FIELDS = ("shop", "operator.name", "brand", "title")
"""Fields in which the sign of another owner tells whose goods they are."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal: the seller is one of the owner's, or the owner's own sign stands there."""
    for owner in candidate.right.other_owners:
        if not _sells(owner, candidate):
            continue
        if signal := _by_shop(owner, candidate) or _by_sign(owner, candidate):
            yield signal
            return


def _sells(owner: OtherOwner, candidate: Candidate) -> bool:
    """Whether the listing sells goods that the owner has the sign for; without any named, all. Goods that
    the owner has in common with the right are in question wherever the right's are sold."""
    if not owner.goods:
        return True
    common = {fold(name) for name in owner.goods} & {fold(name) for name in candidate.right.goods}
    if common and candidate.goods.relation in (Relation.SAME, Relation.SIMILAR):
        return True
    text = "".join((candidate.field("title"), *candidate.listing.category))
    words = {word.match.word for word in candidate.goods_words}
    return any(fold(name) in words or name in text for name in owner.goods)


def _by_shop(owner: OtherOwner, candidate: Candidate) -> Signal | None:
    names = {fold(name) for name in (*owner.shops, owner.owner) if name}
    makers = candidate.facts.attributes("maker_attributes")
    for field, text in (
        ("shop", candidate.field("shop")),
        ("operator.name", candidate.field("operator.name")),
        *makers,
    ):
        if fold(text) in names:
            why = f"{field_name(field)}“{text}”即“{owner.text}”的权利人或其店铺"
            return quote_field("own-earlier", candidate, field, _SHOP, why)
    return None


def _by_sign(owner: OtherOwner, candidate: Candidate) -> Signal | None:
    """The owner's sign, where it says more than the right's own words."""
    sign = owner.text.casefold()
    if not sign or fold(sign) == fold(candidate.right.text):
        return None
    for field in _FIELDS:
        place = candidate.field(field).casefold().find(sign)
        if place >= 0:
            why = f"{field_name(field)}使用的是“{owner.owner or '他人'}”的标识“{owner.text}”"
            span = (place, place + len(sign))
            log_odds = _BESIDE if _stands_apart(candidate, sign) else _SIGN
            return quote("own-earlier", candidate, field, span, log_odds, why)
    return None


def _stands_apart(candidate: Candidate, sign: str) -> bool:
    """Whether the right's own mark stands in full elsewhere than in the owner's sign."""
    return any(
        match.how in PLAIN_FORMS
        and (match.field in _WHERE_MARKS_STAND or match.field in brand_fields())
        and not _is_inside(match.span, candidate.fields[match.field].casefold(), sign)
        for match in candidate.matches
    )


def _is_inside(span: tuple[int, int], text: str, sign: str) -> bool:
    """Whether a span lies in one of the places where `sign` stands in the text."""
    return any(
        start <= span[0] and span[1] <= start + len(sign)
        for start in range(len(text))
        if text.startswith(sign, start)
    )
