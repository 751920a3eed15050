"""Learning a template (学习模板) from samples of one kind of page."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from crawler.extract.listing_facts import EMPTY, ListingFacts
from crawler.extract.page.markup_hints import count_words_of_gone
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.structured.offers import GONE
from crawler.platform.profile import FieldEvidence, Profile
from crawler.templates.agreement import field_agreement
from crawler.templates.election.attribute_rows import elect_rows
from crawler.templates.election.ballot import Ballot, Elected
from crawler.templates.election.crumbs import elect_crumbs
from crawler.templates.election.description_block import elect_description
from crawler.templates.election.inner_patterns import without_site
from crawler.templates.election.picture_group import elect_pictures
from crawler.templates.election.shop_links import with_shop_links
from crawler.templates.election.stock_witness import elect_stock
from crawler.templates.election.text_fields import elect_text, field_votes
from crawler.templates.election.value_places import ValuePlaces
from crawler.templates.learnt_template import LearntTemplate
from crawler.templates.price_place import amounts_beside
from crawler.templates.sample import OPERATOR_FIELDS, Sample, field_of
from crawler.templates.skeleton import Skeleton, fingerprint
from crawler.templates.template_reader import template_facts

log = logging.getLogger("hubiao.templates")

SAMPLES = 8
"""Different pages of a kind of which its template is learnt; asked for by the design."""
EARLY_SAMPLES = 5
"""Of pages that state title and price as data for machines, which the full reader seldom takes wrongly: fewer of
them outvote a wrong one. By `python -m benchmarks.templates --shops 24 --seed 300 --goods 40`, where every field
is read as rightly by templates of 5 pages as by those of 8."""
_SHARED = 0.75
"""Share of the samples that must have a name before selectors use it; chosen by hand."""
_TEXTS = (
    *("title", "price", "brand", "shop", "shop_url", "location", "sku", "gtin", "sales"),
    *OPERATOR_FIELDS,
)
_NEEDED = ("title", "price")
"""Fields without which no template is learnt."""
_COMMON = 0.5
"""Share of the samples from which a field that the full reader finds must be learnt, too; by hand."""
_COMPARED = (
    *("price", "currency", "brand", "shop", "location", "description", "attributes", "category"),
    *("images", "sku", "gtin", "sales", "availability", "operator"),
)
"""Fields of which a template must give as many as the full reader."""
_MOST_MARKERS = 6
"""Names by which pages are told apart: each costs a search of the tree; chosen by hand."""
_IDENTIFIER = re.compile(r"[.#]-?[A-Za-z_][\w-]*")
"""Names that stand in a selector as they are."""
_REQUIRED = ("title", "price", "availability", "shop", "images")


def learn(
    host: str, shape: str, samples: Sequence[Sample], goodless: Sequence[Skeleton]
) -> LearntTemplate | None:
    """The template of these pages; None where they do not agree enough, or are one page over again.

    `goodless` are skeletons of the shop's pages that are no goods.
    """
    if not _are_different(samples):
        return None
    # Values are looked for on the first few of them, and a selector that most pages refute is given up
    # on: the shortest pages cost the least.
    samples = sorted(samples, key=lambda sample: sample.size)
    shared = _names_of(samples, _SHARED)
    core = _names_of(samples, 1.0)
    currency = _constant([sample.listing.currency for sample in samples])
    bare = Profile(name="learnt", title=host, hosts=(host.partition(":")[0],), currency=currency)
    ballot = Ballot(samples, lambda sample: ProfiledPage(sample.page, bare))
    elected = _elect(ballot, shared)
    if any(name not in elected for name in _NEEDED):
        return None
    listing = {name: fields.ways for name, fields in elected.items()}
    gone_words = _most_words_of_gone(samples)
    evidence = {
        name: FieldEvidence(
            pages=e.pages,
            agree=e.agree,
            distinct=e.distinct,
            gone_words=gone_words if name == "availability" else 0,
        )
        for name, e in elected.items()
    }
    profile = replace(
        bare,
        name=f"learnt-{fingerprint(core)}",
        listing=MappingProxyType(listing),
        evidence=MappingProxyType(evidence),
    )
    template = LearntTemplate(
        host=host,
        shape=shape,
        core=core,
        markers=choose_markers(core, goodless),
        profile=profile,
        samples=len(samples),
        required=tuple(
            name
            for name in _REQUIRED
            if name in elected and (name in _NEEDED or elected[name].pages == len(samples))
        ),
        words_of_gone=gone_words > 0,
    )
    facts = [template_facts(sample.page, template) for sample in samples]
    if missing := missing_fields(samples, facts):
        log.info("%s: no place of %s on the pages of %s", host, ", ".join(missing), shape)
        return None
    return _with_agreement(template, samples, facts)


def _most_words_of_gone(samples: Sequence[Sample]) -> int:
    """Most words of sold-out goods on a sample in stock: hidden until a place or a size is chosen."""
    return max(
        (
            count_words_of_gone(sample.page.encoded)
            for sample in samples
            if sample.listing.availability not in GONE
        ),
        default=0,
    )


def _with_agreement(
    template: LearntTemplate, samples: Sequence[Sample], facts: Sequence[ListingFacts]
) -> LearntTemplate:
    """With the samples on which the full reader agrees as evidence: by it drift is measured later. The price
    of a sample with more amounts beside it than any on which they agree is not asked: such pages are
    read in full."""
    answers = [
        field_agreement(sample, of_sample, template)
        for sample, of_sample in zip(samples, facts, strict=True)
    ]
    counts = [amounts_beside(sample.page, template.profile.listing["price"]) for sample in samples]
    amounts = max(
        (count for count, answer in zip(counts, answers, strict=True) if answer.get("price", True)),
        default=0,
    )
    disagreements: Counter[str] = Counter()
    for count, answer in zip(counts, answers, strict=True):
        is_read_in_full = amounts and count > amounts
        disagreements.update(
            name
            for name, agrees in answer.items()
            if not agrees and not (name == "price" and is_read_in_full)
        )
    evidence = {
        name: replace(
            item,
            agree=len(samples) - disagreements[name],
            amounts=amounts if name == "price" else 0,
        )
        for name, item in template.evidence.items()
    }
    profile = replace(template.profile, evidence=MappingProxyType(evidence))
    return replace(template, profile=profile)


def _elect(ballot: Ballot, shared: Skeleton) -> dict[str, Elected]:
    samples = ballot.samples
    places = [ValuePlaces(sample, shared) for sample in samples]
    titles = [_title(sample) for sample in samples]
    elected: dict[str, Elected | None] = {}
    for name in _TEXTS:
        votes = field_votes(name, samples, titles)
        values: list[Any] = [field_of(sample.listing, name) for sample in samples]
        if name == "shop":
            votes = with_shop_links(votes, places)
        if name == "title":
            values = without_site(titles)
        elected[name] = elect_text(name, ballot, places, values, votes)
    elected["images"] = elect_pictures(ballot, places)
    elected["attributes"] = elect_rows(ballot, places)
    elected["category"] = elect_crumbs(ballot, places)
    elected["description"] = elect_description(ballot, places)
    elected["availability"] = elect_stock(ballot, places)
    return {name: e for name, e in elected.items() if e is not None}


def _are_different(samples: Sequence[Sample]) -> bool:
    """Are these pages of different goods: by their bytes, and by what the full reader found in them?"""
    bodies = {sample.digest for sample in samples}
    goods = {
        (s.listing.title, s.listing.price, s.listing.sku, s.listing.description) for s in samples
    }
    return len(bodies) == len(samples) and len(goods) >= 0.8 * len(samples)


def _names_of(samples: Sequence[Sample], share: float) -> Skeleton:
    names: dict[str, int] = {}
    for sample in samples:
        for name in sample.skeleton:
            names[name] = names.get(name, 0) + 1
    return frozenset(name for name, count in names.items() if count >= share * len(samples))


def choose_markers(core: Skeleton, strangers: Sequence[Skeleton]) -> tuple[str, ...]:
    """Names of the core that the fewest other pages have; pages that have the whole core are of it."""
    strangers = [skeleton for skeleton in strangers if not core <= skeleton]
    counts = {
        name: sum(name in skeleton for skeleton in strangers)
        for name in core
        if _IDENTIFIER.fullmatch(name)
    }
    return tuple(sorted(counts, key=lambda name: (counts[name], name))[:_MOST_MARKERS])


def _constant(values: Sequence[str | None]) -> str | None:
    distinct = {value for value in values if value}
    return distinct.pop() if len(distinct) == 1 else None


def missing_fields(samples: Sequence[Sample], facts: Sequence[ListingFacts]) -> list[str]:
    """Fields that the full reader gives on most samples and the template seldom does.

    A shop for which there is one is read in full: a template never gives less.
    """
    readings = [(s.listing, read) for s, read in zip(samples, facts, strict=True)]
    missing = []
    for name in _COMPARED:
        full = sum(getattr(listing, name) not in EMPTY for listing, _ in readings)
        learnt = sum(read.get(name) not in EMPTY for _, read in readings)
        if full >= _COMMON * len(samples) and learnt < _COMMON * full:
            missing.append(name)
    return missing


def _title(sample: Sample) -> str:
    node = sample.page.tree.css_first("title")
    return node.text() if node is not None else ""
