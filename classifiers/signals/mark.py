"""Mark form (标识形态): how the mark is written, and how like the registered one it is."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.characters.confusion_table import load_confusions
from classifiers.matching.matcher import Match
from classifiers.matching.registration_numbers import is_sought_number
from classifiers.signals.quote import field_name, quote_mark
from storage.base.disguises import CHINESE, Disguise
from storage.records import Signal

_PLAIN = {Disguise.EXACT, Disguise.WIDTH, Disguise.SCRIPT}
_MOST = 8
"""More finds than this add nothing for a reader."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    for match in candidate.matches[:_MOST]:
        yield quote_mark("mark", match, _weight(match), _why(match), how=match.how)


def _weight(match: FieldMatch) -> float:
    """Disguised on purpose weighs more than plain; a faint likeness weighs less."""
    found = match
    if found.how in _PLAIN:
        return 1.0
    weight = 1.6 - 2.4 * found.cost
    if is_chance(found):
        weight += _BY_CHANCE[min(len(found.form), 4)]
    return round(weight, 2)


_BY_CHANCE = {1: -3.0, 2: -2.4, 3: -1.0, 4: 0.0}
"""By length of the mark: what a faint likeness in running text is worth less."""
FAINT = 0.2


def is_chance(found: Match) -> bool:
    """Whether a faint likeness is probably none: it stands in running text, where words meet by
    chance, or the mark is a plain word of the language, which has many neighbours."""
    return found.cost >= FAINT and (found.embedded or _is_plain_word(found.form))


def _is_plain_word(form: str) -> bool:
    return load_confusions().words.get(form, -1) >= _PLAIN_RANK


_PLAIN_RANK = 3
"""Rank (0..9) from which a word is in everybody's mouth."""


def _why(match: FieldMatch) -> str:
    found = match
    place = field_name(match.field)
    if is_chance(found) and len(found.form) < 4:
        return (
            f"{place}出现“{found.text}”，与“{found.form}”近似（{CHINESE[found.how]}），但可能是巧合"
        )
    if is_sought_number(found.form):
        return f"{place}标注了该权利的号码“{found.text}”"
    if found.how is Disguise.EXACT:
        return f"{place}出现与权利标识“{found.form}”相同的文字"
    return f"{place}出现“{found.text}”，与权利标识“{found.form}”近似（{CHINESE[found.how]}）"
