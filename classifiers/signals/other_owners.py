"""Signs of others (他人在先标识): earlier, coexisting or own marks and trade names that the record names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.licence_check import bears_trade_name, field_naming, own_name
from classifiers.characters.folding import fold
from classifiers.goods.grade import Relation
from classifiers.goods.meals import RESTAURANTS
from classifiers.goods.relation import relate
from classifiers.goods.sold_word import GoodsAnswer
from classifiers.goods.words import goods_lexicon, labelled_goods
from classifiers.matching.registered_forms import marks_of
from classifiers.signals.mark import PLAIN_FORMS
from classifiers.signals.other_names import brand_fields
from classifiers.signals.quote import quote, quote_field
from classifiers.signals.weights import weight
from storage.base.shop_names import trade_name
from storage.records import OtherOwner, Signal
from storage.records.field_names import SELLER_FIELDS, field_name

_SHOP, _SIGN = weight("own-earlier.shop"), weight("own-earlier.sign")
_BEYOND, _BEYOND_BY_NAME = weight("beyond-earlier"), weight("beyond-earlier.trade-name")
_BESIDE, _TRADE_NAME = weight("own-earlier.beside"), weight("own-earlier.trade-name")
_WHERE_MARKS_STAND = frozenset({"title", "image_text"})
"""Fields beside those of the brand in which the right's own mark is looked for: the owner's shop bears its
trade name."""
_FIELDS = ("shop", "operator.name", "brand", "title")
"""Fields in which the sign of another owner tells whose goods they are."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal: the seller is one of the owner's, or the owner's own sign stands there."""
    for owner in candidate.right.other_owners:
        if _is_later(owner, candidate):
            continue
        signal = _by_shop(owner, candidate) or _by_sign(owner, candidate)
        if signal := signal or _beyond(owner, candidate):
            yield signal
            return


def _is_later(owner: OtherOwner, candidate: Candidate) -> bool:
    """Whether the owner began to use the right's very words after the right was there: such use is no earlier
    one (provision trademark.fair-use, on earlier use)."""
    right = candidate.right
    if owner.since is None or right.valid_from is None or owner.since < right.valid_from:
        return False
    return fold(owner.text) in map(fold, marks_of(right))


_SURELY_OTHER = 0.7
"""Sureness from which the owner's shop sells goods that its sign does not cover; chosen by hand in 2026."""
_MEALS, _DISHES = frozenset({RESTAURANTS}), frozenset({29, 30})
"""Nice classes of meals served, and of the food that they are."""
_SUCH_GOODS = frozenset({Relation.SAME, Relation.SIMILAR})


def _sells(owner: OtherOwner, candidate: Candidate) -> bool:
    """Whether the listing sells goods that the owner has the sign for; without any named, all. Goods that
    the owner has in common with the right are in question wherever the right's are sold."""
    return _are_named(owner, candidate) or _goods_of(owner, candidate).relation in _SUCH_GOODS


def _are_named(owner: OtherOwner, candidate: Candidate) -> bool:
    """Whether the owner's goods are named where they are sold; goods without a name always are."""
    if not owner.goods:
        return True
    common = {fold(name) for name in owner.goods} & {fold(name) for name in candidate.right.goods}
    if common and candidate.goods.relation in _SUCH_GOODS:
        return True
    text = "".join((candidate.field("title"), *candidate.listing.category))
    words = {word.match.word for word in candidate.goods_words}
    return any(fold(name) in words or name in text for name in owner.goods)


def _may_sell(owner: OtherOwner, candidate: Candidate) -> bool:
    """Whether goods in the owner's own shop may be those that its sign covers."""
    if _are_named(owner, candidate):
        return True
    answer, of_right = _goods_of(owner, candidate), candidate.goods
    if answer.relation in _SUCH_GOODS:
        return True
    if answer.relation is Relation.DIFFERENT and answer.sure >= _SURELY_OTHER:
        return _serves(owner, answer)
    is_of_right = of_right.relation is Relation.SAME and of_right.sure >= _SURELY_OTHER
    return not is_of_right or _are_kin(owner.goods, candidate.right.goods)


