"""The wording of a letter's facts: conclusions, and what belongs to another track, field by field."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from alerts.letters.model.fact_labels import fact_label, fact_texts
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.office_names import office_names
from alerts.letters.model.wording import (
    Remark,
    find_conclusions,
    find_other_scripts,
    find_other_track,
)
from storage.records.letter_facts import Facts
from storage.records.letter_record import Track

SUSPECTED, TRACK, SCRIPT = "使用“涉嫌”表述", "文书轨道", "使用规范汉字"
"""Elements that a remark on the wording stands under."""
_QUOTED = (
    "listings", "hotspots", "office", "holder", "agent", "recipient", "sender", "number",
    "approver", "reviewer",
)  # fmt: skip
"""Facts that are names, or quoted from pages: nobody of the office words them."""
_SIGNATURES = frozenset(
    {"sender", "guarantee.signatory", "guarantee.capacity", "holder.contact"}
    | {f"agent.{member}" for member in ("name", "representative", "contact")}
)
"""Who signs or answers for a holder's letter."""
_TYPED = ("fields", "confusion", "fair_use")
"""Facts that the office or the holder words as sentences."""
_COMPLAINT = re.compile("投诉|举报|起诉|受理")


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
        plain = _without(text, quotations)
        authority = path in _authority_paths(kind)
        for element, remark in wording_remarks(kind, facts, plain, names_authority=authority):
            yield FieldRemark(
                element=element, path=path, label=fact_label(path, kind), remark=remark
            )
        if path.split(".")[0] in _TYPED:
            for remark in find_other_scripts(plain):
                yield FieldRemark(
                    element=SCRIPT, path=path, label=fact_label(path, kind), remark=remark
                )


def check_signatures(kind: Kind, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Places of a holder's letter that say who signs or answers for it, and name an authority or a
    user of the console: the path, its label, the name."""
    if kind.track is not Track.HOLDER:
        return
    names = office_names(facts)
    for path, text in fact_texts(dataclasses.asdict(facts)):
        if path in _SIGNATURES and (name := names.in_signature(text)):
            yield path, fact_label(path, kind), name


def wording_remarks(
    kind: Kind, facts: Facts, text: str, *, names_authority: bool = False
) -> Iterator[tuple[str, Remark]]:
    """The remarks on one text of the letter, with the element that each stands under.

    The office's name may stand in a holder's notice as the body that a complaint was made to: in a
    field that names that body, and where a sentence tells of a complaint to it.
    """
    for remark in find_conclusions(text):
        yield SUSPECTED, remark
    names = office_names(facts)
    complained = any(
        names.in_text(facts.fields.get(path.partition(".")[2], ""))
        for path in _authority_paths(kind)
    )

    def named(sentence: str) -> str | None:
        if names_authority or (complained and _COMPLAINT.search(sentence)):
            return None
        return names.in_text(sentence)

    for remark in find_other_track(kind.track, text, named if kind.track is Track.HOLDER else None):
        yield TRACK, remark


def _authority_paths(kind: Kind) -> frozenset[str]:
    return frozenset(f"fields.{field.name}" for field in kind.fields if field.authority)


def _without(text: str, quotations: tuple[str, ...]) -> str:
    """The text without what it quotes from the pages."""
    for quotation in quotations:
        text = text.replace(quotation, "□")
    return text
