"""Resale (转售): how likely a lawful seller may write the sign, since the holder's own goods are sold on."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.candidate.candidate import Candidate
from classifiers.characters.folding import fold
from classifiers.elements.answers import Answers, chance, likeliest
from classifiers.elements.parts import fills_brand_field, is_coined
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.grade import Relation
from classifiers.goods.nice_classes import SERVICES
from storage.base.disguises import SAME_SIGN, Disguise
from storage.records import Signal
from storage.records.element import ElementName
from storage.records.field_names import SELLER_FIELDS
from storage.records.right_words import OF_A_PLACE


def resold(candidate: Candidate, signals: Sequence[Signal], answers: Answers) -> float:
    """Probability that a lawful seller may write the sign, as who sells the holder's goods on does: the
    sign itself, a piece of it, or its place and goods with words between, on goods like those that the
    holder has under it. Nobody disguises a sign of his own, or resells goods that there are not."""
    if any(signal.kind == "own-earlier" for signal in signals):
        return 1.0
    exact = 1 - chance(answers, ElementName.SIGN, "similar")
    if any(m.how in SAME_SIGN and fills_brand_field(candidate, m) for m in candidate.matches):
        exact = 1.0
    if any(match.how is Disguise.PARTS for match in candidate.matches):
        of_a_place = candidate.right.kind in OF_A_PLACE or bool(candidate.right.place)
        exact = 1.0 if of_a_place else exact
    if _bears_another_brand(candidate, signals, answers):
        exact *= _UNDER_ANOTHERS
    if not _states_goods(candidate) or likeliest(answers, ElementName.GOODS) != "other":
        return exact
    if _is_fame_reached_for(candidate, signals):
        return exact * _FAMOUS_MADE_TOO
    return exact * max(_MADE_TOO, 1 - chance(answers, ElementName.GOODS, "other"))


_SURELY = 0.7
"""Sureness of what is sold from which goods that a holder does not have are resold by nobody; by hand."""
_MADE_TOO = 0.35
"""Least probability that a holder sells such goods too, though its record does not name them: the holder is
asked before anybody is written to; chosen by hand in 2026."""
_FAMOUS_MADE_TOO = 0.1
"""The same of a well-known mark on goods that are surely others and of whose leave nobody speaks: of 45 such
uses in reported matters 43 were without leave, and two no use of the mark on such goods."""
_OF_LEAVE = frozenset(
    {
        "wording-claimed",
        "gi-badge",
        "licence",
        "official-name",
        "wording-resold",
        "wording-secondhand",
    }
)
"""Kinds of signal that speak of the holder's leave or of goods sold on, be it only by the seller's word."""


def _is_fame_reached_for(candidate: Candidate, signals: Sequence[Signal]) -> bool:
    """Whether a well-known mark that is no word of the language and no place stands on goods that are surely
    others, and nobody speaks of leave. Tickets and vouchers for a service are sold on by anybody, so there
    the seller itself must be called by the mark."""
    goods = candidate.goods
    if not candidate.right.well_known or goods.relation is not Relation.DIFFERENT:
        return False
    if any(signal.kind in _OF_LEAVE for signal in signals):
        return False
    called = any(match.field in (*SELLER_FIELDS, "brand") for match in candidate.matches)
    if goods.ground is not None and goods.ground.nice >= SERVICES and not called:
        return False
    gazetteer = load_gazetteer()
    return any(is_coined(m) and fold(m.form) not in gazetteer for m in candidate.matches)


_UNDER_ANOTHERS = 0.35
"""Share of the goods under another's brand that may yet be the holder's, since sellers fill the brand field
carelessly; chosen by hand in 2026."""


def _bears_another_brand(candidate: Candidate, signals: Sequence[Signal], answers: Answers) -> bool:
    """Whether goods on which the sign is used as a mark are said to be of another brand: nobody resells the
    holder's goods under that, unless it is another mark of the holder's own, but the sign of a place stands
    beside its makers' own brands."""
    if candidate.right.kind in OF_A_PLACE or candidate.right.place:
        return False
    if likeliest(answers, ElementName.USE) != "mark":
        return False
    branded = {signal.field for signal in signals if signal.kind == "other-brand"}
    return bool(branded) and not any(
        match.field in branded and right.holder and right.holder == candidate.right.holder
        for match, right in candidate.other_matches
        if match.how in SAME_SIGN
    )


def _states_goods(candidate: Candidate) -> bool:
    """Whether the goods that are sold can be held against those of the right's record."""
    recorded = candidate.right.goods or candidate.right.classes
    goods = candidate.goods
    return bool(recorded) and goods.relation is not Relation.UNKNOWN and goods.sure >= _SURELY
