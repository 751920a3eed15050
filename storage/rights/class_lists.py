"""Nice classes (国际分类) as people write them: `29,30`, `第29、30类`, `29类 食品`, `29-31`, `第二十九类`, `3.0`."""

from __future__ import annotations

import re
import unicodedata

from storage.base.chinese_number import read_number
from storage.base.errors import BadInput

NICE_CLASSES = 45
"""Of goods (1 to 34) and services (35 to 45), by the Nice Agreement."""
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_LIST = re.compile(rf"(?:第?\s*{_NUMBER}(?:\.0)?\s*类?(?:[\s,;:、|/\-—–~至到和及]|$)*)+")
_RANGE = re.compile(r"(\d{1,2})\s*类?\s*[-—–~至到]\s*第?\s*(\d{1,2})")
_BEFORE_NAME = re.compile(rf"第?\s*({_NUMBER})\s*类")


def read_classes(text: str) -> tuple[int, ...]:
    """The numbers in `text`, each once; whether they are classes is for the caller to see.

    A range counts each class in it. What is no list of numbers may name each with 类. Raises BadInput.
    """
    plain = re.sub(r"(?<=\d)\.0(?!\d)", "", unicodedata.normalize("NFKC", text)).strip()
    if _LIST.fullmatch(plain):
        plain = _RANGE.sub(_written_out, plain)
        words = re.findall(_NUMBER, plain)
    else:
        words = _BEFORE_NAME.findall(plain)
    if not words:
        raise BadInput("class-list.unreadable", value=text)
    return tuple(dict.fromkeys(read_number(word) for word in words))


def _written_out(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    if not first < last <= NICE_CLASSES:
        raise BadInput("class-list.range", value=match[0])
    return " ".join(map(str, range(first, last + 1)))
