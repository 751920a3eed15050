"""Changed answers (结论变化): which kinds of listing a new model answers otherwise than the old one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from classifiers.scoring.model_comparison import AnswerChange, ChangedExample
from classifiers.training.decided_cases import DecidedCase
from storage.base.disguises import disguise_of
from storage.records import Assessment, ElementName

_EXAMPLES = 3
"""Listings that are named of each kind; chosen by hand."""


def answer_changes(
    cases: Sequence[DecidedCase], before: Sequence[Assessment], after: Sequence[Assessment]
) -> tuple[AnswerChange, ...]:
    """Kinds of listing of which some are answered otherwise, those with most listings first."""
    kinds: dict[tuple[str, str, str, bool], list[tuple[DecidedCase, Assessment, Assessment]]]
    kinds = defaultdict(list)
    for case, old, new in zip(cases, before, after, strict=True):
        if old.lead is not new.lead:
            kinds[_kind(new)].append((case, old, new))
    return tuple(
        AnswerChange(
            written=written,
            goods=goods,
            use=use,
            lead=lead,
            listings=len(members),
            confirmed=sum(case.decision.infringing for case, _, _ in members),
            examples=tuple(_example(*member) for member in members[:_EXAMPLES]),
        )
        for (written, goods, use, lead), members in sorted(
            kinds.items(), key=lambda item: (-len(item[1]), item[0])
        )
    )


def _kind(assessment: Assessment) -> tuple[str, str, str, bool]:
    answers = {element.element: element.answer for element in assessment.elements}
    return (
        disguise_of(assessment.signals) or "exact",
        answers.get(ElementName.GOODS, ""),
        answers.get(ElementName.USE, ""),
        assessment.lead,
    )


def _example(case: DecidedCase, old: Assessment, new: Assessment) -> ChangedExample:
    listing = case.decision.listing
    return ChangedExample(
        title=listing.title,
        shop=listing.shop or "",
        right=case.decision.right,
        verdict="confirmed" if case.decision.infringing else "dismissed",
        before=old.score,
        after=new.score,
        step_before=old.next_step.value,
        step_after=new.next_step.value,
    )
