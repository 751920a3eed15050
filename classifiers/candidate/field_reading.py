"""A field's own reading (字段自身): what its text says whatever mark stands in it, read once for all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from classifiers.characters.folding import fold
from classifiers.goods.ordinary_words import is_attributive, means_something

Span = tuple[int, int]
"""Half-open, in characters of the field."""

_PROMOTION = re.compile(
    r"^(?:[【\[（(《<「『].{0,24}?[】\]）)》>」』]|包邮|正品|新品|现货|官方|热销|爆款|特价|促销|\d{2,4}年?新?款?|[\W_])+"
)
"""What sellers set before the name of the goods."""
_NAME = re.compile(r"(?:[\u4e00-\u9fff]{2,5}|[A-Za-z][A-Za-z0-9'&.-]{2,15})(?=[\W_]|$)")
_SIGN = re.compile(r"[\W_]")
_REMARK = re.compile(r"[【\[（(《<「『](?=(.{0,25}))")
"""Where a remark in brackets may begin, and what stands behind."""
_CLOSING = re.compile(r"[】\]）)》>」』]")
_WORD = re.compile(r"[^\s、/／,，|+·]+")


@dataclass(frozen=True, kw_only=True, eq=False)
class FieldReading:
    """The text of one field; each answer is computed when first asked."""

    text: str
    """In standard characters."""

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def promotion_end(self) -> int:
        """Where the promotion ends with which the text begins; 0 without any."""
        promotion = _PROMOTION.match(self.text)
        return promotion.end() if promotion else 0

    @cached_property
    def first_name(self) -> Span | None:
        """Where the first word stands, closed off by a blank, if it is a name: no word of the language, of
        goods or of a place."""
        span = first_word(self.text)
        return None if span is None or means_something(fold(self.text[slice(*span)])) else span

    @cached_property
    def words(self) -> Mapping[Span, str]:
        """What blanks, commas and strokes part, by its place, in order."""
        return {word.span(): word[0] for word in _WORD.finditer(self.text)}


@lru_cache(maxsize=1 << 14)
def opens_title(word: str) -> bool:
    """Whether a word is what sellers set before the name of the goods, whatever they are: a promise (正品, 包邮) or
    what is said of any goods (休闲, 买一送一)."""
    return _PROMOTION.fullmatch(word) is not None or is_attributive(fold(word))


def first_word(text: str, start: int = 0) -> Span | None:
    """The first word from `start` on, behind remarks in brackets and signs, where a blank or a sign closes it
    off; of the words in those brackets where none does. Each place is tried once: one expression for it takes
    time that doubles with each pair of brackets (【】【】【】…)."""
    if name := _NAME.match(text, start):
        return name.span()
    if not _SIGN.match(text, start):
        return None
    waiting, tried = [start], set()
    while waiting:
        place = waiting.pop()
        if place in tried:
            continue
        tried.add(place)
        if name := _NAME.match(text, place):
            return name.span()
        if _SIGN.match(text, place):
            waiting.append(place + 1)
            remark = _REMARK.match(text, place)
            ends = _CLOSING.finditer(remark[1]) if remark else ()
            waiting.extend(reversed([place + 1 + end.end() for end in ends]))
    return None
