"""Features (特征): a candidate and its signals as numbers for the model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.position_kinds import AS_A_MARK, Position
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.grade import Relation
from classifiers.goods.ground import GoodsAnswer
from classifiers.scoring.rules import UNTRAINED_KINDS, log_odds
from classifiers.signals.mark import FAINT, is_chance
from storage.base.disguises import Disguise
from storage.records import Signal

KINDS = (
    "licence", "official-name", "maker", "goods", "other-mark", "other-brand", "company-name",
    "wording-imitation", "wording-labels", "wording-oem", "wording-claimed", "wording-mention",
    "wording-secondhand", "wording-news", "wording-support", "wording-negated", "price", "origin",
    "dispatch", "season", "registered-sign", "gi-badge", "patent-claim", "number", "law-disease",
    "law-preparation", "law-unlicensed", "validity", "watch-goods", "wording-report", "trait",
    "no-offer", "wording-parts", "chance-words", "person-name", "seller-history", "same-picture", "image-text",
)  # fmt: skip
_RELATIONS = tuple(Relation)
_POSITIONS = tuple(position for position in Position if position is not Position.PLACE_HINT)
_HOWS = (Disguise.EXACT, Disguise.SOUND, Disguise.SHAPE, Disguise.REVERSED, Disguise.INFIX,
         Disguise.OMISSION, Disguise.INITIALS)  # fmt: skip

NAMES = (
    "rules", "cost", "faint", "length", "commonness", "fields", "use",
    *(f"signal:{kind}" for kind in KINDS),
    *(f"place:{position}" for position in _POSITIONS),
    *(f"how:{how}" for how in _HOWS),
    *(f"goods:{relation}" for relation in Relation),
    "faint×not-own-goods", "use×other-goods", "short×faint", "plain×unknown-goods", "chance", "short×chance",
    "faint×other-brand", "other-brand×behind", "faint×lead×own-goods",
)  # fmt: skip


_STEEPEST = 8.0
"""Log-odds of the rules beyond which more says nothing to the model; chosen by hand in 2026."""
_LONGEST, _MOST_FIELDS = 6, 4
"""Characters of a mark, and fields in which it stands, from which more count the same; chosen by hand."""


def features(candidate: Candidate, signals: Sequence[Signal]) -> list[float]:
    """One row, in the order of NAMES."""
    closest = candidate.closest
    positions = set(candidate.positions)
    use = not positions.isdisjoint(AS_A_MARK)
    relation = candidate.goods.relation
    length = len(fold(candidate.right.text))
    faint = closest.cost >= FAINT
    same_goods = relation in (Relation.SAME, Relation.SIMILAR)
    shares = _shares(candidate.goods)
    by_rules = log_odds([s for s in signals if s.kind not in UNTRAINED_KINDS])
    weights = dict.fromkeys(KINDS, 0.0)
    for signal in signals:
        if signal.kind in weights:
            weights[signal.kind] += signal.weight
    return [
        max(-_STEEPEST, min(_STEEPEST, by_rules)),
        closest.cost,
        float(faint),
        float(min(length, _LONGEST)),
        _commonness(closest.text),
        float(min(len({match.field for match in candidate.matches}), _MOST_FIELDS)),
        float(use),
        *weights.values(),
        *(float(position in positions) for position in _POSITIONS),
        *(float(closest.how is how) for how in _HOWS),
        *shares.values(),
        float(faint and not same_goods),
        use * shares[Relation.DIFFERENT],
        float(length <= 2 and faint),
        float(not faint and relation is Relation.UNKNOWN),
        float(is_chance(closest)),
        float(length <= 2 and is_chance(closest)),
        float(faint and "other-brand" in weights),
        float("other-brand" in weights and Position.LEAD not in positions),
        float(faint and Position.LEAD in positions and same_goods and not is_chance(closest)),
    ]


def _shares(answer: GoodsAnswer) -> dict[Relation, float]:
    """How far the goods stand in each relation; what is not sure is unknown."""
    shares = dict.fromkeys(_RELATIONS, 0.0)
    shares[Relation.UNKNOWN] = 1 - answer.sure
    shares[answer.relation] = answer.sure
    return shares


def _commonness(text: str) -> float:
    """How common the matched text is as a word of the language, 0..1 (rank 0..9, none is 0)."""
    return (load_confusions().words.get(fold(text), -1) + 1) / 10


def feature_table(cases: Sequence[tuple[Candidate, Sequence[Signal]]]) -> NDArray[np.float64]:
    """float64 of shape (cases, len(NAMES)): one row a candidate with its signals."""
    return np.array([features(*case) for case in cases], dtype=np.float64)
