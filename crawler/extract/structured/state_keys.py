"""Names under which shops keep their goods' fields in JSON, the most telling first.

They stand in `state_keys.yml`.
"""

from __future__ import annotations

from crawler.extract.vocabulary import load_vocabulary

_KEYS = load_vocabulary(__package__, "state_keys.yml")
NAMES = _KEYS.words("name")
NAMES_OR_SHOPS = _KEYS.words("name_or_shop")
PRICES = _KEYS.words("price")
PROMOTION_PRICES = _KEYS.words("promotion_price")
PROMOTION_STARTS = _KEYS.words("promotion_start")
PROMOTION_ENDS = _KEYS.words("promotion_end")
PROMOTION_STATES = _KEYS.words("promotion_state")
SKUS = _KEYS.words("sku")
IDS = _KEYS.words("item_id")
ADDRESSES = _KEYS.words("url")
BRANDS = _KEYS.words("brand")
GTINS = _KEYS.words("gtin")
SHOPS = _KEYS.words("shop")
SHOP_RECORDS = _KEYS.words("shop_record")
IMAGES = _KEYS.words("images")
SALES = _KEYS.words("sales")
PLACES = _KEYS.words("location")
STOCKS = _KEYS.words("availability")
DESCRIPTIONS = _KEYS.words("description")
PAIRS = tuple((pair.split()[0], pair.split()[1]) for pair in _KEYS.words("pairs"))
"""(key of the name, key of the value) of one attribute."""
