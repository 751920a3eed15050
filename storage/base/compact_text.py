"""Texts as they are compared (紧凑文本): names, numbers and seals that people type with blanks and in full width."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s")


def compact(text: str | None) -> str:
    """Without white space and differences of width (NFKC); empty for no text.

    >>> compact("巴市监 函〔２０２６〕1号")
    '巴市监函〔2026〕1号'
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text or ""))


def caseless(text: str | None) -> str:
    """The compact form without differences of case, by which names are compared.

    >>> caseless("Aloe 示例（一）") == caseless("ＡＬＯＥ示例(一)")
    True
    """
    return compact(text).casefold()
