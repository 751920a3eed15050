"""The facts that a walk through a page yields, in the order in which their sources are believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from crawler.extract.field_candidates import Source, SourceFacts
from crawler.extract.listing_facts import ListingFacts, present
from crawler.extract.page.layout import Layout
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.prose.crumbs import read_breadcrumbs
from crawler.extract.prose.description import read_description
from crawler.extract.prose.labelled_facts import labelled_facts
from crawler.extract.prose.site_name import is_site_name
from crawler.extract.structured.page_state import merged_item_facts
from crawler.extract.structured.state_item import read_sales
from crawler.extract.visible import attributes as listed
from crawler.extract.visible.brand import clean_brand, labelled_brand, linked_brand
from crawler.extract.visible.item_number import (
    confirmed_number,
    form_number,
    labelled_number,
    marked_number,
    model_number,
    printed_gtin,
    url_number,
)
from crawler.extract.visible.observations import Observations
from crawler.extract.visible.price import paid_price
from crawler.extract.visible.price_weights import LIKELY_PRICE
from crawler.extract.visible.shop import find_shop, has_entrance, names_goods, shop_attribute
from crawler.extract.visible.spoken_price import spoken_price

SHORT_NUMBER = 5
"""Characters of a number in an address that may be anything: a category, a year; chosen by hand."""
_LABELLED_TEXTS = 400
"""Text runs behind the headline in which labels are looked for; chosen by hand."""
_SALES_TEXTS = 200
"""Text runs behind the headline in which the number sold is looked for; chosen by hand."""

_LEAST_CENTS = 100
"""Whole numbers below it are no prices in cents; chosen by hand."""
_SHORT_TEXT = 40
"""Characters of a text that shows an amount; chosen by hand."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def ordered_facts(
    observations: Observations,
    described: list[SourceFacts],
    previews: SourceFacts,
    site: str | None,
) -> list[SourceFacts]:
    """All facts in the order in which they are believed, the surest first.

    The platform's profile knows best; a printed item number goes before structured data
    (`described`), since it is what buyers and the seller quote; one choice that the address names
    goes before what the page shows of all; texts made for `previews` come last. A seller whom the
    page names goes before structured data that only names the `site`, which sells where nobody
    further is named.
    """
    state = _state_facts(observations)
    attributes = {**(state.get("attributes") or {}), **listed.read_attributes(observations.page)}
    table = _table_facts(observations, attributes)
    texts = [run.text for run in observations.layout.main[:_LABELLED_TEXTS]]
    structured = [facts for _, facts in (*described, previews)]
    texts += [text for facts in (*structured, state, table) if (text := facts.get("description"))]
    labelled = labelled_facts(texts)
    shop = (
        _seller(observations, attributes)
        or shop_attribute(state.get("attributes") or {})
        or labelled.get("shop")
    )
    offered_by = next((name for facts in structured if (name := facts.get("shop"))), None)
    before = shop if offered_by is None or is_site_name(offered_by, site) else None
    visible = SourceFacts(Source.VISIBLE, {**_visible_facts(observations), "shop": shop})
    choices = SourceFacts(Source.DECLARED, observations.choices)
    offer = (choices, visible) if "sku" in observations.choices else (visible, choices)
    ordered = [
        SourceFacts(Source.PROFILE, _profile_facts(observations.profiled)),
        SourceFacts(Source.LABEL, {"sku": _printed_number(observations), "shop": before}),
        *described,
        SourceFacts(Source.TABLE, table),
        *offer,
        SourceFacts(Source.ADDRESS, _address_facts(observations)),
        SourceFacts(Source.STATE, state),
        SourceFacts(Source.DECLARED, observations.declared),
        SourceFacts(Source.TEXT, {"sku": model_number(observations.layout), **labelled}),
        previews,
        SourceFacts(Source.TITLE, {"title": observations.layout.headline}),
    ]
    if observations.profiled is None and not has_entrance(observations.layout):
        ordered.append(SourceFacts(Source.SITE, {"shop": site}))
    return without_goods_as_shop([SourceFacts(source, present(facts)) for source, facts in ordered])


