"""Links that choose for the visitor and not for the page (访客设置): the currency in which a shop shows its prices.

A shop keeps the choice in the visitor's session, so that following one such link changes the prices of all
pages after it. The same page without the choice shows the shop's own currency; that is what is asked.
"""

from __future__ import annotations

import re

_CHOICE = re.compile(
    r"(?<=[?&])(?:(?:set[-_]?|_{3}|wmc[-_])?currency(?:[-_]?code)?|curr)=[A-Za-z]{3}(?:&|(?=#)|$)"
    r"|(?<=[?&])(?:id_currency|SubmitCurrency)=\d{1,3}(?:&|(?=#)|$)",
    re.I,
)
"""A currency by its code (ISO 4217), or as PrestaShop numbers it."""


def without_choices(url: str) -> str:
    """The address without what it chooses for the visitor.

    >>> without_choices("https://shop.example/tea?id=7&currency=GBP#top")
    'https://shop.example/tea?id=7#top'
    """
    if "curr" not in url and "Curr" not in url and "CURR" not in url:
        return url
    front, mark, query = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = _CHOICE.sub("", f"?{query}")[1:].partition("#")
    query = query.rstrip("&")
    return f"{front}{mark if query else ''}{query}{hash_mark}{fragment}"
