"""Links that choose for the visitor and not for the page (访客设置): the currency in which a shop shows its prices,
the view for telephones.

A shop keeps the choice in the visitor's session, so that following one such link changes the prices of all
pages after it. The same page without the choice shows the shop's own currency; that is what is asked.
"""

from __future__ import annotations

import re

_WITHDRAWN = (
    "ADP|AFA|ATS|AZM|BEF|BGL|BYR|CSK|CYP|DDM|DEM|EEK|ESP|FIM|FRF|GHC|GRD|GWP|HRK|IEP|ITL|LTL|LUF|LVL|MGF|MRO|MTL|MZM|NLG|"
    "PLZ|PTE|ROL|RUR|SDD|SIT|SKK|SML|SRG|STD|SUR|TPE|TRL|VAL|VEB|VEF|XEU|YUD|YUM|ZAL|ZMK|ZRN|ZWD"
)
"""Currencies in which nobody pays any more (ISO 4217, list three): a filter of coins and stamps, no choice."""
_CHOICE = re.compile(
    rf"(?<=[?&])(?:(?:set[-_]?|_{{3}}|wmc[-_])?currency(?:[-_]?code)?|curr)=(?!(?:{_WITHDRAWN})\b)[A-Za-z]{{3}}(?:&|(?=#)|$)"
    r"|(?<=[?&])(?:id_currency|SubmitCurrency)=\d{1,3}(?:&|(?=#)|$)"
    r"|(?<=[?&])device=(?:mobile|pc|desktop)(?:&|(?=#)|$)",
    re.I,
)
"""A currency by its code (ISO 4217), or as PrestaShop numbers it; the view for telephones (Gnuboard)."""


def without_choices(url: str) -> str:
    """The address without what it chooses for the visitor.

    >>> without_choices("https://shop.example/tea?id=7&currency=GBP#top")
    'https://shop.example/tea?id=7#top'
    """
    if "curr" not in url and "Curr" not in url and "CURR" not in url and "device=" not in url:
        return url
    front, mark, query = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = _CHOICE.sub("", f"?{query}")[1:].partition("#")
    query = query.rstrip("&")
    return f"{front}{mark if query else ''}{query}{hash_mark}{fragment}"
