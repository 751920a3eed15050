"""Features (特征): a sighting and its signals as numbers for the model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.candidate.candidate import Sighting
from classifiers.candidate.position_kinds import AS_A_MARK, Place
from classifiers.goods.grade import Relation
from classifiers.goods.relation import GoodsAnswer
from classifiers.matching.confusion_table import load_confusions
from classifiers.matching.folding import fold
from classifiers.scoring.rules import BESIDE, log_odds
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
_PLACES = tuple(place for place in Place if place is not Place.PLACE_HINT)
_HOWS = (Disguise.EXACT, Disguise.SOUND, Disguise.SHAPE, Disguise.REVERSED, Disguise.INFIX,
         Disguise.OMISSION, Disguise.INITIALS)  # fmt: skip

NAMES = (
    "rules", "cost", "faint", "length", "commonness", "fields", "use",
    *(f"signal:{kind}" for kind in KINDS),
    *(f"place:{place}" for place in _PLACES),
    *(f"how:{how}" for how in _HOWS),
    *(f"goods:{relation}" for relation in Relation),
    "faint×not-own-goods", "use×other-goods", "short×faint", "plain×unknown-goods", "chance", "short×chance",
    "faint×other-brand", "other-brand×behind", "faint×lead×own-goods",
)  # fmt: skip


def features(sighting: Sighting, signals: Sequence[Signal]) -> list[float]:
    """One row, in the order of NAMES."""
    likest = sighting.likest.found
    where = set(sighting.places)
    use = not where.isdisjoint(AS_A_MARK)
    relation = sighting.goods.relation
    length = len(fold(sighting.right.text))
    faint = likest.cost >= FAINT
    own = relation in (Relation.SAME, Relation.SIMILAR)
    shares = _shares(sighting.goods)
    weights = dict.fromkeys(KINDS, 0.0)
    for signal in signals:
        if signal.kind in weights:
            weights[signal.kind] += signal.weight
    return [
        max(-8.0, min(8.0, log_odds([s for s in signals if s.kind not in BESIDE]))),
        likest.cost,
        float(faint),
        float(min(length, 6)),
        _commonness(likest.text),
        float(min(len({mark.field for mark in sighting.marks}), 4)),
        float(use),
        *weights.values(),
        *(float(place in where) for place in _PLACES),
        *(float(likest.how is how) for how in _HOWS),
        *shares.values(),
        float(faint and not own),
        use * shares[Relation.OTHER],
        float(length <= 2 and faint),
        float(not faint and relation is Relation.UNKNOWN),
        float(is_chance(likest)),
        float(length <= 2 and is_chance(likest)),
        float(faint and "other-brand" in weights),
        float("other-brand" in weights and Place.LEAD not in where),
        float(faint and Place.LEAD in where and own and not is_chance(likest)),
    ]


def _shares(answer: GoodsAnswer) -> dict[Relation, float]:
    """How far the goods stand in each relation; what is not sure is unknown."""
    shares = dict.fromkeys(_RELATIONS, 0.0)
    shares[Relation.UNKNOWN] = 1 - answer.sure
    shares[answer.relation] = answer.sure
    return shares


def _commonness(text: str) -> float:
    """How common the found text is as a word of the language, 0..1."""
    return (load_confusions().words.get(fold(text), -1) + 1) / 10


def table(rows: Sequence[tuple[Sighting, Sequence[Signal]]]) -> NDArray[np.float64]:
    """Many rows."""
    return np.array([features(*row) for row in rows], dtype=np.float64)
