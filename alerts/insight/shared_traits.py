"""关联特征: what an operator cannot easily vary, by which shops are taken for one operator's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from alerts.followup.lookalike_listings import pictures
from alerts.text.plain_text import one_line
from storage.base.contacts import MOBILE
from storage.records import Listing

SHORTEST_TEXT = 40
"""Characters, chosen by hand: a shorter description is shared by honest shops as well."""

Trait = tuple[str, str]
"""(kind, value): credit-code, operator, contact, picture, text."""

_HANDLE = re.compile(r"(?:微信|vx|VX|wx|QQ|qq)[:：号 ]*([A-Za-z0-9_-]{5,20})")
"""A name in a chat, behind the name of the chat."""


def listing_traits(listing: Listing) -> Iterator[Trait]:
    """What the listing itself says. A crawled one shows no contacts: those are stored as hashes."""
    operator = listing.operator
    if operator and operator.credit_code:
        yield "credit-code", operator.credit_code.strip().upper()
    if operator and operator.name:
        yield "operator", one_line(operator.name)
    text = one_line(listing.description, 10_000)
    for mobile in MOBILE.finditer(text):
        yield "contact", "".join(mobile.groups())
    for handle in _HANDLE.finditer(text):
        yield "contact", handle[1].lower()
    for picture in pictures(listing):
        yield "picture", picture
    if len(text) >= SHORTEST_TEXT:
        yield "text", hashlib.sha256(text.encode()).hexdigest()
