"""Making signals that quote a field with its span."""

from __future__ import annotations

from classifiers.candidate.candidate import Candidate, FieldMatch
from storage.records import Signal


def quote(
    kind: str, candidate: Candidate, field: str, span: tuple[int, int], weight: float, why: str
) -> Signal:
    """A signal on part of a field."""
    text = candidate.original_fields.get(field, "")[slice(*span)]
    return Signal(kind=kind, field=field, span=span, text=text, weight=weight, explanation=why)


def quote_field(kind: str, candidate: Candidate, field: str, weight: float, why: str) -> Signal:
    """A signal on a whole field."""
    return quote(kind, candidate, field, (0, len(candidate.field(field))), weight, why)


def quote_match(
    kind: str, match: FieldMatch, weight: float, why: str, *, how: str | None = None
) -> Signal:
    """A signal on a match of the mark."""
    return Signal(
        kind=kind,
        field=match.field,
        span=match.span,
        text=match.text,
        weight=weight,
        explanation=why,
        how=how,
    )


def quote_sign(kind: str, candidate: Candidate, weight: float, why: str) -> Signal:
    """A signal on the closest match, or on the picture where the sign stands there alone."""
    if candidate.matches:
        return quote_match(kind, candidate.closest, weight, why)
    return Signal(kind=kind, field="image", span=(0, 0), text="", weight=weight, explanation=why)
