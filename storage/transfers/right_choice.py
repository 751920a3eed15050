"""Which right of this office a handed-over lead belongs to (权利对应): the same registration, else the same sign.

A right of another office is never made one of ours by itself: it would be looked for in every listing from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from storage.base.compact_text import caseless, compact
from storage.records import Right
from storage.records.outside.transfer import TransferredRight


class OwnRights:
    """The rights of this office by registration and by sign, read once for all leads of a package."""

    def __init__(self, rights: Iterable[Right]) -> None:
        self._by_number: dict[tuple[str, str], list[Right]] = defaultdict(list)
        self._by_sign: dict[tuple[str, str], list[Right]] = defaultdict(list)
        for right in rights:
            self._by_sign[right.kind.value, caseless(right.text)].append(right)
            if number := _number(right.registration_no):
                self._by_number[right.kind.value, number].append(right)

    def of(self, transferred: TransferredRight) -> Right | None:
        """The one right that it certainly is; None where there is none, or more than one may be meant.

        The same number and kind decide; without a number on either side the same sign and kind.
        """
        record = transferred.record
        kind, number = str(record.get("kind", "")), _number(record.get("registration_no"))
        sign = caseless(str(record.get("text", "")))
        same: Sequence[Right] = self._by_number.get((kind, number), ())
        if len(same) > 1:
            same = [right for right in same if caseless(right.text) == sign]
        if not same:
            same = [
                right
                for right in self._by_sign.get((kind, sign), ())
                if not (number and _number(right.registration_no))
            ]
        return same[0] if len(same) == 1 else None


def _number(value: object) -> str:
    return compact(str(value or "")).upper()
