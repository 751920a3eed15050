"""Rights of other kinds than a trademark, and the answer to one element."""

from __future__ import annotations

from dataclasses import replace

from storage.records import Assessment, ElementName, RightKind
from tests.classifiers.samples import INDICATION, LANZE

MELON = replace(
    INDICATION,
    holder="h",
    kind=RightKind.CERTIFICATION,
    authorised_sellers=LANZE.authorised_sellers[:1],
)
FAMOUS = replace(LANZE, well_known=True)
TEA = replace(
    MELON,
    text="岚泽毛尖",
    goods=("茶叶",),
    classes=(30,),
    place=("岚泽",),
    product=("毛尖",),
    authorised_sellers=(),
)


def answer(assessment: Assessment, name: ElementName) -> str:
    return next(e.answer for e in assessment.elements if e.element is name)
