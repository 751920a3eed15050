"""Mark form (标识形态): how the mark is written, and how like the registered one it is."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.sighting import FieldMark, Sighting
from classifiers.signals.quote import field_name, quote_mark
from classifiers.variants import CHINESE, Disguise
from storage.records import Signal

_PLAIN = {Disguise.EXACT, Disguise.WIDTH, Disguise.SCRIPT}
_MOST = 8
"""More finds than this add nothing for a reader."""


def speak(sighting: Sighting) -> Iterator[Signal]:
    for mark in sighting.marks[:_MOST]:
        yield quote_mark("mark", mark, _weight(mark), _why(mark))


def _weight(mark: FieldMark) -> float:
    """Disguised on purpose weighs more than plain; a faint likeness weighs less."""
    found = mark.found
    if found.how in _PLAIN:
        return 1.0
    return round(1.6 - 2.4 * found.cost, 2)


def _why(mark: FieldMark) -> str:
    found = mark.found
    place = field_name(mark.field)
    if found.how is Disguise.EXACT:
        return f"{place}出现与权利标识“{found.form}”相同的文字"
    return f"{place}出现“{found.text}”，与权利标识“{found.form}”近似（{CHINESE[found.how]}）"
