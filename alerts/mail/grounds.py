"""理由 of a mail: each ground of an assessment once, with all the places where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alerts.text.plain_text import masked_line
from storage.law.article_words import with_articles
from storage.records import RightKind, Signal
from storage.records.field_names import field_name
from storage.records.right_words import SIGN_NAMES

_PLACE = "{}"
_ONLY_PLACE = re.compile(r"“.*”(?:仅)?出现在\{\}(?:中|的叙述中)?")
"""A ground that says no more than where the mark stands: the ground of the mark names its places."""
_USE_AS_MARK = re.compile("作为品牌使用，属商标性使用|，属商标性使用|，起识别来源作用")
"""What an assessment of an earlier release said of a name that is no mark."""


def grounds(signals: Sequence[Signal], kind: RightKind, *, most: int) -> tuple[str, ...]:
    """Up to `most` Chinese lines that speak for infringement, the strongest first, numbers of persons
    masked; the articles that they name are those in force today."""
    strongest = sorted((s for s in signals if s.weight > 0), key=lambda s: -s.weight)
    places: dict[str, list[str]] = {}
    for signal in strongest:
        template, place = _split(signal)
        named = places.setdefault(template, [])
        if place and place not in named:
            named.append(place)
    lines = (
        template.replace(_PLACE, "、".join(named))
        for template, named in places.items()
        if not _ONLY_PLACE.fullmatch(template)
    )
    worded = [_in_words_of(kind, line) for line in lines]
    return tuple(masked_line(with_articles(line)) for line in dict.fromkeys(worded))[:most]


def _split(signal: Signal) -> tuple[str, str]:
    """The ground with a gap in place of the field that it names, and the field."""
    place = field_name(signal.field)
    if signal.explanation.count(place) != 1:
        return signal.explanation, ""
    return signal.explanation.replace(place, _PLACE), place


def _in_words_of(kind: RightKind, line: str) -> str:
    """A patent and a plant variety have a name, which is no sign."""
    if kind not in SIGN_NAMES:
        return line
    return _USE_AS_MARK.sub("", line.replace("权利标识", SIGN_NAMES[kind]))
