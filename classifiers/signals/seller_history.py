"""Seller history (卖家记录): verdicts on its other listings, a picture known from one, accepted rules.

法发〔2020〕32号: going on after a finding is a sign of intent.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.signals.quote import quote, quote_field
from classifiers.signals.weights import weight
from storage.records import Signal

_ONCE, _OFTEN = weight("seller-history.once"), weight("seller-history.often")
_CLEAN, _PICTURE = weight("seller-history.clean"), weight("same-picture")
_REPEATED, _CLEARED = 3, 3
"""Confirmed listings that make a repeat; dismissed ones, without any confirmed, that speak for the
seller. Chosen by hand in 2026."""
_NAMED_LEADS = 3
"""Leads of the same picture that the explanation names."""


RULE = "seller-rule"
"""Kind of the ground of an accepted rule: it weighs nothing and moves no score. What it changes is the next
step (`classifiers.scoring.score`)."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """Signals of the seller's other listings and of the listing's picture."""
    background = candidate.background
    field = "shop" if candidate.field("shop") else "title"
    if background.confirmed:
        log_odds = _OFTEN if background.confirmed >= _REPEATED else _ONCE
        why = f"该店铺另有{background.confirmed}条商品信息已被确认涉嫌侵权"
        yield quote_field("seller-history", candidate, field, log_odds, why)
    elif background.dismissed >= _CLEARED:
        why = f"该店铺此前{background.dismissed}条线索均已排除"
        yield quote_field("seller-history", candidate, field, _CLEAN, why)
    if background.same_picture:
        leads = "、".join(map(str, background.same_picture[:_NAMED_LEADS]))
        why = f"商品图片与已确认的线索{leads}相同，可能是换链接再上架"
        yield quote_field("same-picture", candidate, "title", _PICTURE, why)
    yield from _rules(candidate)


def _rules(candidate: Candidate) -> Iterator[Signal]:
    """A signal for each rule on sellers that an officer accepted (店铺规则)."""
    for rule in candidate.background.rules:
        start = max(0, candidate.original_fields.get("shop", "").find(rule.word))
        why = (
            f"本单位已采纳的店铺规则第{rule.number}号：店名含“{rule.word}”的{rule.dismissed + rule.confirmed}条"
            f"线索中{rule.dismissed}条被排除，不再列为线索，仅作关注；可在“学习”页撤销"
        )
        yield quote(RULE, candidate, "shop", (start, start + len(rule.word)), 0.0, why)
