"""The text of one amount whose sign, units and decimals stand in elements of their own."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from crawler.extract.page.document import Document, TextRun
from crawler.extract.page.element import PageElement
from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.selector import CssSelector

AMOUNT_LENGTH = 34
"""Characters of an amount with its currency, unit and label; chosen by hand."""
CLIMB = 4
"""Elements around a text that may still hold parts of the same amount; chosen by hand."""
_JOINED_LENGTH = 400
"""Characters of an element beyond which it holds more than an amount and is not put together."""
_CENT_ELEMENTS = 6
"""Elements that may hold the decimals: some shops call the whole number a fraction, too."""
_CENT_SELECTOR = CssSelector("sup,[class*=cent],[class*=fraction],[class*=decimal]")
_SEPARATOR = "\x1f"
"""Between the texts of elements; no visible text holds it."""
_POINT_APART = re.compile(r"(?<=\d)[\x1f ]+([.,])[\x1f ]+(?=\d\d(?!\d))")
_CENTS_APART = re.compile(r"^(\D*\d{1,5})\x1f(\d\d)(?=\x1f|$)(?!.*\d)", re.S)
"""Two digits in an element of their own, right behind a whole number: a style raises them."""
_DECIMALS_APART = re.compile(r"[\x1f ]+(?=[.,]\d)|(?<=\d[.,])[\x1f ]+(?=\d)")
_AMOUNT = re.compile(r"\d[\d.,' ]*")
_SPACES = re.compile(r"\s+")
_MOST_TEXTS = 4096
"""Texts whose joined form is kept: those of one page, and of the pages of one shop, repeat."""


def whole_amount(document: Document, run: TextRun) -> tuple[PageElement, str]:
    """The smallest element that shows the whole amount around a text, and what it shows."""
    element, text = run.element, _joined_text(document, run.element)
    for ancestor in list(ancestors(run.element, CLIMB))[1:]:
        if document.visible_length(ancestor) > AMOUNT_LENGTH:
            break
        same = (ancestor.first_text, ancestor.last_text) == (element.first_text, element.last_text)
        wider = text if same else _joined_text(document, ancestor)
        if len(wider) > AMOUNT_LENGTH or len(_AMOUNT.findall(wider)) > 1:
            break
        element, text = ancestor, wider
    return element, text


def _joined_text(document: Document, element: PageElement) -> str:
    """An element's text, its decimals put behind the whole number."""
    if document.text_length(element) > _JOINED_LENGTH:
        return document.text_of(element, _SEPARATOR)
    if element.last_text - element.first_text == 1:
        plain = " ".join(document.texts[element.first_text].split())
        if " " not in plain:
            return plain
    text = _joined_decimals(document.text_of(element, _SEPARATOR))
    for cents in document.select_in(element, _CENT_SELECTOR)[:_CENT_ELEMENTS]:
        digits = document.text_of(cents).strip()
        if re.fullmatch(r"\d\d", digits):
            text = re.sub(rf"(?<=\d)[\x1f .,]+{digits}(?!\d)", f".{digits}", text, count=1)
            break
    return text.replace(_SEPARATOR, " ")


@lru_cache(maxsize=_MOST_TEXTS)
def _joined_decimals(text: str) -> str:
    """The texts of an element in one line, decimals in texts of their own put behind the number."""
    text = _CENTS_APART.sub(r"\1.\2", text)
    text = _SPACES.sub(" ", text).strip(f"{_SEPARATOR} ")
    return _DECIMALS_APART.sub("", _POINT_APART.sub(r"\1", text))


def is_printed(text: str, price: Decimal) -> bool:
    """Does an amount stand in a text, however its thousands and its decimals are set apart?"""
    whole, _, cents = f"{price:f}".partition(".")
    groups = "".join(reversed(f"{int(whole):,}")).split(",") if whole.isdigit() else [whole[::-1]]
    digits = r"[\s.,'’]?".join(group[::-1] for group in reversed(groups))
    cents = cents.rstrip("0")
    decimals = rf"[^\d]{{1,4}}{cents}" if cents else ""
    return bool(re.search(rf"(?<![\d.,]){digits}{decimals}(?!\d)", text))