def without_goods_as_shop(ordered: list[SourceFacts]) -> list[SourceFacts]:
    """The facts without shops that are the goods' own name; the site may be called as its goods."""
    title = next((name for _, facts in ordered if (name := facts.get("title"))), None)
    if not title:
        return ordered
    return [
        SourceFacts(source, present({**facts, "shop": None}))
        if source is not Source.SITE and (shop := facts.get("shop")) and names_goods(shop, title)
        else SourceFacts(source, facts)
        for source, facts in ordered
    ]


def _seller(observations: Observations, attributes: Mapping[str, str]) -> str | None:
    return find_shop(observations.page, observations.layout, attributes)


def _profile_facts(profiled: ProfiledPage | None) -> ListingFacts:
    """What the profile finds, and what the attributes that it finds say."""
    if profiled is None:
        return {}
    facts = profiled.listing_facts()
    attributes = facts.get("attributes") or {}
    inferred: ListingFacts = {
        "brand": listed.brand_attribute(attributes),
        "gtin": listed.gtin_attribute(attributes),
    }
    return {**inferred, **facts}


def _printed_number(observations: Observations) -> str | None:
    layout, page = observations.layout, observations.page
    return labelled_number(layout) or confirmed_number(layout, page.url) or marked_number(page)


def _table_facts(observations: Observations, attributes: dict[str, str]) -> ListingFacts:
    page, layout = observations.page, observations.layout
    return {
        "attributes": attributes,
        "brand": clean_brand(
            listed.brand_attribute(attributes)
            or labelled_brand(layout)
            or listed.marked_brand(page, layout.headline)
            or linked_brand(layout)
        ),
        "gtin": listed.gtin_attribute(attributes) or printed_gtin(layout),
        "sku": listed.number_attribute(attributes),
        "location": listed.place_attribute(attributes),
        "category": read_breadcrumbs(layout),
        "description": read_description(layout),
    }


def _visible_facts(observations: Observations) -> ListingFacts:
    layout = observations.layout
    best = next((p for p in observations.prices if p.score >= LIKELY_PRICE), None)
    if best is not None:
        best = paid_price(observations.prices, best.amount.value) or best
    price = best.amount if best else None
    if price is None and not observations.cards:
        price = spoken_price(observations.page)
    sales = listed.find_sales_text(layout, _SALES_TEXTS)
    return {
        "title": layout.headline if layout.has_headline else None,
        "price": price.value if price else None,
        "currency": price.currency if price else None,
        "availability": observations.stock.availability(price is not None),
        "sales": read_sales(sales),
        "location": listed.place_in_texts([run.text for run in layout.main[:_SALES_TEXTS]]),
    }


def _address_facts(observations: Observations) -> ListingFacts:
    """An address that names the goods by a long number is surer than a form's hidden field."""
    number = url_number(observations.page.url)
    long = number is not None and len(number) > SHORT_NUMBER
    return {"item_id": number, "sku": None if long else form_number(observations.page)}


def _state_facts(observations: Observations) -> ListingFacts:
    if observations.main_item is None:
        return {}
    facts = merged_item_facts(observations.items, observations.main_item, observations.page.url)
    if (price := facts.get("price")) is not None and _is_in_cents(price, observations.layout):
        facts["price"] = price.scaleb(-2)
    return facts


def _is_in_cents(price: Decimal, layout: Layout) -> bool:
    """Does the page show a whole number of its data a hundred times smaller, and nowhere as it is?"""
    if price != price.to_integral_value() or price < _LEAST_CENTS:
        return False
    texts = (run.text[:_SHORT_TEXT].replace(",", "") for run in layout.runs)
    figures = {figure for text in texts for figure in _FIGURE.findall(text)}
    # "1,999.00" and "1999" are one amount; cents are always printed with two digits.
    return f"{price.scaleb(-2):.2f}" in figures and price not in set(map(Decimal, figures))
