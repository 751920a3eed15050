"""What a page without goods says (网页文字), as two digests: two pages that say the same are known by them."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import NamedTuple

_DIGITS = re.compile(r"[\d零一二三四五六七八九十]+")
_BYTES = 8
"""Bytes of a digest: among a million pages two different texts share one with a chance of 3 in 10⁸."""


class PageText(NamedTuple):
    """Digests of a page's text; both empty for a page that says nothing, or is known by its goods."""

    exact: str = ""
    loose: str = ""
    """Of the text without its numbers."""


def page_text(text: str) -> PageText:
    """The digests of this text."""
    return PageText(_digest(text), _digest(_DIGITS.sub("", text))) if text else PageText()


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()
