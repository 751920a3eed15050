"""The price that a page shows, found by where it stands and what its element is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from selectolax.lexbor import LexborNode

from crawler.extract.page.layout import Layout, ancestors, marks, text_sizes
from crawler.extract.page.visible_text import Piece
from crawler.extract.visible.amounts import Amount, currency_of, read_amount
from crawler.extract.visible.discounts import former
from crawler.extract.visible.local_currency import local_signs
from crawler.extract.visible.price_words import (
    ASIDE,
    LABEL,
    NET,
    NOW,
    OLD,
    OLD_TAGS,
    PRICED,
    RATE,
    UNIT,
)
from crawler.extract.visible.shop_words import BUY, NOT_PRICE, OLD_PRICE

_DIGITS = re.compile(r"\d+")
_REPEATED = 4
_BESIDE = 30
_SIZE = 34
_FAR = 150
_BELIEVED = 4.0
_NEIGHBOUR = 6
_FORMER = 5
_ABOVE = 8
"""Pages made for telephones show the price right above the name."""
_CENTS = 6
"""Elements that may hold the decimals: some shops call the whole number a fraction, too."""


@dataclass(frozen=True)
class ShownPrice:
    """A candidate with how sure we are of it."""

    amount: Amount
    score: float
    old: bool
    """Struck through or named as the former price."""
    at: int
    kind: str = ""
    """Names of the elements it stands in."""


def shown_prices(layout: Layout, url: str) -> list[ShownPrice]:
    """Every amount near the headline, the likeliest first.

    The price of the goods stands alone in its kind of element; amounts that stand in the same
    kind of element over and over belong to cards, swatches and tables.
    """
    seen: set[int] = set()
    buys = sorted(at for at in layout.saying(BUY) if len(layout.pieces[at].text) < 40)
    sizes = text_sizes(layout.pieces, 4)
    local = local_signs(url)
    found = [
        c for piece in layout.pieces if (c := _candidate(piece, layout, buys, sizes, seen, local))
    ]
    proved = former(layout.pieces, ((c.at, c.amount.value) for c in found))
    found = [
        replace(c, old=True, score=c.score - _FORMER) if c.at in proved and not c.old else c
        for c in found
    ]
    kinds = Counter(c.kind for c in found)
    values = Counter(c.amount.value for c in found if c.at < layout.end)
    scored = [
        replace(
            c,
            score=c.score - 3.0 * (kinds[c.kind] >= _REPEATED) + 0.5 * (values[c.amount.value] > 1),
        )
        for c in found
    ]
    return sorted(scored, key=lambda c: (-c.score, c.at))


def _candidate(
    piece: Piece,
    layout: Layout,
    buys: list[int],
    sizes: Counter[int],
    seen: set[int],
    local: Mapping[str, str],
) -> ShownPrice | None:
    if len(piece.text) > 120 or not any(map(str.isdigit, piece.text)):
        return None
    node, text = _whole(piece, sizes)
    if node.mem_id in seen:
        return None
    near = " ".join(marks(at) for at in ancestors(node, 3))
    called = bool(PRICED.search(near))
    if len(text) > _SIZE and not (called and len(text) < 90):
        return None
    if not called and currency_of(text) is None:
        return None
    amount = read_amount(text, local=local)
    if amount is None or amount.value == 0:
        return None
    seen.add(node.mem_id)
    chain = [(at.tag or "", marks(at)) for at in ancestors(node, 14)]
    old = _is_old(piece, layout, chain)
    score = _score(piece, layout, chain, text, amount, called) - _FORMER * old
    score -= 3.0 * _leads_away(node)
    score += 1.5 * any(abs(at - piece.at) < _BESIDE for at in buys)
    kind = "|".join(f"{tag}.{_DIGITS.sub('', names)}" for tag, names in chain[:4])
    return ShownPrice(amount, score, old, piece.at, kind)


def _whole(piece: Piece, sizes: Counter[int]) -> tuple[LexborNode, str]:
    """The smallest element that shows the whole amount: sign, units and cents may stand apart."""
    node, text = piece.node, _joined(piece.node)
    for at in list(ancestors(piece.node, 4))[1:]:
        if sizes[at.mem_id] > _SIZE:
            break
        wider = _joined(at)
        if len(wider) > _SIZE or _amounts_in(wider) > 1:
            break
        node, text = at, wider
    return node, text


def _joined(node: LexborNode) -> str:
    if len(raw := node.text(separator="\x1f")) > 400:
        return raw
    text = re.sub(r"\s+", " ", raw).strip("\x1f ")
    text = re.sub(r"(?<=\d)[\x1f ]+([.,])[\x1f ]+(?=\d\d(?!\d))", r"\1", text)
    text = re.sub(r"[\x1f ]+(?=[.,]\d)|(?<=\d[.,])[\x1f ]+(?=\d)", "", text)
    for cents in node.css("sup,[class*=cent],[class*=fraction],[class*=decimal]")[:_CENTS]:
        tail = (cents.text() or "").strip()
        if re.fullmatch(r"\d\d", tail):
            text = re.sub(rf"(?<=\d)[\x1f .,]+{tail}(?!\d)", f".{tail}", text, count=1)
            break
    return text.replace("\x1f", " ")


def _amounts_in(text: str) -> int:
    return len(re.findall(r"\d[\d.,' ]*", text))


def _is_old(piece: Piece, layout: Layout, chain: list[tuple[str, str]]) -> bool:
    if any(tag in OLD_TAGS for tag, _ in chain[:4]) or OLD.search(
        " ".join(n for _, n in chain[:2])
    ):
        return True
    if any("line-through" in (at.attributes.get("style") or "") for at in ancestors(piece.node, 3)):
        return True
    before = " ".join(p.text for p in _before(piece, layout))
    labelled = OLD_PRICE.search(before[-30:]) and not any(c.isdigit() for c in before)
    return bool(labelled or OLD_PRICE.match(piece.text))


def _before(piece: Piece, layout: Layout) -> Iterator[Piece]:
    for other in layout.pieces[max(0, piece.at - 1) : piece.at]:
        if len(other.text) < 40:
            yield other


def _score(
    piece: Piece,
    layout: Layout,
    chain: list[tuple[str, str]],
    text: str,
    amount: Amount,
    called: bool,
) -> float:
    near = " ".join(names for _, names in chain[:3])
    wide = " ".join(names for _, names in chain)
    score = 3.0 * called + 1.5 * (amount.currency is not None)
    score += 2.0 * ("itemprop" in near or bool(re.search(r"\bprice\b", chain[0][1])))
    score += 1.5 * bool(NOW.search(near)) - 4.0 * bool(ASIDE.search(wide))
    score -= 4.0 * any(tag in ("nav", "footer", "header", "aside", "select") for tag, _ in chain)
    around = f"{_beside(piece, layout, -1)} {text}"
    behind = _beside(piece, layout, 1)
    score += 2.0 * bool(LABEL.search(_beside(piece, layout, -1)))
    score -= 3.0 * bool(NOT_PRICE.search(around) or RATE.match(behind))
    score -= 2.0 * bool(UNIT.search(text) or UNIT.match(behind))
    score -= 2.5 * bool(NET.search(f"{text} {near}") or _is_label(NET, behind))
    return score + _nearness(piece, layout) - 0.05 * max(0, len(text) - 12)


def _is_label(words: re.Pattern[str], behind: str) -> bool:
    """Do these words follow the amount and are no label of the next one ("Ex Tax: $90")?"""
    return bool(words.match(behind)) and not any(c.isdigit() for c in behind)


def _leads_away(node: LexborNode) -> bool:
    """Does the amount stand inside a link to another page? Then it is the price of other goods."""
    for at in ancestors(node, 4):
        if at.tag == "a":
            href = (at.attributes.get("href") or "").strip()
            return bool(href) and href[0] != "#" and not href.lower().startswith("javascript")
    return False


def _beside(piece: Piece, layout: Layout, step: int) -> str:
    """The neighbouring text, if it is short enough to be a label."""
    at = piece.at + step
    text = layout.pieces[at].text if 0 <= at < len(layout.pieces) else ""
    return text if len(text) < 60 else ""


def _nearness(piece: Piece, layout: Layout) -> float:
    """Close behind the headline is where a price stands; before it, or past the asides, seldom."""
    if piece.at >= layout.end:
        return -4.0
    gap = piece.at - layout.start
    if gap < 0:
        return 0.5 if gap > -_ABOVE else -1.5 if gap > -25 else -3.5
    return 2.5 * max(0.0, 1 - gap / _FAR)


def sale_price(prices: list[ShownPrice], structured: Decimal) -> ShownPrice | None:
    """The lower price shown beside the structured one, when the page strikes the latter through.

    Structured data often keeps the regular price; a buyer pays the one that is not struck.
    """
    struck = [p for p in prices if p.old and p.amount.value == structured]
    if not struck or any(not p.old and p.amount.value == structured for p in prices):
        return None
    beside = [
        p
        for p in prices
        if not p.old and p.score >= _BELIEVED and p.amount.value < structured
        and any(abs(p.at - old.at) <= _NEIGHBOUR for old in struck)
    ]  # fmt: skip
    return beside[0] if beside else None
