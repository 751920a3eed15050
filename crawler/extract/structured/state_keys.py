"""Names under which shops keep their goods' fields in JSON, the most telling first.

They stand in `state_keys.yml`.
"""

from __future__ import annotations

from crawler.extract.vocabulary import load_vocabulary

_KEYS = load_vocabulary(__package__, "state_keys.yml")
NAMES = _KEYS.words("name")
PRICES = _KEYS.words("price")
SKUS = _KEYS.words("sku")
IDS = _KEYS.words("item_id")
ADDRESSES = _KEYS.words("url")
BRANDS = _KEYS.words("brand")
GTINS = _KEYS.words("gtin")
SHOPS = _KEYS.words("shop")
IMAGES = _KEYS.words("images")
SALES = _KEYS.words("sales")
PLACES = _KEYS.words("location")
STOCKS = _KEYS.words("availability")
