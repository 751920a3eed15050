"""Offers and names in schema.org graphs, however shop programs write them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.extract.visible.amount_text import is_printed
from storage.records import Listing

URL = "https://teehaus.example/products/assam-2"
OFFER = {"@type": "Offer", "price": "12.50", "priceCurrency": "EUR"}


def listing(data: Any, price_block: str = "", url: str = URL) -> Listing:
    block = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    page = (
        f'<title>Assam Blatttee 250 g</title><script type="application/ld+json">{block}</script>'
        f"<h1>Assam Blatttee 250 g</h1>{price_block}<button>In den Warenkorb</button>"
        "<p>Kräftiger Tee aus zweiter Pflückung, von Hand verlesen und verpackt.</p>"
    )
    result = read_page(Page.from_text(url, page)).listing
    assert result is not None
    return result


def product(offers: Any = OFFER, **more: Any) -> dict[str, Any]:
    name = {"@context": "https://schema.org", "@type": "Product", "name": "Assam Blatttee 250 g"}
    return {**name, "sku": "AS-250", "offers": offers, **more}


def test_references_are_followed_wherever_the_node_stands() -> None:
    seller = {
        "@type": "Organization",
        "@id": "https://teehaus.example/#haus",
        "name": "Teehaus Nord",
    }
    graph = {
        "@graph": [
            product({"@id": "#angebot"}, brand={"@id": "/#marke"}),
            {**OFFER, "@id": URL + "#angebot", "seller": {"@id": "https://teehaus.example/#haus"}},
            {"@type": "Brand", "@id": "https://teehaus.example/#marke", "name": "Nordblatt"},
            seller,
        ]
    }
    result = listing(graph)
    assert (str(result.price), result.shop, result.brand) == ("12.50", "Teehaus Nord", "Nordblatt")


def test_a_node_that_names_itself_ends() -> None:
    assert listing(
        {"@graph": [product(brand={"@id": "#b"}), {"@id": "#b", "name": "N", "x": {"@id": "#b"}}]}
    )


def test_an_offer_may_hold_its_goods_and_a_variant_its_group() -> None:
    offer = {
        **OFFER,
        "itemOffered": {"@type": "Product", "name": "Assam Blatttee 250 g", "sku": "AS-1"},
    }
    assert str(listing(offer).price) == "12.50"
    variant = product(isVariantOf={"@type": "ProductGroup", "brand": {"name": "Nordblatt"}})
    assert listing(variant).brand == "Nordblatt"


@pytest.mark.parametrize(
    "offers",
    [
        {"0": {**OFFER}, "1": {**OFFER, "price": "14.00"}},
        [{**OFFER, "price": "4.90", "name": "Versand"}, OFFER],
        [{**OFFER, "price": "2.00", "category": "Warranty"}, OFFER],
        [{**OFFER, "price": "9.90", "validForMemberTier": {"name": "Gold"}}, OFFER],
        [{**OFFER, "price": "9.00", "eligibleQuantity": {"minValue": 10}}, OFFER],
        {"@type": "Offer", "priceSpecification": [{"price": 50, "referenceQuantity": {"value": 1}}, {"price": 12.5}]},
        {"@type": "Offer", "priceSpecification": [{"price": 15}, {"price": 12.5, "priceType": "SalePrice"}]},
        {"@type": "Offer", "priceSpecification": [{"price": 10.5, "valueAddedTaxIncluded": False}, {"price": 12.5}]},
        [{**OFFER, "price": "9", "url": "?size=s"}, {**OFFER, "url": URL}],
    ],
)  # fmt: skip
def test_the_price_is_what_anybody_pays_for_one_piece(offers: Any) -> None:
    assert float(listing(product(offers)).price or 0) == 12.5


def test_the_choice_in_the_address_chooses_the_offer() -> None:
    offers = [
        {**OFFER, "price": price, "url": f"{URL}?size={size}"}
        for price, size in ((5, "s"), (9, "l"))
    ]
    result = listing(product(offers), url=f"{URL}?utm_source=x&size=l")
    assert str(result.price) == "9"


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("schema:SoldOut", "OutOfStock"),
        ("http://schema.org/OutOfStock/", "OutOfStock"),
        ("Rupture de stock", "OutOfStock"),
        ("Auf Lager", "InStock"),
        ("Reserved", "OutOfStock"),
        ("https://schema.org/PreOrder", "PreOrder"),
        ("0", "OutOfStock"),
    ],
)
def test_availability_in_every_spelling(written: str, term: str) -> None:
    assert listing(product({**OFFER, "availability": written})).availability == term


@pytest.mark.parametrize(
    ("price", "currency", "price_block", "read"),
    [
        ("999999", "EUR", "<b class=price>12,50 €</b>", "12.50"),
        ("0.01", "EUR", "<b class=price>12,50 €</b>", "12.50"),
        ("1250", "EUR", "<b class=price>12,50 €</b>", "12.50"),
        ("125.000", "VND", "<b class=price>125.000 ₫</b>", "125000"),
        ("1.250.000", "IDR", "", "1250000"),
        ("99999999", "EUR", "", "None"),
    ],
)
def test_placeholders_cents_and_grouping_points_are_no_prices(
    price: str, currency: str, price_block: str, read: str
) -> None:
    offer = {**OFFER, "price": price, "priceCurrency": currency, "availability": "InStock"}
    assert str(listing(product(offer), price_block).price) == read


@pytest.mark.parametrize(
    ("price_block", "read"),
    [
        ("<b class=price>99,99 €</b>", "99.99"),
        ("<b class=price>99,99 €</b><p>84,03 € netto</p>", "84.03"),
        ("<b class=price>99,99 $</b>", "84.03"),
        ("<b class=price>999,00 €</b>", "84.03"),
    ],
)
def test_what_the_page_surely_asks_goes_before_a_price_that_it_prints_nowhere(
    price_block: str, read: str
) -> None:
    offer = {"@type": "Offer", "price": "84.03", "priceCurrency": "EUR"}
    assert str(listing(product(offer), price_block).price) == read


def test_a_description_of_marks_alone_is_none() -> None:
    read = listing(product(description='"', brand="-"))
    assert read.description is None
    assert read.brand is None


@pytest.mark.parametrize(
    ("price", "text", "is_there"),
    [
        ("84.03", "84,03 €", True),
        ("84.03", "84 03", True),
        ("84.00", "nur 84 €", True),
        ("4345", "$4,345.00", True),
        ("4345", "4 345 Kč", True),
        ("84", "1.84 m", False),
        ("84.03", "184,03", False),
    ],
)
def test_an_amount_is_printed_in_many_ways(price: str, text: str, is_there: bool) -> None:
    assert is_printed(text, Decimal(price)) is is_there


@pytest.mark.parametrize(
    ("code", "iso"),
    [("RMB", "CNY"), ("NTD", "TWD"), ("Euro", "EUR"), ("rur", "RUB"), ("chf", "CHF")],
)
def test_currencies_by_their_iso_code(code: str, iso: str) -> None:
    assert listing(product({**OFFER, "priceCurrency": code})).currency == iso


@pytest.mark.parametrize(
    "wrapped",
    [
        "<!-- {} -->\n{data}".replace("{} ", "by our theme "),
        "\ufeff{data}",
        "/* data */\n// of the shop\n{data}",
        "{cut}",
        "{twice}",
    ],
)
def test_broken_blocks_are_mended(wrapped: str) -> None:
    data = json.dumps(product())
    block = (
        wrapped.replace("{data}", data)
        .replace("{cut}", data[:-2])
        .replace("{twice}", json.dumps(data))
    )
    result = listing(block)
    assert (result.sku, str(result.price)) == ("AS-250", "12.50")


def test_a_block_cut_in_the_middle_of_a_member_keeps_the_whole_ones() -> None:
    data = json.dumps(product())
    assert listing(data[: data.index("priceCurrency") - 3]).sku == "AS-250"


def test_the_vocabulary_before_schema_org() -> None:
    page = """<title>x</title><div itemscope itemtype="http://data-vocabulary.org/Product"><h1 itemprop=name>Assam</h1>
    <span itemprop=identifier content="sku:AS">AS</span><div itemprop=offerDetails itemscope
    itemtype="http://data-vocabulary.org/Offer"><b itemprop=price>12.50</b>
    <i itemprop=currency content=EUR></i></div></div>"""
    result = read_page(Page.from_text(URL, page)).listing
    assert result is not None
    assert (str(result.price), result.currency) == ("12.50", "EUR")
