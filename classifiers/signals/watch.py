"""Watch words (监测词) of the office's own product rules: said in an offer of the rule's goods."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.goods.grade import Relation
from classifiers.signals.product_law import denied
from classifiers.signals.quote import quote_match
from classifiers.signals.weights import weight
from storage.records import Signal
from storage.records.field_names import field_name

_IN_OFFER, _IN_TEXT = weight("watch.in-offer"), weight("watch.in-text")
_OTHER_GOODS, _DENIED = weight("watch.other-goods"), weight("watch.denied")


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """Signals of the closest match of a watch word, and of goods that the rule does not name."""
    match = candidate.closest
    statement = f"{field_name(match.field)}出现监测词“{match.text}”"
    if denied(candidate.field(match.field), match.span[0]):
        yield quote_match("position", match, _DENIED, f"{statement}，但为否定或提示性表述")
        return
    log_odds = _IN_OFFER if match.field in ("title", "brand", "image_text") else _IN_TEXT
    yield quote_match("position", match, log_odds, f"{statement}，用于商品宣传")
    if candidate.goods.relation is Relation.NEAR:
        yield quote_match("watch-goods", match, _OTHER_GOODS, "所售商品不在该监测规则的商品范围内")