def _are_kin(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether some of these goods are a kind of the others: 书法培训 and 培训."""
    return any(a.endswith(b) or b.endswith(a) for a in map(fold, first) for b in map(fold, second))


def _serves(owner: OtherOwner, answer: GoodsAnswer) -> bool:
    """Whether the owner's food is served as a meal, or its meals are sold as food."""
    sold = answer.ground.nice if answer.ground else 0
    covered = _classes_of(owner.goods)
    return any(
        sold in first and not second.isdisjoint(covered)
        for first, second in ((_MEALS, _DISHES), (_DISHES, _MEALS))
    )


def _goods_of(owner: OtherOwner, candidate: Candidate) -> GoodsAnswer:
    """How what is sold relates to the owner's goods."""
    covered = replace(candidate.right, goods=owner.goods, classes=_classes_of(owner.goods))
    return relate(candidate.listing, covered, candidate.goods_words, (owner.text,))


@cache
def _classes_of(goods: tuple[str, ...]) -> tuple[int, ...]:
    """The Nice classes of goods, as far as the lists name them, also by their last word (牛肉锅贴)."""
    words = [word for name in goods for word in goods_lexicon().find(name)]
    return tuple(sorted({nice for word in words if (nice := labelled_goods("title", word).nice)}))


def _by_shop(owner: OtherOwner, candidate: Candidate) -> Signal | None:
    """The owner's shop, the owner, a branch of it, or its trade name in full, with goods that may be its own.

    Goods are compared last: few sellers bear an owner's name.
    """
    signal = _by_name(owner, candidate)
    return signal if signal and _may_sell(owner, candidate) else None


def _by_name(owner: OtherOwner, candidate: Candidate) -> Signal | None:
    names = [name for name in (*owner.shops, owner.owner) if name]
    why = f"即“{owner.text}”的权利人或其店铺"
    for name in names:
        if field := field_naming(candidate.listing, name):
            text = candidate.field(field)
            says = f"{field_name(field)}“{text}”{why}"
            return quote_field("own-earlier", candidate, field, _SHOP, says)
    folded = set(map(fold, names))
    for field, text in candidate.facts.attributes("maker_attributes"):
        if fold(text) in folded:
            says = f"{field_name(field)}“{text}”{why}"
            return quote_field("own-earlier", candidate, field, _SHOP, says)
    if _bears_trade_name(owner, candidate):
        says = f"店铺名用的是“{owner.text}”的权利人“{owner.owner}”的字号，经营者未公示，须核对"
        return quote_field("own-earlier", candidate, "shop", _TRADE_NAME, says)
    return None


def _beyond(owner: OtherOwner, candidate: Candidate) -> Signal | None:
    """The seller is the owner, and goes beyond what the record says that it may use: for goods of the right
    that its sign does not cover, or the right's own sign as its brand instead of its own (provision
    trademark.fair-use, on earlier use: within the former scope)."""
    signs = {fold(form) for form in marks_of(candidate.right)}
    if fold(owner.text) in signs or candidate.goods.relation not in _SUCH_GOODS:
        return None
    named = _by_name(owner, candidate)
    sure = named is not None and named.weight == _SHOP
    field = named.field if named else _field_with_name(owner, candidate, signs)
    if field is None:
        return None
    log_odds = _BEYOND if sure else _BEYOND_BY_NAME
    why = f"“{owner.text}”的权利人“{owner.owner}”的使用超出其在先标识或商品的范围"
    return quote_field("beyond-earlier", candidate, field, log_odds, why)


_OWN_NAME = 3
"""Characters of an owner's own name, without its place, by which its shop is told; chosen by hand."""


def _field_with_name(owner: OtherOwner, candidate: Candidate, signs: set[str]) -> str | None:
    """The field in which the seller bears the owner's own name, without its place, beside the right's sign."""
    for name in (*owner.shops, owner.owner or ""):
        core = own_name(name)
        if len(core) < _OWN_NAME or any(core in sign or sign in core for sign in signs):
            continue
        for field in SELLER_FIELDS:
            text = candidate.facts.reading(field).folded
            if core in text and any(sign in text for sign in signs):
                return field
    return None


_MORE_THAN_THE_SIGN = 2
"""Characters that a trade name has beside the right's words at least: its place tells whose it is."""


def _bears_trade_name(owner: OtherOwner, candidate: Candidate) -> bool:
    """Whether the shop bears the owner's place and name, whatever it adds, and no other operator is stated."""
    if bears_trade_name(candidate.listing, owner.owner):
        return True
    name = trade_name(fold(owner.owner))
    least = _MORE_THAN_THE_SIGN + max(len(fold(form)) for form in marks_of(candidate.right))
    operator = candidate.field("operator.name")
    shop = candidate.facts.reading("shop").folded
    return not operator and len(name) >= least and name in shop


def _by_sign(owner: OtherOwner, candidate: Candidate) -> Signal | None:
    """The owner's sign, where it says more than the right's own words; beside it the right's own mark as
    the brand of the goods is excused by nothing."""
    sign = owner.text.casefold()
    if not sign or fold(sign) == fold(candidate.right.text):
        return None
    for field in _FIELDS:
        place = candidate.field(field).casefold().find(sign)
        if place >= 0:
            beside = _apart(candidate, sign)
            if _is_short_for(candidate, sign):
                beside -= brand_fields()
            if beside & brand_fields() or not _sells(owner, candidate):
                return None
            why = f"{field_name(field)}使用的是“{owner.owner or '他人'}”的标识“{owner.text}”"
            span = (place, place + len(sign))
            return quote("own-earlier", candidate, field, span, _BESIDE if beside else _SIGN, why)
    return None


def _is_short_for(candidate: Candidate, sign: str) -> bool:
    """Whether the right's mark in the brand field may be short for the owner's longer sign."""
    return any(fold(form) in fold(sign) for form in marks_of(candidate.right))


def _apart(candidate: Candidate, sign: str) -> frozenset[str]:
    """The fields in which the right's own mark stands in full elsewhere than in the owner's sign."""
    return frozenset(
        match.field
        for match in candidate.matches
        if match.how in PLAIN_FORMS
        and (match.field in _WHERE_MARKS_STAND or match.field in brand_fields())
        and not _is_inside(match.span, candidate.fields[match.field].casefold(), sign)
    )


def _is_inside(span: tuple[int, int], text: str, sign: str) -> bool:
    """Whether a span lies in one of the places where `sign` stands in the text."""
    return any(
        start <= span[0] and span[1] <= start + len(sign)
        for start in range(len(text))
        if text.startswith(sign, start)
    )
