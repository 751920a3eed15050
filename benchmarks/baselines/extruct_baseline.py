"""The field's usual open-source baseline: extruct's semantic markup, prices by price-parser."""

from __future__ import annotations

import warnings
from typing import Any

_STOCK = {"instock": "InStock", "limitedavailability": "InStock", "preorder": "InStock",
          "instoreonly": "InStock", "outofstock": "OutOfStock", "soldout": "OutOfStock",
          "discontinued": "OutOfStock"}  # fmt: skip


def baseline(body: bytes, url: str) -> dict[str, str]:
    """What the first product in microdata, then JSON-LD, then Open Graph says."""
    import extruct  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = extruct.extract(
            body.decode("utf-8", "replace"),
            base_url=url,
            uniform=True,
            syntaxes=["microdata", "opengraph", "json-ld"],
            errors="ignore",
        )
    merged: dict[str, Any] = _open_graph(data.get("opengraph") or [])
    for syntax in ("json-ld", "microdata"):
        merged.update(_product(data.get(syntax) or []))
    return {name: str(value) for name, value in merged.items() if value not in (None, "")}


def _open_graph(items: list[Any]) -> dict[str, Any]:
    meta = {str(k).lower(): v for k, v in (items[0] if items else {}).items()}
    return {
        "price": _price(meta.get("og:price:amount") or meta.get("product:price:amount")),
        "availability": _availability(
            meta.get("og:availability") or meta.get("product:availability")
        ),
        "sku": meta.get("og:sku") or meta.get("product:sku"),
        "brand": meta.get("product:brand"),
    }


def _product(items: list[Any]) -> dict[str, Any]:
    products = [i for i in items if isinstance(i, dict) and "Product" in str(i.get("@type"))]
    if not products:
        return {}
    node = products[0]
    offers = node.get("offers") or {}
    offer = (offers[0] if offers else {}) if isinstance(offers, list) else offers
    offer = offer if isinstance(offer, dict) else {}
    brand = node.get("brand")
    read = {
        "price": _price(offer.get("price") or offer.get("highPrice") or offer.get("lowPrice")),
        "availability": _availability(offer.get("availability")),
        "sku": node.get("sku") or node.get("productID"),
        "brand": brand.get("name") if isinstance(brand, dict) else brand,
        "gtin": node.get("gtin13") or node.get("gtin"),
    }
    return {name: value for name, value in read.items() if value}


def _price(value: Any) -> str | None:
    from price_parser import Price

    if not isinstance(value, str | int | float):
        return None
    amount = Price.fromstring(str(value)).amount
    return None if amount is None else str(amount)


def _availability(value: Any) -> str | None:
    name = str(value or "").rsplit("/", 1)[-1].lower().replace(" ", "").replace("_", "")
    return _STOCK.get(name)
