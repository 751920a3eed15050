"""Open Graph (ogp.me) and product meta elements, which shops write for social networks."""

from __future__ import annotations

from decimal import Decimal

from crawler.extract.listing_facts import ListingFacts, present
from crawler.extract.page.heading import PageHeading
from crawler.extract.structured.offers import read_availability
from crawler.extract.visible.amounts import read_machine_price
from crawler.extract.visible.currencies import read_currency
from crawler.url.url_parts import absolute

_PRICES = (
    "product:sale_price:amount", "product:price:sale_amount", "product:price:amount",
    "og:product:price", "og:price:amount", "product:price", "og:price", "twitter:data1",
)  # fmt: skip
_GOODS = ("product", "og:product", "product.item", "goods", "book", "books.book")


def is_goods(heading: PageHeading) -> bool:
    """Does the page call itself a product to social networks?"""
    kind = heading.meta.get("og:type", "").strip().lower()
    return kind in _GOODS or any(name in heading.meta for name in _PRICES[:5])


def opengraph_offer(heading: PageHeading) -> ListingFacts:
    """What the meta elements say of the offer."""
    meta = heading.meta
    price = next((p for n in _PRICES if (p := _amount(n, meta.get(n))) is not None), None)
    facts: ListingFacts = {
        "price": price,
        "currency": read_currency(
            meta.get("product:sale_price:currency")
            or meta.get("product:price:currency")
            or meta.get("og:price:currency")
            or meta.get("og:product:currency")
        ),
        "availability": read_availability(
            meta.get("product:availability") or meta.get("og:availability")
        ),
        "brand": meta.get("product:brand") or meta.get("og:brand"),
        "sku": meta.get("product:sku") or meta.get("og:sku"),
        "item_id": meta.get("product:retailer_item_id"),
        "gtin": meta.get("product:ean") or meta.get("og:isbn") or meta.get("product:isbn"),
    }
    return present(facts)


def opengraph_preview(heading: PageHeading) -> ListingFacts:
    """Title, description and picture: written for previews, so they come last."""
    meta = heading.meta
    image = absolute(heading.url, meta.get("og:image", "") or meta.get("twitter:image", ""))
    facts: ListingFacts = {
        "title": meta.get("og:title") or meta.get("twitter:title"),
        "description": meta.get("og:description") or meta.get("description"),
        "images": (image,) if image else (),
    }
    return present(facts)


def _amount(name: str, text: str | None) -> Decimal | None:
    if not text or (name == "twitter:data1" and not any(c in "$€£¥￥" for c in text)):
        return None
    return read_machine_price(text)
