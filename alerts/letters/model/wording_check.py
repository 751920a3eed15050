"""The wording of a letter's facts: conclusions, and what belongs to another track, field by field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from alerts.letters.model.fact_labels import fact_label, fact_texts
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.wording import Remark, find_conclusions, find_other_track
from storage.records.letter_facts import Facts

SUSPECTED, TRACK = "使用“涉嫌”表述", "文书轨道"
"""Elements that a remark on the wording stands under."""
_QUOTED = ("listings", "hotspots", "office", "holder", "agent", "recipient", "sender", "number")
"""Facts that are names, or quoted from pages: nobody of the office words them."""


@dataclass(frozen=True, kw_only=True)
class FieldRemark:
    """A remark on the wording of one field."""

    element: str
    path: str
    label: str
    remark: Remark


def check_wording(kind: Kind, facts: Facts) -> Iterator[FieldRemark]:
    """What no field of the letter may say, with the sentence, the field's label and what to write."""
    quotations = tuple(
        text for row in facts.listings for text in (row.title, row.shop, row.operator) if text
    )
    for path, text in fact_texts(dataclasses.asdict(facts)):
        if path.split(".")[0] in _QUOTED:
            continue
        for element, remark in wording_remarks(kind, facts, _without(text, quotations)):
            yield FieldRemark(
                element=element, path=path, label=fact_label(path, kind), remark=remark
            )


def wording_remarks(kind: Kind, facts: Facts, text: str) -> Iterator[tuple[str, Remark]]:
    """The remarks on one text of the letter, with the element that each stands under.

    The office's name may stand in a holder's notice where a field names it, as the body that a
    complaint was made to.
    """
    for remark in find_conclusions(text):
        yield SUSPECTED, remark
    named = "\n".join(facts.fields.values())
    offices = [
        name
        for name in (facts.office.name,)
        if name and name not in named and name != facts.holder.name
    ]
    for remark in find_other_track(kind.track, text, offices):
        yield TRACK, remark


def _without(text: str, quotations: tuple[str, ...]) -> str:
    """The text without what it quotes from the pages."""
    for quotation in quotations:
        text = text.replace(quotation, "□")
    return text
