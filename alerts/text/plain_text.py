"""Words of strangers made fit for a mail: one line, no controls, no private numbers."""

from __future__ import annotations

import re

from storage.base.personal.contact_search import mask_numbers

_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def one_line(text: str | None, limit: int = 200) -> str:
    """A crawled text on one line of at most `limit` characters, without the characters that turn
    writing direction, end a header, or cannot be encoded."""
    words = " ".join(_UNFIT.sub(" ", _SURROGATE.sub("\ufffd", text or "")).split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def masked_line(text: str | None, limit: int = 200) -> str:
    """A stranger's words as a mail may show them: one line, masked."""
    return mask_numbers(one_line(text, limit))
