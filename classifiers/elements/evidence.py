"""Evidence (证据特征): a candidate, its signals and the context of its sign as numbers for the models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.candidate.position_kinds import AS_A_MARK, Position
from classifiers.candidate.sign_context import SignContext
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.elements.parts import (
    fills_brand_field,
    fills_leading_name,
    is_bait,
    is_in_order,
    is_mere_part,
    is_otherwise,
    is_whole_sign,
)
from classifiers.goods.grade import Relation
from classifiers.goods.nice_classes import are_services
from classifiers.goods.words import goods_lexicon
from classifiers.signals.false_origin import is_in_area
from classifiers.signals.mark import FAINT, is_chance
from storage.base.disguises import SAME_SIGN, Disguise
from storage.records import Signal
from storage.records.field_names import SELLER_FIELDS
from storage.records.right_words import OF_A_PLACE

KINDS = (
    "licence", "official-name", "maker", "goods", "other-mark", "other-brand", "company-name",
    "wording-imitation", "wording-labels", "wording-oem", "wording-claimed", "wording-mention",
    "wording-secondhand", "wording-news", "wording-support", "wording-negated", "price", "origin",
    "dispatch", "season", "registered-sign", "gi-badge", "patent-claim", "number", "law-disease",
    "law-preparation", "law-unlicensed", "validity", "watch-goods", "wording-report", "trait",
    "no-offer", "wording-parts", "chance-words", "person-name", "seller-history", "same-picture", "image-text",
    "meaning", "own-earlier",
)  # fmt: skip
"""Kinds of signal whose summed weight is a column."""
_POSITIONS = tuple(Position)
_HOWS = tuple(Disguise)
_CONTEXT = SignContext._fields
_BY_FACT = frozenset({"series"})
"""Contexts that no regression weighs: facts read them (`elements.facts`)."""
_LEARNED_CONTEXT = tuple(name for name in _CONTEXT if name not in _BY_FACT)
_HOW_COLUMNS = {how: tuple(float(how is column) for column in _HOWS) for how in _HOWS}
_LONGEST, _MOST_FIELDS, _MOST_MATCHES = 6, 4, 4
"""Characters of a mark, fields and matches in a title from which more count the same; chosen by hand."""

NAMES = (
    "cost", "exact", "faint", "chance", "length", "commonness", "goods-word", "goods-word-own",
    "of-a-place", "well-known", "fields", "in-title", "in-brand", "in-shop", "only-text", "title-matches",
    "brand-other", "brand-none", "use",
    *(f"signal:{kind}" for kind in KINDS),
    *(f"position:{position}" for position in _POSITIONS),
    *(f"how:{how}" for how in _HOWS),
    *(f"goods:{relation}" for relation in Relation),
    *(f"context:{name}" for name in _LEARNED_CONTEXT),
    "word×other-goods", "word×not-own-goods", "goods-word×other-goods", "word×own-goods×first", "word×likeness",
    "word×touches", "word×torn", "faint×not-own-goods", "use×other-goods", "short×faint", "plain×unknown-goods",
    "short×chance", "faint×other-brand", "other-brand×not-first", "faint×first×own-goods", "exact×own-goods",
    "exact×own-goods×use", "place×other-goods", "place×place-behind", "part×own-goods", "parts×own-goods",
    "well-known×other-goods", "exact×brand-other", "accessory",
    "coined×exact", "coined×exact×first", "coined×exact×other-goods", "company×own-goods", "word×other-name-first",
    "other-name-first×not-brand", "goods-inside×own-goods", "meaning×exact", "tentative", "part×place-behind",
    "denied×exact", "well-known×use", "word×brand-other", "accessory-goods", "accessory-goods×exact",
    "mark-has-goods", "mark-has-goods×goods-behind", "brand-is-mark", "brand-is-sign", "parts-in-full",
    "only-shop", "service", "place×in-area", "parts-in-order", "parts-otherwise", "mere-part",
    "well-known×series", "bait",
)  # fmt: skip
"""Columns, in order."""

_LIKE = 0.55
"""Cost below which a likeness that fills the brand field is the sign of its seller; chosen by hand."""


def evidence(candidate: Candidate, signals: Sequence[Signal]) -> list[float]:
    """One row, in the order of NAMES."""
    right, closest = candidate.right, candidate.closest
    positions = set(candidate.positions)
    shares = _shares(candidate)
    fitting, foreign = shares[Relation.SAME] + shares[Relation.SIMILAR], shares[Relation.DIFFERENT]
    weights = _weights(signals)
    rank, word = _ordinary_word(mark := fold(right.text))
    is_goods = float(mark in goods_lexicon())
    hows = {match.how for match in candidate.matches}
    exact = float(not SAME_SIGN.isdisjoint(hows))
    how_written = Disguise.EXACT if closest.how in SAME_SIGN else closest.how
    faint, chance = float(closest.cost >= FAINT), float(is_chance(closest))
    use = float(not positions.isdisjoint(AS_A_MARK))
    context = _merged(candidate.contexts)
    in_fields = {match.field for match in candidate.matches}
    brand_other = float(weights["other-brand"] < 0)
    has_goods = float(not is_goods and not right.place and _names_goods(mark))
    coined, in_brand = float(rank < 0 and not is_goods), float("brand" in in_fields)
    of_a_place, well_known = float(right.kind in OF_A_PLACE), float(right.well_known)
    part, parts = float(Disguise.PART in hows), float(Disguise.PARTS in hows)
    short, accessory = float(len(mark) <= 2), float(candidate.goods.accessory)
    whole = [match for match in candidate.matches if fills_brand_field(candidate, match)]
    leading = any(fills_leading_name(candidate, match) for match in candidate.matches)
    return [
        0.0 if how_written is Disguise.EXACT else closest.cost,
        exact, faint, chance, float(min(len(mark), _LONGEST)), word, is_goods,
        is_goods * fitting, of_a_place, well_known, float(min(len(in_fields), _MOST_FIELDS)),
        float("title" in in_fields), in_brand, float("shop" in in_fields),
        float(in_fields <= {"description"}),
        float(min(sum(match.field == "title" for match in candidate.matches), _MOST_MATCHES)),
        brand_other, float(not candidate.field("brand")), use,
        *weights.values(),
        *_position_columns(candidate.positions),
        *_HOW_COLUMNS[how_written],
        *shares.values(),
        *(context[name] for name in _LEARNED_CONTEXT),
        word * foreign, word * (1 - fitting), is_goods * foreign, word * fitting * context["first"],
        word * context["likeness"], word * context["touches"], word * max(0.0, -context["word_gain"]),
        faint * (1 - fitting), use * foreign, short * faint, exact * shares[Relation.UNKNOWN],
        short * chance, faint * brand_other, brand_other * (1 - context["first"]),
        faint * context["first"] * fitting * (1 - chance), exact * fitting, exact * fitting * use,
        of_a_place * foreign, of_a_place * context["place_behind"], part * fitting, parts * fitting,
        well_known * foreign, exact * brand_other,
        max(context["purpose_before"], context["purpose_behind"]) * exact,
        coined * exact, coined * exact * context["first"], coined * exact * foreign,
        weights["company-name"] * fitting, word * context["other_name_first"],
        context["other_name_first"] * (1 - in_brand), context["goods_inside"] * fitting,
        weights["meaning"] * exact, float(all(match.tentative for match in candidate.matches)),
        part * context["place_behind"], context["denied"] * exact, well_known * use, word * brand_other,
        accessory, accessory * exact, has_goods, has_goods * context["goods_behind"],
        float(any(match.how in SAME_SIGN for match in whole)),
        float(leading or any(match.cost < _LIKE for match in whole)),
        _any_of(candidate, Disguise.PARTS, is_whole_sign), float(in_fields.issubset(SELLER_FIELDS)),
        float(are_services(right.classes)), float(bool(right.place) and not of_a_place and is_in_area(candidate)),
        _any_of(candidate, Disguise.PARTS, is_in_order), _any_of(candidate, Disguise.PARTS, is_otherwise),
        _any_of(candidate, Disguise.PART, is_mere_part),
        well_known * context["series"], float(brand_other > 0 and is_bait(candidate)),
    ]  # fmt: skip


@lru_cache(maxsize=1 << 10)
def _position_columns(positions: tuple[Position, ...]) -> tuple[float, ...]:
    return tuple(float(position in positions) for position in _POSITIONS)


def _weights(signals: Sequence[Signal]) -> dict[str, float]:
    """Sum of the weights of each kind of signal, in the order of KINDS."""
    weights = dict.fromkeys(KINDS, 0.0)
    for signal in signals:
        if signal.kind in weights:
            weights[signal.kind] += signal.weight
    return weights


def _ordinary_word(mark: str) -> tuple[int, float]:
    """How frequent a word the mark is, 0 rare to 9, -1 where it is none; the same between 0 and 1."""
    rank = load_confusions().words.get(mark, -1)
    return rank, max(0.0, min(1.0, (rank + 1) / 8))


def evidence_table(cases: Iterable[tuple[Candidate, Sequence[Signal]]]) -> NDArray[np.float64]:
    """float64 of shape (cases, len(NAMES)): one row a candidate with its signals."""
    rows = [evidence(*case) for case in cases]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))


def _merged(contexts: Sequence[tuple[FieldMatch, SignContext]]) -> dict[str, float]:
    """One context for all matches: those of the title where any stands there; of most answers the
    mean, since a sign denied once and used once is used."""
    chosen = [context for match, context in contexts if match.field == "title"]
    chosen = chosen or [context for _, context in contexts]
    if len(chosen) == 1:
        return chosen[0]._asdict()
    merged = {name: sum(getattr(c, name) for c in chosen) / len(chosen) for name in _CONTEXT}
    for name in ("first", "goods_behind", "latin_slash", "stands_free"):
        merged[name] = max(getattr(c, name) for c in chosen)
    return merged


@lru_cache(maxsize=1 << 14)
def _names_goods(mark: str) -> bool:
    """Whether a folded mark holds a word for goods."""
    return bool(goods_lexicon().find(mark))


def _any_of(
    candidate: Candidate, how: Disguise, is_so: Callable[[Candidate, FieldMatch], bool]
) -> float:
    return float(any(match.how is how and is_so(candidate, match) for match in candidate.matches))


def _shares(candidate: Candidate) -> dict[Relation, float]:
    """How far the goods stand in each relation; what is not sure is unknown."""
    answer = candidate.goods
    shares = dict.fromkeys(Relation, 0.0)
    shares[Relation.UNKNOWN] = 1 - answer.sure
    shares[answer.relation] += answer.sure
    return shares
