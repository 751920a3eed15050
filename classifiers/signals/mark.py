"""Mark form (标识形态): how the mark is written, and how like the registered one it is."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.goods.ordinary_words import is_spoken
from classifiers.matching.match import Match
from classifiers.matching.registration_numbers import is_sought_number
from classifiers.signals.quote import quote_match
from classifiers.signals.weights import weight
from storage.base.disguises import CHINESE, Disguise
from storage.records import RightKind, Signal
from storage.records.field_names import field_name
from storage.records.right_words import SIGN_NAMES

PLAIN_FORMS = frozenset({Disguise.EXACT, Disguise.WIDTH, Disguise.SCRIPT})
"""Ways to write a mark that hide nothing."""
_MOST = 8
"""Matches of which a signal is made, chosen by hand: more add nothing for a reader."""
_PLAIN, _DISGUISED = weight("mark.plain"), weight("mark.disguised")
_PER_COST = weight("mark.per-cost")
_BY_CHANCE = {length: weight(f"mark.by-chance-{length}") for length in (1, 2, 3, 4)}
"""By length of the mark in characters, 4 and more as 4."""
FAINT = weight("mark.faint-from")
"""Cost from which a likeness may be chance."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """A signal for each of the first matches of the mark."""
    for match in candidate.matches[:_MOST]:
        why = _explanation(match, candidate.right.kind) + _reading_note(candidate, match)
        yield quote_match("mark", match, _weight(match), why, how=match.how)


def _reading_note(candidate: Candidate, match: FieldMatch) -> str:
    """That the words were read in a picture, and how surely: the reader's model of the language turns
    a look-alike into the word it expects (鹿呜川 into 鹿鸣川), so a reading is no proof of an exact mark."""
    if match.field != "image_text":
        return ""
    lines = candidate.background.lines
    surest = max((line.confidence for line in lines if match.text in line.text), default=None)
    sure = "" if surest is None else f"，可信度{surest:.0%}"
    return f"（由软件从图片中读出{sure}，形近改字可能被读成本字，是否改字须对照截图）"


def _weight(match: FieldMatch) -> float:
    """Disguised on purpose weighs more than plain; a faint likeness weighs less."""
    if match.how in PLAIN_FORMS:
        return _PLAIN
    log_odds = _DISGUISED + _PER_COST * match.cost
    if is_chance(match):
        log_odds += _BY_CHANCE[min(len(match.form), 4)]
    return round(log_odds, 2)


def is_chance(match: Match) -> bool:
    """Whether a faint likeness is probably none: it stands in running text, where words meet by
    chance, or the mark is a plain word of the language, which has many neighbours."""
    return match.cost >= FAINT and (match.embedded or is_spoken(match.form))


def _explanation(match: FieldMatch, kind: RightKind) -> str:
    sign = SIGN_NAMES.get(kind, "权利标识")
    place = field_name(match.field)
    if is_chance(match) and len(match.form) < 4:
        return f"{place}出现“{match.text}”，与“{match.form}”近似（{_manner(match)}），但可能是巧合"
    if is_sought_number(match.form):
        return f"{place}标注了该权利的号码“{match.text}”"
    if match.how is Disguise.EXACT:
        return f"{place}出现与{sign}“{match.form}”相同的文字"
    return f"{place}出现“{match.text}”，与{sign}“{match.form}”近似（{_manner(match)}）"


def _manner(match: FieldMatch) -> str:
    """How the text is like the mark, in words; of what is no character replaced, what is."""
    if match.how is Disguise.REPLACED and match.form.isascii():
        return "换用其中一词" if match.text.isascii() else "中外文含义相同"
    if match.how is Disguise.REPLACED and match.text.isascii():
        return "中外文含义相同"
    return CHINESE[match.how]
