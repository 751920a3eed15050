"""How many amounts stand beside a price (价旁金额): goods on sale show more of them than others.

A template learnt of goods at their usual price reads the struck one of goods on sale. A page with more
amounts beside the price than any sample had on which the template is right is read in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from crawler.extract.page.page import Page
from crawler.extract.page.text import node_text
from crawler.extract.visible.price_words import FORMER_TAGS, name_kinds
from crawler.platform.selectors import Selector

_NAMED_WITHIN = 3
"""Elements around a price whose names may call it the former one; chosen by hand."""
_REACH = 400
"""Characters around a price that are looked at; chosen by hand."""
_AMOUNT = re.compile(
    r"(?:[¥￥$€£₩₫₹₽]|US|Rp|R\$|RM|kr|zł|Kč)\s*\d[\d.,]*|\d[\d.,]*\s*(?:[元円원€₽₫]|kr|zł|Kč)|\d+[.,]\d\d(?!\d)",
    re.I,
)


def amounts_beside(page: Page, ways: Iterable[Selector]) -> int:
    """Amounts in the element of the price, and in the one around a price that is struck or called the former
    one; 0 where the price stands in no element."""
    for way in ways:
        node = page.tree.css_first(way.css) if way.css is not None else None
        if node is not None:
            around = node.parent if _is_former(node) else None
            return sum(
                len(_AMOUNT.findall(node_text(at, _REACH)))
                for at in (node, around)
                if at is not None
            )
    return 0


def _is_former(node: LexborNode) -> bool:
    current: LexborNode | None = node
    for _ in range(_NAMED_WITHIN):
        if current is None or current.tag == "body":
            return False
        if current.tag in FORMER_TAGS or name_kinds(current.attributes.get("class") or "").former:
            return True
        current = current.parent
    return False
