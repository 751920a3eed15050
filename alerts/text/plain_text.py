"""Words of strangers made fit for a mail: one line, no controls, no private numbers."""

from __future__ import annotations

import re

_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5})(?:18|19|20)\d{9}[\dXx](?![0-9A-Za-z])")


def one_line(text: str | None, limit: int = 200) -> str:
    """A crawled text on one line of at most `limit` characters, without the characters that turn
    writing direction, end a header, or cannot be encoded."""
    words = " ".join(_UNFIT.sub(" ", _SURROGATE.sub("\ufffd", text or "")).split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def masked(text: str) -> str:
    """Private persons' mobile and identity numbers hidden (个人信息保护法 §6: 最小范围)."""
    return _MOBILE.sub(r"\1****\3", _IDENTITY.sub(r"\1************", text))


def masked_line(text: str | None, limit: int = 200) -> str:
    """A stranger's words as a mail may show them: one line, masked."""
    return masked(one_line(text, limit))
