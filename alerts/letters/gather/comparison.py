"""A first comparison (比对表) from what the machine answered and an officer confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from alerts.letters.gather.lead_answers import ANSWER_WORDS, answer_of
from alerts.letters.gather.letter_leads import LetterLead
from storage.law.article_words import with_articles
from storage.records import ElementName, Right, Signal
from storage.records.letter_facts import Comparison

MOST_QUOTES = 3
"""Quotes in one cell, chosen by hand to fit it; the annex names every listing anyway."""
_ASPECTS = (("mark", "标识"), ("goods", "商品"), ("position", "使用位置"))
"""Kinds of signal, and the aspect of the comparison that each belongs to."""
_ELEMENTS: Mapping[str, ElementName] = {"mark": ElementName.SIGN, "goods": ElementName.GOODS}
"""The element that answers an aspect."""
_CONTRARY: Mapping[str, str] = {
    "标识相同": "近似",
    "标识近似": "相同",
    "属于同一种商品": "商品类似",
    "属于类似商品": "属于核定使用的商品",
}
"""Words of a ground that contradict an answer: such a ground is not printed beside it."""


def compare_leads(right: Right, leads: Sequence[LetterLead]) -> tuple[Comparison, ...]:
    """A row for each aspect that the signals of these leads concern.

    An aspect without any signal has no row, so that the check of completeness asks the officer for it.
    """
    sides = {
        "mark": f"“{right.text}”"
        + (f"（注册号{right.registration_no}）" * bool(right.registration_no)),
        "goods": "、".join(right.goods) or "—",
        "position": "核定商品、包装及其商业活动中识别来源的使用",
    }
    rows = []
    for kind, aspect in _ASPECTS:
        grounds = [signal for lead in leads for signal in _grounds(lead, kind)]
        if grounds:
            rows.append(
                Comparison(
                    aspect=aspect,
                    right=sides[kind],
                    listing="；".join(_first(f"“{signal.text}”" for signal in grounds)),
                    finding=_finding(kind, leads),
                )
            )
    return tuple(rows)


def _finding(kind: str, leads: Sequence[LetterLead]) -> str:
    """Each answer once, in the order of the leads, with the grounds of the leads that have it."""
    element = _ELEMENTS.get(kind)
    grounds: dict[str, list[str]] = {}
    for lead in leads:
        answer = answer_of(lead, element) if element else None
        words = ANSWER_WORDS[element, answer] if element and answer else ""
        contrary = _CONTRARY.get(words)
        grounds.setdefault(words, []).extend(
            with_articles(signal.explanation)
            for signal in _grounds(lead, kind)
            if contrary is None or contrary not in signal.explanation
        )
    parts = (
        "：".join(text for text in (words, "；".join(_first(texts))) if text)
        for words, texts in grounds.items()
    )
    return "。".join(part for part in parts if part)


def _grounds(lead: LetterLead, kind: str) -> list[Signal]:
    return [s for s in lead.signals if s.kind == kind and s.text and s.weight > 0]


def _first(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))[:MOST_QUOTES]
