"""比对结论: whether a lead's sign and goods are the right's own or like them, as a comparison states it."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.letters.gather.letter_leads import LetterLead
from storage.records import ElementName

ANSWER_WORDS: Mapping[tuple[ElementName, str], str] = {
    (ElementName.SIGN, "identical"): "标识相同",
    (ElementName.SIGN, "similar"): "标识近似",
    (ElementName.GOODS, "same"): "属于同一种商品",
    (ElementName.GOODS, "similar"): "属于类似商品",
}
"""The answers that a comparison states; any other leaves the finding to the officer."""
_LEAST_PROBABILITY = 0.5
"""Of an answer that nobody checked, so that a letter states what is likelier than not."""
_OFFICER_ANSWERS: Mapping[str, Mapping[ElementName, str]] = {
    "same_mark": {ElementName.SIGN: "identical", ElementName.GOODS: "same"},
}
"""Reasons of verdicts (storage.base.reasons) that answer an element by their words."""
_SIMILAR_MARK = "similar_mark"


def answer_of(lead: LetterLead, element: ElementName) -> str | None:
    """A key of `ANSWER_WORDS`: the officer's answer, else the assessment's; None where neither has one.

    A verdict of a similar mark denies the same mark on the same goods, which is an item of its own among
    the infringing acts (商标法, trademark.infringing-acts): where the assessment answers so, the sign is the
    similar one.
    """
    reason = lead.verdict.reason if lead.verdict else None
    officer_answers = _OFFICER_ANSWERS.get(reason or "", {})
    if element in officer_answers:
        return officer_answers[element]
    answers = {
        item.element: item.answer
        for item in lead.elements
        if item.probability >= _LEAST_PROBABILITY and (item.element, item.answer) in ANSWER_WORDS
    }
    is_double = (
        answers.get(ElementName.SIGN) == "identical" and answers.get(ElementName.GOODS) == "same"
    )
    if reason == _SIMILAR_MARK and is_double and element is ElementName.SIGN:
        return "similar"
    return answers.get(element)
