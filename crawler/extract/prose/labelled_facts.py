"""Seller, brand and attributes (店铺、品牌、产地) behind their labels in running text.

    店铺：示例粮油店。品牌：河边。产地：示例县。

A label ends with a colon and begins a clause; its value ends with the clause, or before the next
label. Only labels of `labels.yml` count: any word may stand before a colon in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.extract.listing_facts import ListingFacts, present
from crawler.extract.visible.shop import is_shop_name
from crawler.extract.vocabulary import load_vocabulary

LABELS = load_vocabulary(__package__, "labels.yml")
_SELLER = LABELS.whole("seller")
_BRAND = LABELS.whole("brand")
_ANY = LABELS.whole("seller", "brand", "attribute")
_COLON = re.compile("[:：]")
_CLAUSE = re.compile(r"[。．；;，,、！!？?|｜\n\r\t·•【】\[\]()（）]|\.\s|\s-\s")
"""What stands before the label of a further clause."""
_VALUE_END = re.compile(r"[。；;！!？?|｜\n\r\t，,•]|(?<!\bCo)(?<!\bNo)(?<!\bSt)\.(?=\s|$)")
_SHOP_END = re.compile(r"(?<=[\u4e00-\u9fff）)])\s")
"""A Chinese name of a shop holds no space."""
_LABEL_LENGTH = 30
"""Characters before a colon that may be a label; chosen by hand."""
_VALUE_LENGTH = 60
"""Characters of a value in running text; chosen by hand."""
_TEXT_LENGTH = 4000
"""Characters of one text that are looked at; a bound on the work that one page may cost."""
_MOST_COLONS = 80
"""Colons of one text that are looked at; a bound on the work that one page may cost."""
_LABEL_WORDS = 4
"""Words of a label ("place of origin"); chosen by hand."""


def labelled_facts(texts: Sequence[str]) -> ListingFacts:
    """Shop, brand and attributes that texts state behind labels; the first value of a label counts.

    A text that is a label alone ("店铺：") names the text behind it, where no text states label and value.

    >>> labelled_facts(["店铺：示例粮油店。品牌：河边。产地：示例县。"])["shop"]
    '示例粮油店'
    """
    pairs: dict[str, str] = {}
    alone: dict[str, str] = {}
    for at, text in enumerate(texts):
        if ":" not in text and "：" not in text:
            continue
        following = texts[at + 1] if at + 1 < len(texts) else ""
        for label, value in _pairs(text, following):
            (pairs if value in text else alone).setdefault(label, value)
    pairs = {**alone, **pairs}
    shop = next((v for k, v in pairs.items() if _SELLER.match(k) and is_shop_name(v)), None)
    brand = next((v for k, v in pairs.items() if _BRAND.match(k)), None)
    return present({"shop": shop, "brand": brand, "attributes": pairs})


def _pairs(text: str, following: str) -> Iterator[tuple[str, str]]:
    text = text[:_TEXT_LENGTH]
    labels = [
        (start, colon.end(), label)
        for _, colon in zip(range(_MOST_COLONS), _COLON.finditer(text), strict=False)
        if (place := _label_before(text, colon.start()))
        for start, label in (place,)
    ]
    for at, (_, end, label) in enumerate(labels):
        limit = labels[at + 1][0] if at + 1 < len(labels) else len(text)
        value = text[end:limit].strip()
        if not value and limit == len(text):
            value = following.strip()
        value = _VALUE_END.split(value, maxsplit=1)[0].strip()
        if _SELLER.match(label):
            value = _SHOP_END.split(value, maxsplit=1)[0]
        if 1 < len(value) <= _VALUE_LENGTH:
            yield label, value


def _label_before(text: str, colon: int) -> tuple[int, str] | None:
    """Where the label before a colon begins, and the label; None where no known one stands there."""
    before = text[max(0, colon - _LABEL_LENGTH) : colon].rstrip()
    clause = _CLAUSE.split(before)[-1].strip()
    words = clause.split()
    for count in range(min(len(words), _LABEL_WORDS), 0, -1):
        label = " ".join(words[-count:])
        if _ANY.match(label):
            return before.rfind(words[-count]) + max(0, colon - _LABEL_LENGTH), label
    return None
