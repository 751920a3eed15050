"""Cautions about rights that are to be imported (提示): what makes a mark catch too much, or nothing.

Unlike a doubt (`doubts.py`) a caution contradicts nothing: the mark may well be registered so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from classifiers.characters.folding import fold
from classifiers.goods.gazetteer import PlaceLevel, load_gazetteer
from classifiers.goods.sign_parts import simplified
from storage.base.message import Message
from storage.records import Right, RightKind
from storage.records.right_term import Standing, grace_end, standing_of
from storage.records.right_words import MARKS

_SHORT = 2
"""Characters up to which a mark is often part of other words; chosen by hand."""
_SHORT_LATIN = 3
"""The same, of Latin letters and figures."""
_EXAMPLE = "示例行"
"""How the note of the template's example row begins."""


def cautions_of(right: Right, today: date) -> tuple[Message, ...]:
    """The cautions about one right, as of a day."""
    return tuple(_cautions(right, today))


def _term_cautions(right: Right, today: date) -> Iterator[Message]:
    until = right.valid_until
    if until is None:
        return
    match standing_of(right, today):
        case Standing.IN_GRACE:
            yield Message("right-caution.in-grace", {"until": until, "last": grace_end(until)})
        case Standing.RENEWING:
            yield Message("right-caution.renewing", {"until": until, "filed": right.renewal_filed})
        case Standing.ENDED:
            yield Message("right-caution.expired", {"until": until})
        case _:
            return


def _cautions(right: Right, today: date) -> Iterator[Message]:
    if right.note and right.note.startswith(_EXAMPLE):
        yield Message("right-caution.example")
    yield from _term_cautions(right, today)
    if right.kind is RightKind.PRODUCT_RULE:
        return
    if not right.goods:
        yield Message("right-caution.no-goods" if right.classes else "right-caution.no-classes")
    if right.kind in MARKS and right.registration_no is None:
        yield Message("right-caution.no-number")
    text = fold(right.text)
    if 1 < len(text) <= (_SHORT_LATIN if text.isascii() else _SHORT):
        yield Message("right-caution.short", {"count": len(text)})
    level = load_gazetteer().level(right.text.translate(simplified()))
    if level is not None and level <= PlaceLevel.COUNTY:
        yield Message("right-caution.place-name", {"text": right.text})
