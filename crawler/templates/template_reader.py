"""Reading a page by a learnt template (按模板读取): a few selectors instead of the whole reader."""

from __future__ import annotations

from typing import NamedTuple, cast

from crawler.extract.field_candidates import Source
from crawler.extract.listing_facts import EMPTY, ListingFacts, make_listing, present
from crawler.extract.page.markup_hints import count_words_of_gone, says_gone
from crawler.extract.page.page import Page
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.prose.crumbs import goods_crumbs
from crawler.extract.prose.labelled_facts import labelled_facts
from crawler.extract.structured.offers import GONE
from crawler.extract.structured.state_keys import PROMOTION_PRICES
from crawler.extract.visible.attributes import (
    brand_attribute,
    gtin_attribute,
    number_attribute,
)
from crawler.extract.visible.item_number import url_number
from crawler.templates.agreement import field_agreement
from crawler.templates.learnt_template import LearntTemplate
from crawler.templates.price_place import amounts_beside
from crawler.templates.sample import Sample
from crawler.url.url_parts import absolute, split
from storage.records import Listing

_HEAD = 60_000
"""Bytes of the markup in which the canonical address is looked for; chosen by hand."""
_FROM_ADDRESS = frozenset({"item_id", "platform"})


def fits(page: Page, template: LearntTemplate) -> bool:
    """Has the page the names by which the template's pages are told from others?"""
    if page.status != 200:
        return False
    markers = template.markers
    # The first is the one that the fewest other pages have: bytes are searched faster than the tree.
    if markers and markers[0][1:].encode() not in page.encoded:
        return False
    find = page.tree.css_first
    return all(find(name) is not None for name in markers)


class TemplateReading(NamedTuple):
    """One page as its template reads it."""

    facts: ListingFacts
    """What the template's selectors find, and what follows from it."""
    is_promoted_otherwise: bool
    """Whether a special price (促销价) holds or has ended other than on the samples: then no price is among the facts,
    and the page is read in full, as goods on sale are."""


def template_facts(page: Page, template: LearntTemplate) -> ListingFacts:
    """What the template's selectors find, and what follows from it."""
    return template_reading(page, template).facts


def template_reading(page: Page, template: LearntTemplate) -> TemplateReading:
    """Read the page by the template alone."""
    profiled = ProfiledPage(page, template.profile)
    facts = profiled.listing_facts()
    promoted_otherwise = _promotes_otherwise(profiled, template)
    if promoted_otherwise:
        facts.pop("price", None)
    labelled = labelled_facts([facts.get("description") or ""])
    attributes = {**(labelled.get("attributes") or {}), **(facts.get("attributes") or {})}
    address = split(page.url)
    inferred: ListingFacts = {
        "attributes": attributes,
        "brand": brand_attribute(attributes),
        "gtin": gtin_attribute(attributes),
        "sku": number_attribute(attributes),
        "item_id": url_number(page.url),
        "platform": address.hostname if address else None,
    }
    if crumbs := facts.get("category"):
        facts["category"] = goods_crumbs(crumbs, facts.get("title"))
    facts.pop("attributes", None)
    facts = cast(ListingFacts, {**present(inferred), **present(facts)})
    return TemplateReading(facts, promoted_otherwise)


def template_listing(page: Page, template: LearntTemplate) -> Listing | None:
    """The listing, or None where the page must be read in full: a required field is not there, more
    amounts stand beside the price than on the samples, or more words of sold-out goods than on any in stock."""
    return listing_of(page, template, template_facts(page, template))


def listing_of(page: Page, template: LearntTemplate, facts: ListingFacts) -> Listing | None:
    """As `template_listing`, of what the template reads on the page."""
    if "title" not in facts or any(name not in facts for name in template.required):
        return None
    if shows_more_amounts(page, template):
        return None
    is_gone = facts.get("availability") in GONE
    if not is_gone and _says_more_gone(page, template):
        return None
    return make_listing(page.url, facts)


def _says_more_gone(page: Page, template: LearntTemplate) -> bool:
    """Are there words of sold-out goods that no sample in stock had, where all samples were in stock?"""
    if not template.words_of_gone:
        return says_gone(page.encoded)
    evidence = template.evidence.get("availability")
    if evidence is None or evidence.distinct > 1 or not evidence.gone_words:
        return False
    return count_words_of_gone(page.encoded) > evidence.gone_words


def shows_more_amounts(page: Page, template: LearntTemplate) -> bool:
    """Do more amounts stand beside the price than on any sample: are the goods on sale?"""
    evidence = template.evidence.get("price")
    if evidence is None or not evidence.amounts or "price" in template.pinned:
        return False
    return amounts_beside(page, template.profile.listing.get("price", ())) > evidence.amounts


def _promotes_otherwise(profiled: ProfiledPage, template: LearntTemplate) -> bool:
    """Does a script of the page hold a special price (促销价) of today where the template reads the usual one, or
    none where it reads the special one?"""
    if "price" in template.pinned:
        return False
    ways = template.profile.listing.get("price", ())
    names = {(way.path or "").rsplit(".", 1)[-1] for way in ways if way.script}
    return bool(names) and profiled.is_promoted is names.isdisjoint(PROMOTION_PRICES)


def voted_listing(
    page: Page, template: LearntTemplate, sample: Sample, facts: ListingFacts
) -> Listing:
    """The listing of a page that both readers read; `facts` are what the template does.

    It is what the template alone reads, as of every other page, so that a check changes nothing;
    unless it lacks a required field, or the full reader, which all samples confirmed, knows another
    title or price: then the full reader's values fill or replace it.
    """
    answers = field_agreement(sample, facts, template)
    refuted = {
        name for name, agrees in answers.items() if not agrees and not _is_outvoted(name, template)
    }
    listing = listing_of(page, template, facts)
    if listing is not None and not refuted & _WEIGHTY:
        return listing
    full = {n: v for n, v in vars(sample.listing).items() if v not in EMPTY}
    voted = {name: value for name, value in facts.items() if name not in refuted}
    return make_listing(page.url, cast(ListingFacts, {**full, **voted}))


_WEIGHTY = frozenset({"title", "price", "availability", "shop"})


def _is_outvoted(name: str, template: LearntTemplate) -> bool:
    """Did the full reader differ from the template on this field when it was learnt, too?"""
    evidence = template.evidence.get(name)
    return name in template.pinned or (evidence is not None and evidence.agree < evidence.pages)


def sources_of(listing: Listing) -> dict[str, str]:
    """Every field of the listing comes from the profile, its id from the address."""
    return {
        name: Source.ADDRESS if name in _FROM_ADDRESS else Source.PROFILE
        for name in listing.to_json()
        if name != "url"
    }


def canonical_of(page: Page) -> str | None:
    """The address that the page calls its own."""
    if b"canonical" not in page.encoded[:_HEAD]:
        return None
    node = page.tree.css_first("link[rel~=canonical][href]")
    return absolute(page.base, (node.attributes.get("href") or "")) if node is not None else None
