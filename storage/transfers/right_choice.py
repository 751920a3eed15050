"""Which right of this office a handed-over lead belongs to (权利对应): the same registration, else the same sign.

A right of another office is never made one of ours by itself: it would be looked for in every listing from then on.
"""

from __future__ import annotations

from collections.abc import Iterable

from storage.base.compact_text import compact
from storage.records import Right
from storage.records.outside.transfer import TransferredRight


def own_right(rights: Iterable[Right], transferred: TransferredRight) -> Right | None:
    """The one right that it certainly is; None where there is none, or more than one may be meant.

    The same number and kind decide; without a number on either side the same sign and kind.
    """
    record = transferred.record
    kind, number = str(record.get("kind", "")), _number(record.get("registration_no"))
    text = compact(str(record.get("text", ""))).casefold()
    of_kind = [right for right in rights if right.kind.value == kind]
    same = [right for right in of_kind if number and _number(right.registration_no) == number]
    if len(same) > 1:
        same = [right for right in same if compact(right.text).casefold() == text]
    if not same:
        same = [
            right
            for right in of_kind
            if compact(right.text).casefold() == text
            and not (number and _number(right.registration_no))
        ]
    return same[0] if len(same) == 1 else None


def _number(value: object) -> str:
    return compact(str(value or "")).upper()
