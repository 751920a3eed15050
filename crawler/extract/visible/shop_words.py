"""Words by which pages of many countries say the same things: buy, sold out, was, related.

They stand in `words.yml`; here each group becomes a pattern, compiled once.
"""

from __future__ import annotations

from crawler.extract.vocabulary import load_vocabulary

WORDS = load_vocabulary(__package__, "words.yml")
BUY = WORDS.pattern("buy")
SOLD_OUT = WORDS.pattern("sold_out")
IN_STOCK = WORDS.pattern("in_stock")
PREORDER = WORDS.pattern("preorder")
ASIDE = WORDS.pattern("aside")
FORMER_PRICE = WORDS.pattern("former_price")
NOT_PRICE = WORDS.pattern(
    "freight", "saving", "instalment", "deposit", "bonus", "minimum_order", "total"
)
"""Words beside an amount that is no price."""
MEMBER_PRICE = WORDS.pattern("member_price")
PAID_PRICE = WORDS.pattern("paid_price")
NOT_GOODS = WORDS.pattern("freight", "instalment", "deposit", "bonus", "service")
"""Words in the name of an offer that is no offer of the goods."""
PRINTED_NUMBER = (
    r"[>\s](?:sku|item\s*(?:no|number|code|#)|(?:product|article|stock|style|catalogue|web|reference)"
    r"\s*(?:no|nr|number|code|id|#)|art(?:ikel)?[\s.-]*(?:nr|no|nummer)|ref(?:erence|erencia)?|"
    r"c[oó]digo|k[oó]d(?:\s+\pL+)?|货号|商品编号|商品编码|编号|артикул|asin)"
    r"\s*[.:：#]?\s*(?:<[^<>]*>\s*){0,4}[:：#]?\s*([A-Za-z0-9][A-Za-z0-9_./-]+)\s*<"
)
"""An item number behind a label in the markup, in RE2's syntax: a quick look over the whole page."""
