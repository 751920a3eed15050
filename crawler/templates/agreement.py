"""Agreement of a template with the full reader (一致率), field by field, over the last checks."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from math import sqrt
from typing import Any

from crawler.extract.listing_facts import EMPTY, ListingFacts
from crawler.platform.profile import FieldEvidence
from crawler.templates.learnt_template import LearntTemplate
from crawler.templates.sample import OPERATOR_FIELDS, VOTED, Sample, field_of, plain_value

WINDOW = 20
"""Checks that are remembered; chosen by hand."""
LEAST = 0.95
"""Share of agreeing checks below which a field has drifted; asked for by the design."""
_FEWEST = 2
"""Disagreements that a window must hold: one page may be odd."""
_DEVIATIONS = 2.0
"""Standard deviations that a field is allowed which the full reader itself reads wrongly at times."""
_TITLE_SHARE = 0.6
"""Share of a longer title that the shorter one must be; chosen by hand."""
_ATTRIBUTE_SHARE = 0.5
"""Share of the full reader's attributes that the template must read alike; chosen by hand."""
_PREFIX = 30
"""Characters by which two descriptions are compared: previews are cut."""


def field_agreement(
    sample: Sample, facts: ListingFacts, template: LearntTemplate
) -> dict[str, bool]:
    """Field → does the full reader know the value that the template reads?

    A field that only the template finds disagrees with nobody; one that only the full reader finds
    does. Fields that an officer fixed are not asked.
    """
    values: Mapping[str, Any] = facts
    answers: dict[str, bool] = {}
    for name in template.profile.listing:
        if name in template.pinned:
            continue
        operator = values.get("operator")
        value = (
            getattr(operator, OPERATOR_FIELDS[name], None)
            if name in OPERATOR_FIELDS
            else values.get(name)
        )
        answer = _agrees(name, sample, value)
        if answer is not None:
            answers[name] = answer
    return answers


def _agrees(name: str, sample: Sample, value: Any) -> bool | None:
    full = field_of(sample.listing, name)
    if full in EMPTY:
        return None
    if value in EMPTY:
        return False
    if name == "title" and _is_same_title(plain_value(value), plain_value(full)):
        return True
    if name == "price":  # other amounts of the page have readers that speak for them, too
        return bool(value == full)
    if name in VOTED or name in OPERATOR_FIELDS:
        return plain_value(value) in sample.votes[name]
    if name == "images":
        return bool(set(value) & set(full))
    if name == "attributes":
        equal = sum(value.get(key) == text for key, text in full.items())
        return bool(equal >= _ATTRIBUTE_SHARE * len(full))
    if name == "description":
        return plain_value(value)[:_PREFIX] == plain_value(full)[:_PREFIX]
    return bool(value == full)


def _is_same_title(a: str, b: str) -> bool:
    """Is one of them the other with a badge or the site's name beside it?"""
    short, long = sorted((a, b), key=len)
    return short in long and len(short) >= _TITLE_SHARE * len(long)


class AgreementWindow:
    """The last checks of one template."""

    def __init__(self) -> None:
        self._answers: dict[str, deque[bool]] = {}
        self.checks = 0
        self._agreeing_in_a_row = 0
        self.agreeing = 0
        """Checks on which every field agreed."""

    def note(self, answers: Mapping[str, bool], *, agrees: bool) -> None:
        """One more check; `agrees` leaves out fields on which the readers always differed."""
        self.checks += 1
        self.agreeing += agrees
        self._agreeing_in_a_row = self._agreeing_in_a_row + 1 if agrees else 0
        for name, answer in answers.items():
            self._answers.setdefault(name, deque(maxlen=WINDOW)).append(answer)

    def is_calm(self, checks: int) -> bool:
        """Has every check agreed, or the last so many?"""
        return self.agreeing == self.checks or self._agreeing_in_a_row >= checks

    def drifted(self, evidence: Mapping[str, FieldEvidence]) -> tuple[str, int, int] | None:
        """The first field that agrees too seldom, with its agreeing and all checks; None without one.

        A field on which the full reader and the template differed already when the template was
        learnt is measured by that.
        """
        for name, answers in self._answers.items():
            count, agreeing = len(answers), sum(answers)
            if count - agreeing >= _FEWEST and agreeing < count * self._least(
                evidence.get(name), count
            ):
                return name, agreeing, count
        return None

    @staticmethod
    def _least(evidence: FieldEvidence | None, count: int) -> float:
        base = evidence.agree / evidence.pages if evidence and evidence.pages else 1.0
        base = min(1.0, base)
        return max(0.0, LEAST * base - _DEVIATIONS * sqrt(base * (1 - base) / count))
