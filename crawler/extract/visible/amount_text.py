"""The text of one amount whose sign, units and decimals stand in elements of their own."""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborNode

from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.visible_text import TextRun

AMOUNT_LENGTH = 34
"""Characters of an amount with its currency, unit and label; chosen by hand."""
CLIMB = 4
"""Elements around a text that may still hold parts of the same amount; chosen by hand."""
_JOINED_LENGTH = 400
"""Characters of an element beyond which it holds more than an amount and is not put together."""
_CENT_ELEMENTS = 6
"""Elements that may hold the decimals: some shops call the whole number a fraction, too."""
_CENT_SELECTOR = "sup,[class*=cent],[class*=fraction],[class*=decimal]"
_SEPARATOR = "\x1f"
"""Between the texts of elements; no visible text holds it."""
_POINT_APART = re.compile(r"(?<=\d)[\x1f ]+([.,])[\x1f ]+(?=\d\d(?!\d))")
_CENTS_APART = re.compile(r"^(\D*\d{1,5})\x1f(\d\d)(?=\x1f|$)(?!.*\d)", re.S)
"""Two digits in an element of their own, right behind a whole number: a style raises them."""
_DECIMALS_APART = re.compile(r"[\x1f ]+(?=[.,]\d)|(?<=\d[.,])[\x1f ]+(?=\d)")
_AMOUNT = re.compile(r"\d[\d.,' ]*")


def whole_amount(run: TextRun, sizes: Counter[int]) -> tuple[LexborNode, str]:
    """The smallest element that shows the whole amount around a text, and what it shows.

    `sizes` are the characters that each element shows, by its identity (`text_sizes`).
    """
    node, text = run.node, _joined_text(run.node)
    for ancestor in list(ancestors(run.node, CLIMB))[1:]:
        if sizes[ancestor.mem_id] > AMOUNT_LENGTH:
            break
        wider = _joined_text(ancestor)
        if len(wider) > AMOUNT_LENGTH or len(_AMOUNT.findall(wider)) > 1:
            break
        node, text = ancestor, wider
    return node, text


def _joined_text(node: LexborNode) -> str:
    """An element's text, its decimals put behind the whole number."""
    if len(raw := node.text(separator=_SEPARATOR)) > _JOINED_LENGTH:
        return raw
    raw = _CENTS_APART.sub(r"\1.\2", raw)
    text = re.sub(r"\s+", " ", raw).strip(f"{_SEPARATOR} ")
    text = _DECIMALS_APART.sub("", _POINT_APART.sub(r"\1", text))
    for cents in node.css(_CENT_SELECTOR)[:_CENT_ELEMENTS]:
        digits = (cents.text() or "").strip()
        if re.fullmatch(r"\d\d", digits):
            text = re.sub(rf"(?<=\d)[\x1f .,]+{digits}(?!\d)", f".{digits}", text, count=1)
            break
    return text.replace(_SEPARATOR, " ")
