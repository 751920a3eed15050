"""Verdicts that may be given on a lead, each with its key and the reasons that fit it (核查意见)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.web.leads.reasons import reasons_for
from storage.base.vocabulary import Verdict

VERDICT_KEYS = (
    (Verdict.CONFIRMED, "a", "确认"),
    (Verdict.DISMISSED, "x", "排除"),
    (Verdict.NEEDS_EVIDENCE, "n", "待补证"),
)
"""(verdict, key that opens its reasons, label) in the order of the bar; no key gives a verdict by itself."""
_NEEDS_NOTE = "other"


@dataclass(frozen=True, kw_only=True)
class ReasonChoice:
    """One reason in a verdict's panel."""

    code: str
    name: str
    digit: int
    """The key that takes it, 1..9."""
    is_suggested: bool
    """Enter takes it."""
    needs_note: bool


@dataclass(frozen=True, kw_only=True)
class VerdictChoice:
    """A verdict that may be given."""

    verdict: Verdict
    key: str
    label: str
    reasons: Sequence[ReasonChoice]

    @property
    def suggested(self) -> ReasonChoice:
        return next(reason for reason in self.reasons if reason.is_suggested)


def verdict_choices(suggested: Mapping[Verdict, str]) -> list[VerdictChoice]:
    """The verdicts in the order of the bar; `suggested` is the code of the reason that Enter takes."""
    return [
        VerdictChoice(
            verdict=verdict,
            key=key,
            label=label,
            reasons=[
                ReasonChoice(
                    code=reason.code,
                    name=reason.name,
                    digit=digit,
                    is_suggested=reason.code == suggested[verdict],
                    needs_note=reason.code == _NEEDS_NOTE,
                )
                for digit, reason in enumerate(reasons_for(verdict), start=1)
            ],
        )
        for verdict, key, label in VERDICT_KEYS
    ]
