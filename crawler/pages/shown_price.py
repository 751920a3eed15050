"""The price that a page shows, found by where it stands and what its element is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from selectolax.lexbor import LexborNode

from crawler.pages.amounts import Amount, currency_of, read_amount
from crawler.pages.layout import Layout, ancestors, marks
from crawler.pages.shown import Piece
from crawler.pages.words import BUY, NOT_PRICE, OLD_PRICE

_PRICED = re.compile(
    r"pri[cs](?!m|n)|preis|prix|prec(?:io|o)\b|prezzo|cena|hinta|kaina|\bamount|jiage|qian|金额|цена|cost|"
    r"hind\b|ár\b|money|prodprice|fiyat|harga|cijena|pre[tț]\b|ціна|kaina",
    re.I,
)
_NOW = re.compile(
    r"sale|sell|current|now|final|actual|our|special|offer|promo|deal|main|active|akce|aktion|to-?pay|"
    r"buybox|selected|discounted|reduced|today|dangqian|xianjia|yeni|indirim|ahora|\bpor\b|nov[aá]\b|nueva",
    re.I,
)
_OLD = re.compile(
    r"old|was\b|was[-_]|list[-_]?price|regular|retail|rrp|uvp|msrp|strike|cross|line-?through|before|"
    r"origin|market|previous|prev\b|compare|full[-_]?price|base[-_]?price|normal|standard[-_]?price|"
    r"high[-_]?price|yuanjia|shichang|\bdel\b|through|former|savings?|save|discount-?(?:amount|percent|value)|"
    r"per-?unit|unit-?price|pricePerUnit|installment|monthly|finance|credit|shipping|delivery|postage|"
    r"subscribe|subscription|coupon|used|refurb|antes|anterior|tachad|eski|star[aáyý]\b|poprzed|p[uů]vod|gammel|"
    r"tidligere|vechi|ancien|barr[eé]|listino|\borg\b|\bmrp\b|\bpvp\b|omnibus|lowest",
    re.I,
)
_ASIDE = re.compile(
    r"related|recommend|similar|carousel|cross-?sell|up-?sell|also|slider|swiper|sponsor|accessor|"
    r"mini-?cart|cart-?(?:summary|dropdown|total)|basket|recently|footer|\bnav\b|menu|header|bundle|"
    r"comparison|widget|banner|warrant|addon|add-on|gift|review|comment|tuijian|sidebar|filter|teaser|"
    r"tile|card(?:s|-list)|product-?list|grid",
    re.I,
)
_OLD_TAGS = frozenset({"del", "s", "strike"})
_CENTS = re.compile(r"cent|fraction|decimal|penn|sup\b", re.I)
_LABEL = re.compile(
    r"(?:pri[cs]e|preis|prix|precio|prezzo|preço|prijs|pris|cena|цена|価格|가격|价格|价|售价|促销价|现价)\s*[:：]?\s*$",
    re.I,
)
_RATE = re.compile(
    r"\W{0,3}(?:per|a|/|im|par|al|na|в)?\s*(?:month|mo\b|monat|mois|mes\b|mese|mês|m[ěe]s|мес|maand)|"
    r"\W{0,3}(?:off|rabatt|discount|cashback|points|gift)",
    re.I,
)
_NET = re.compile(
    r"\b(?:ex(?:cl?(?:uding|udes)?)?|without|bez|ohne|hors|uden|ekskl|exkl|sin|senza|sem)\.?[\s_-]*"
    r"(?:vat|tax(?:es)?|gst|dph|mwst|ust|moms|tva|iva|btw|kdv)\b|\bHT\b|netto\b|novat|no-vat|price-ex\b|不含税",
    re.I,
)
"""The price before tax, which no buyer of one piece pays."""
_UNIT = re.compile(r"(?:/|per|pro)\s*(?:100\s*)?(?:kg|g|l|ml|m²|m|lb|oz|cl|stk)\b", re.I)
_DIGITS = re.compile(r"\d+")
_REPEATED = 4
_BESIDE = 30
_SIZE = 34
_FAR = 150
_BELIEVED = 4.0
_NEIGHBOUR = 6


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


def shown_prices(layout: Layout) -> list[ShownPrice]:
    """Every amount near the headline, the likeliest first.

    The price of the goods stands alone in its kind of element; amounts that stand in the same
    kind of element over and over belong to cards, swatches and tables.
    """
    seen: set[int] = set()
    buys = [p.at for p in layout.pieces if len(p.text) < 40 and BUY.search(p.text)]
    sizes = _sizes(layout)
    found = [c for piece in layout.pieces if (c := _candidate(piece, layout, buys, sizes, seen))]
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
    piece: Piece, layout: Layout, buys: list[int], sizes: Counter[int], seen: set[int]
) -> ShownPrice | None:
    if len(piece.text) > 120 or not any(c.isdigit() for c in piece.text):
        return None
    node, text = _whole(piece, sizes)
    if node.mem_id in seen:
        return None
    chain = [(at.tag or "", marks(at)) for at in ancestors(node, 14)]
    near = " ".join(names for _, names in chain[:3])
    called = bool(_PRICED.search(near))
    if not called and currency_of(text) is None:
        return None
    if len(text) > _SIZE and not (called and len(text) < 90):
        return None
    amount = read_amount(text)
    if amount is None or amount.value == 0:
        return None
    seen.add(node.mem_id)
    old = _is_old(piece, layout, chain)
    score = _score(piece, layout, chain, text, amount, called) - 5 * old
    score -= 3.0 * _leads_away(node)
    score += 1.5 * any(abs(at - piece.at) < _BESIDE for at in buys)
    kind = "|".join(f"{tag}.{_DIGITS.sub('', names)}" for tag, names in chain[:4])
    return ShownPrice(amount, score, old, piece.at, kind)


def _sizes(layout: Layout) -> Counter[int]:
    """How much text the elements right around each piece show: asking an element itself costs its
    whole text, which on a hostile page is the page."""
    sizes: Counter[int] = Counter()
    for piece in layout.pieces:
        for at in ancestors(piece.node, 4):
            sizes[at.mem_id] += len(piece.text)
    return sizes


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
    if (
        cents := node.css_first("sup,[class*=cent],[class*=fraction],[class*=decimal]")
    ) is not None:
        tail = (cents.text() or "").strip()
        if re.fullmatch(r"\d\d", tail):
            text = re.sub(rf"(?<=\d)[\x1f .,]+{tail}(?!\d)", f".{tail}", text, count=1)
    return text.replace("\x1f", " ")


def _amounts_in(text: str) -> int:
    return len(re.findall(r"\d[\d.,' ]*", text))


def _is_old(piece: Piece, layout: Layout, chain: list[tuple[str, str]]) -> bool:
    if any(tag in _OLD_TAGS for tag, _ in chain[:4]) or _OLD.search(
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
    score += 1.5 * bool(_NOW.search(near)) - 4.0 * bool(_ASIDE.search(wide))
    score -= 4.0 * any(tag in ("nav", "footer", "header", "aside", "select") for tag, _ in chain)
    around = f"{_beside(piece, layout, -1)} {text}"
    behind = _beside(piece, layout, 1)
    score += 2.0 * bool(_LABEL.search(_beside(piece, layout, -1)))
    score -= 3.0 * bool(NOT_PRICE.search(around) or _RATE.match(behind))
    score -= 2.0 * bool(_UNIT.search(text) or _UNIT.match(behind))
    score -= 2.5 * bool(_NET.search(f"{text} {near}") or _is_label(_NET, behind))
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
        return -1.5 if gap > -25 else -3.5
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
