"""Facts (无需学习的事实): what the answers of the learned models must heed, whatever they learned.

A part of a sign is a part, what fills the brand field is used as a mark, the record's other meanings
are meanings, and the goods are compared by the official groups. Each fact raises one answer by a
factor, so that what speaks strongly against it may still win.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from classifiers.candidate.position_kinds import Position
from classifiers.elements.answers import EVEN
from classifiers.elements.evidence_rows import (
    column,
    is_bait_use,
    is_disguise,
    is_from_the_area,
    is_likened,
    is_line_of_goods,
    is_longer_name,
    is_meant_for,
    is_name_of_goods,
    is_on_packing,
    is_plain_use,
    is_word,
    names_place,
)
from classifiers.elements.linear_model import Floats
from classifiers.goods.grade import Relation
from storage.records.element import ANSWERS, ElementName

JUDGED = (ElementName.SIGN, ElementName.GOODS, ElementName.USE)
"""Elements that are learned, of goods by half; source is read from facts, confusion follows."""
Answers = Mapping[ElementName, Floats]
"""Probabilities, float64 of shape (candidates, answers), by element."""


def with_facts(answers: Answers, table: Floats) -> dict[ElementName, Floats]:
    """The learned answers with what needs no learning, in the order of JUDGED."""
    for add in (_with_forms, _with_places, _with_record, _with_goods, _with_ordinary_sense):
        answers = add(answers, table)
    return {name: answers[name] for name in JUDGED}


def _raised(
    answers: Answers,
    rows: np.ndarray,
    element: ElementName,
    answer: str,
    least: float,
    factor: float,
) -> dict[ElementName, Floats]:
    """The answers with one of them at least as probable as `least`, and `factor` times so, in `rows`."""
    chances = answers[element].copy()
    place = ANSWERS[element].index(answer)
    chances[rows, place] = chances[rows, place].clip(least) * factor
    chances /= chances.sum(axis=1, keepdims=True)
    return {**answers, element: chances}


_IDENTICAL, _LONGER, _OTHER_SIGN = (0.3, 6.0), (0.5, 12.0), (0.3, 8.0)
_BRAND_ITSELF = (0.1, 12.0)
"""Least probability of the sign that a form makes, and how much more it weighs; chosen by hand in 2026."""
_ONLY_PART = np.array((0.05, 0.1, 0.8, 0.05))
"""Identical, similar, part, none, where one part of a sign stands alone; chosen by hand in 2026: the
other part may stand in a picture."""

_ANOTHERS, _NO_SIGN = -5.0, np.array((0.02, 0.05, 0.03, 0.9))
"""Weight of another mark from which nothing of this one stands there, and the same four answers then."""
_COINED_BY_CHANCE = 0.05
"""What is left of the probability that no sign stands there where a word of no language is written out:
nobody means another thing by it; chosen by hand in 2026."""
_ONLY_WORD = np.array((0.05, 0.05, 0.1, 0.8))
"""The same where that part is a word of the language and other goods are sold: 草原 on a painting."""


def _with_forms(answers: Answers, table: Floats) -> dict[ElementName, Floats]:
    """The sign by the form in which it was matched. Both parts in order with words between are the sign
    of a place (阳澄湖鲜活大闸蟹), of anybody else a longer name, which is like the sign; so is what
    fills the brand field and is not the sign: goods are sold under it."""
    changed = dict(answers)
    in_full, of_a_place = column(table, "parts-in-full") > 0, column(table, "of-a-place") > 0
    apart = of_a_place & ~in_full & (column(table, "exact") == 0)
    in_order = apart & (column(table, "parts-in-order") > 0)
    otherwise = apart & ~in_order & (column(table, "parts-otherwise") > 0)
    brand_is_mark = column(table, "brand-is-mark") > 0
    other_sign = (column(table, "brand-is-sign") > 0) & ~brand_is_mark
    other_sign &= column(table, "signal:other-mark") == 0
    for rows, answer, (least, factor) in (
        ((in_full & of_a_place) | in_order, "identical", _IDENTICAL),
        (otherwise, "similar", _LONGER),
        (in_full & ~of_a_place & (column(table, "exact") == 0), "similar", _LONGER),
        (column(table, "how:added") > 0, "similar", _LONGER),
        (is_disguise(table), "similar", _OTHER_SIGN),
        (brand_is_mark, "identical", _BRAND_ITSELF),
        (is_line_of_goods(table), "identical", _BRAND_ITSELF),
        (other_sign, "similar", _OTHER_SIGN),
    ):
        changed = _raised(changed, rows, ElementName.SIGN, answer, least, factor)
    part = (column(table, "how:part") > 0) | (column(table, "how:goods-part") > 0)
    sign = changed[ElementName.SIGN].copy()
    sign[part] = _ONLY_PART
    sign[column(table, "signal:other-mark") <= _ANOTHERS] = _NO_SIGN
    sign[part & (column(table, "mere-part") > 0) & (column(table, "goods:other") > 0)] = _ONLY_WORD
    sign[(column(table, "how:parts") > 0) & _only_as_origin(table)] = _ONLY_PART
    coined = (column(table, "coined×exact") > 0) & (column(table, "signal:other-mark") > _ANOTHERS)
    sign[coined, ANSWERS[ElementName.SIGN].index("none")] *= _COINED_BY_CHANCE
    sign /= sign.sum(axis=1, keepdims=True)
    return {**changed, ElementName.SIGN: sign}


_USE, _TELLS, _HINTS = 0.1, 12.0, 4.0
"""Least probability of a use that the place of the sign tells, and how much more it weighs where that
tells it or hints at it; chosen by hand in 2026: the attributes (适用品牌) may still speak against it."""
_NO_STORE = 0.3
"""What is left of the probability of a store sign where goods bear the sign too; chosen by hand in 2026."""


def _with_places(answers: Answers, table: Floats) -> dict[ElementName, Floats]:
    """The use by where the sign, or the part of it, stands."""
    foreign = column(table, "goods:other") > EVEN
    plain, of_a_place = is_plain_use(table), column(table, "of-a-place") > 0
    place = (column(table, "how:part") > 0) & of_a_place
    alone = place & (column(table, "in-brand") == 0)
    listed = (column(table, "context:sought") > 0) & (column(table, "brand-other") > 0)
    of_origin = (column(table, "context:source_before") > 0) & (column(table, "in-brand") == 0)
    of_origin &= column(table, "position:place-name") > 0
    named = column(table, "context:named") > 0
    named |= (column(table, "parts-in-full") > 0) & (column(table, "context:place_behind") == 0)
    fits = (column(table, "context:fitted") > 0) & (column(table, "in-brand") == 0)
    of_producers = (column(table, "place×in-area") > 0) & (column(table, "brand-other") > 0)
    part_for = (column(table, "accessory-goods") > 0) & (column(table, "in-brand") == 0)
    claimed = column(table, "signal:wording-claimed") > 0
    only_shop, service = column(table, "only-shop") > 0, column(table, "service") > 0
    place_of_service = service & (column(table, "in-shop") > 0) & ~foreign
    for rows, answer, factor in (
        (column(table, "brand-is-sign") > 0, "mark", _TELLS),
        (named, "mark", _HINTS),
        (fits, "purpose", _TELLS),
        (part_for & ~fits & claimed, "purpose", _HINTS),
        (part_for & ~fits & ~claimed, "purpose", _TELLS),
        (column(table, "how:goods-part") > 0, "description", _TELLS),
        (only_shop, "store", _TELLS),
        (alone | (place & foreign), "origin", _TELLS),
        (of_origin | of_producers | is_from_the_area(table), "origin", _TELLS),
        (names_place(table) & foreign, "origin", _HINTS),
        (is_likened(table), "comparison", _TELLS),
        (is_meant_for(table) & ~fits, "purpose", _HINTS),
        (is_name_of_goods(table) | is_longer_name(table) | (plain & of_a_place), "mark", _HINTS),
        (plain & ~of_a_place, "mark", _TELLS),
        (is_on_packing(table), "mark", _TELLS),
        (place_of_service, "store", _TELLS),
        (is_line_of_goods(table), "mark", _TELLS),
        (listed | is_bait_use(table), "keyword", _TELLS),
    ):
        answers = _raised(answers, rows, ElementName.USE, answer, _USE, factor)
    use = answers[ElementName.USE].copy()
    use[~(only_shop | service), ANSWERS[ElementName.USE].index("store")] *= _NO_STORE
    use /= use.sum(axis=1, keepdims=True)
    return {**answers, ElementName.USE: use}


def _with_record(answers: Answers, table: Floats) -> dict[ElementName, Floats]:
    """The answers with the use described by so much more as the record's other meanings weigh, or where the
    sign stands in addresses an origin; but as their name that of a place's goods describes no goods
    that are stated to come from elsewhere."""
    use = answers[ElementName.USE].copy()
    description, origin = map(ANSWERS[ElementName.USE].index, ("description", "origin"))
    meant = np.where(_in_addresses(table), origin, description)
    rows = np.arange(len(table))
    meaning = column(table, "signal:meaning").clip(max=0)
    elsewhere = (column(table, "of-a-place") > 0) & (column(table, "signal:origin") > 0)
    elsewhere &= _names_the_goods(table)
    meaning = np.where(elsewhere, 0.0, meaning)
    least = np.where(meaning <= _NAMES_THE_GOODS, _DESCRIBED, _LEAST_DESCRIBED)
    use[rows, meant] = np.maximum(use[rows, meant], least) * np.exp(-meaning)
    use /= use.sum(axis=1, keepdims=True)
    return {**answers, ElementName.USE: use}


def _only_as_origin(table: Floats) -> np.ndarray:
    """Where the sign stands in statements of origin and nowhere else."""
    places = [column(table, f"position:{position}") for position in Position]
    rows: np.ndarray = np.sum(places, axis=0) == column(table, "position:origin")
    return rows


def _in_addresses(table: Floats) -> np.ndarray:
    """Where the sign stands as the name of a place, if not there alone, and in no brand field."""
    places = column(table, "position:origin") + column(table, "position:place-name")
    rows: np.ndarray = (places > 0) & (column(table, "in-brand") == 0)
    return rows


def _names_the_goods(table: Floats) -> np.ndarray:
    """Where the sign stands in a field that names what is sold, and not in the text or 品种 alone."""
    rows: np.ndarray = (column(table, "in-title") > 0) | (column(table, "in-brand") > 0)
    rows |= (column(table, "in-shop") > 0) | (column(table, "position:image") > 0)
    return rows


_LEAST_DESCRIBED, _DESCRIBED, _NAMES_THE_GOODS = 0.05, 0.15, -2.0
"""Probability of a description that a recorded meaning is weighed against at least; the same where the
meaning names the goods or a quality of them (dish, variety, generic name), and the weight from which it
does; chosen by hand in 2026: the fact comes from the record, not from the listing."""


def _with_goods(answers: Answers, table: Floats) -> dict[ElementName, Floats]:
    """The answers with the relation of the goods by the official groups, as far as it is sure, beside what
    was learned of them."""
    shares = {relation: column(table, f"goods:{relation}") for relation in Relation}
    similar = shares[Relation.SIMILAR] + shares[Relation.NEAR]
    columns = np.column_stack((shares[Relation.SAME], similar, shares[Relation.DIFFERENT]))
    unknown = np.where((column(table, "only-shop") > 0)[:, None], _GOODS_OF_A_SHOP, _UNKNOWN_GOODS)
    unknown = np.where((column(table, "accessory") > 0)[:, None], _UNKNOWN_ACCESSORY, unknown)
    goods = (1 - _OTHERWISE) * columns + shares[Relation.UNKNOWN][:, None] * unknown
    goods += _OTHERWISE / 3
    goods[column(table, "signal:wording-labels") > 0] = _LABELS
    goods /= goods.sum(axis=1, keepdims=True)
    learned = answers[ElementName.GOODS]
    voice = _GROUPS + _SURE_GROUPS * (1 - shares[Relation.UNKNOWN])
    voice = (voice + _FOREIGN_GROUPS * (shares[Relation.DIFFERENT] >= EVEN))[:, None]
    return {**answers, ElementName.GOODS: voice * goods + (1 - voice) * learned}


_GROUPS, _SURE_GROUPS, _FOREIGN_GROUPS = 0.4, 0.3, 0.2
"""Voice of the official groups beside what is learned of goods in such places, and how much more it has
where they are sure, and where other goods are named and none like the right's; chosen by hand in 2026."""
_OTHERWISE = 0.06
"""Probability that the relation of the goods is not what the lists say; chosen by hand in 2026."""
_LABELS = np.array((0.9, 0.05, 0.05))
"""The same where labels and packaging that bear the mark are sold: the act itself
(trademark.infringing-acts#labels), whatever paper they are; chosen by hand in 2026."""
_UNKNOWN_GOODS = np.array((0.5, 0.2, 0.3))
"""Same, similar, other, of goods that no list knows: a seller who writes a mark mostly sells its goods.
Chosen by hand in 2026."""
_UNKNOWN_ACCESSORY = np.array((0.1, 0.5, 0.4))
"""The same of an accessory for the right's goods: it is none of them itself. Chosen by hand in 2026."""
_GOODS_OF_A_SHOP = np.array((0.25, 0.15, 0.6))
"""The same where only the shop bears the mark: it may sell anything. Chosen by hand in 2026."""


_ORDINARY = (0.3, 12.0)
"""Least probability that a word in its ordinary sense is no sign, and how much more it weighs; by hand."""


def _with_ordinary_sense(answers: Answers, table: Floats) -> dict[ElementName, Floats]:
    """The sign none where a word of the language stands on other goods and is used neither as a mark nor to
    name what the goods fit: 樱花 of a scent, 三元 off the price, 鳄鱼 of a leather."""
    goods, use = answers[ElementName.GOODS], answers[ElementName.USE]
    word = is_word(table) & (column(table, "exact") > 0) & (column(table, "in-brand") == 0)
    foreign = goods.argmax(axis=1) == ANSWERS[ElementName.GOODS].index("other")
    fitted = column(table, "accessory-goods") + column(table, "context:fitted") > 0
    fitted |= column(table, "context:stands_free") > 0
    names = use[:, ANSWERS[ElementName.USE].index("mark")]
    names = names + fitted * use[:, ANSWERS[ElementName.USE].index("purpose")]
    rows = word & foreign & (names < EVEN)
    return _raised(answers, rows, ElementName.SIGN, "none", *_ORDINARY)
