"""The templates of one host (本站模板): reading by them, learning, checking, forgetting."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from crawler.extract.listing_facts import ListingFacts, make_listing
from crawler.extract.page.heading import read_heading
from crawler.extract.page.page import Page, PageReading
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.read_page import explain_page
from crawler.extract.trace import TracedReading
from crawler.platform.profile import Profile
from crawler.platform.selectors import Selector
from crawler.templates.active_template import ActiveTemplate, TaughtPage
from crawler.templates.clusters import Cluster, Clusters, OtherPages
from crawler.templates.known_links import KnownLinks
from crawler.templates.learning import choose_markers, learn
from crawler.templates.list_pages import ListPages
from crawler.templates.open_reading import OpenReading
from crawler.templates.sample import OpenSamples, Sample
from crawler.templates.skeleton import path_shape, skeleton_of
from crawler.templates.template_reader import (
    canonical_of,
    fits,
    listing_of,
    shows_more_amounts,
    sources_of,
    template_facts,
    template_listing,
    template_reading,
    voted_listing,
)
from crawler.templates.template_store import TemplateStore
from storage.records import Listing
from storage.tables.base import now

log = logging.getLogger("hubiao.templates")

_FORGOTTEN_AFTER = 20
"""Goods pages of its shape in a row that a template does not fit, after which it is forgotten; by hand."""
_MOST_OTHERS = 200
"""Pages without goods whose skeletons are looked at; chosen by hand."""

Pins = Mapping[str, Selector]


class HostTemplates:
    """What is known of one host's goods pages."""

    def __init__(self, host: str, store: TemplateStore) -> None:
        self._host = host
        self._store = store
        self._pins: dict[str, dict[str, Selector]] = store.pins(host)
        self._active = [
            ActiveTemplate(template, self._pins_for(template.shape))
            for template in store.load(host)
        ]
        self._clusters: dict[str, Clusters] = defaultdict(Clusters)
        self._goodless = OtherPages()
        self._others_seen = 0
        self._links = KnownLinks()
        self._lists = ListPages()
        self._open = OpenSamples()

    def read(
        self, page: Page, *, with_cards: bool = False
    ) -> tuple[PageReading, OpenReading | None]:
        """Read a page by the template that it fits, a list by what others had in common, else in full: only
        that gives the cards of a list. The second is set where a later page may tell how this one is read."""
        shape = path_shape(page.url)
        for active in self._active:
            if active.template.shape == shape and fits(page, active.template):
                self._lists.note_told_apart()
                return self._read_by(active, page)
        if not with_cards and (reading := self._lists.read(page, shape)) is not None:
            return reading, None
        return self._read_in_full(page, shape)

    def store_changes(self) -> None:
        """Let the database know how often each template was used and how far it agrees."""
        for active in self._active:
            self._store.note_use(active.learnt, active.reads, active.window, active.is_changed)

    def settle(self) -> None:
        """Nothing more is learnt of this host: all readings stay as they are."""
        for active in self._active:
            active.settle()
        for clusters in self._clusters.values():
            for cluster in clusters.clusters:
                cluster.settle()

    def _pins_for(self, shape: str) -> Pins:
        return {**self._pins.get("", {}), **self._pins.get(shape, {})}

    def _read_by(
        self, active: ActiveTemplate, page: Page
    ) -> tuple[PageReading, OpenReading | None]:
        template = active.template
        facts, is_promoted_otherwise = template_reading(page, template)
        listing = listing_of(page, template, facts)
        if listing is None and (is_promoted_otherwise or shows_more_amounts(page, template)):
            return self._read_on_sale(active, page), None
        if listing is not None and not active.is_due(listing, len(page.encoded)):
            opening = active.keep(page.url, page.encoded)
            return _reading_of(page, listing, self._links), opening
        traced = explain_page(page)
        if traced.reading.kind != "listing":
            if listing is not None:
                active.note({"kind": False})
                self._look_for_drift(active)
            return traced.reading, None
        sample = Sample(page, traced)
        active.check(sample, facts)
        if active.template is not template:  # it learnt a word for the stock
            facts = template_facts(page, active.template)
        self._links.check(page, traced.reading.links)
        sample.pack()
        listing = voted_listing(page, active.template, sample, facts)
        reading = replace(traced.reading, listing=listing)
        self._look_for_drift(active)
        return reading, None

    def _read_on_sale(self, active: ActiveTemplate, page: Page) -> PageReading:
        """Goods with a struck price beside theirs, which no sample had, are read in full and tell nothing
        about the template; where all goods are such, it is of a design that is gone."""
        traced = explain_page(page)
        if traced.reading.kind == "listing":
            self._note_stranger(active.template.shape)
        return self._with_pins(page, active.template.shape, traced)

    def _look_for_drift(self, active: ActiveTemplate) -> None:
        drift = active.window.drifted(active.template.evidence)
        if drift is None:
            return
        name, agreeing, checks = drift
        log.warning(
            "%s: the template of %s is learnt anew: its %s agreed with the full reader on %d of %d pages",
            self._host, active.template.shape, name, agreeing, checks,
        )  # fmt: skip
        self._forget(active)
        _read_again(active, name)
        for sample in active.samples_since_drift(name):
            self._gather(sample, active.template.shape, active.template.version + 1)

    def _forget(self, active: ActiveTemplate) -> None:
        self._active.remove(active)
        self._store.forget(active.template)

    def _read_in_full(self, page: Page, shape: str) -> tuple[PageReading, OpenReading | None]:
        opening = None
        traced = explain_page(page)
        kind = traced.reading.kind
        if kind == "listing" and page.status == 200:
            self._note_stranger(shape)
            sample = Sample(page, traced)
            if (active := self._gather(sample, shape, 1)) is not None:
                facts = template_facts(page, active.template)
                listing = voted_listing(page, active.template, sample, facts)
                return replace(traced.reading, listing=listing), None
            opening = None if sample.opening.is_settled else sample.opening
        elif kind in ("list", "page") and self._others_seen < _MOST_OTHERS:
            self._others_seen += 1
            self._goodless.add([skeleton_of(page.text)])
        if kind == "list":
            self._lists.learn(page, shape, traced.reading)
        elif kind in ("listing", "page"):
            self._lists.note_other(page, shape)
        return self._with_pins(page, shape, traced), opening

    def _note_stranger(self, shape: str) -> None:
        """A template that goods pages of its shape no longer fit is of a design that is gone."""
        for active in [a for a in self._active if a.template.shape == shape]:
            active.strangers += 1
            if active.strangers >= _FORGOTTEN_AFTER:
                log.warning(
                    "%s: the template of %s is forgotten: the last %d goods pages are made otherwise",
                    self._host, shape, _FORGOTTEN_AFTER,
                )  # fmt: skip
                self._forget(active)
                active.settle()

    def _gather(self, sample: Sample, shape: str, version: int) -> ActiveTemplate | None:
        clusters = self._clusters[shape]
        cluster = clusters.cluster_of(sample.skeleton, self._goodless.chrome)
        if not cluster.add(sample):
            self._open.add(sample)
            if not (cluster.may_teach and sample in cluster.samples):
                sample.opening.settle()
            return None
        if not cluster.is_early:
            cluster.trials += 1
        template = learn(self._host, shape, cluster.samples, self._goodless.skeletons)
        if template is None:
            log.info("%s: %d pages of %s teach no template", self._host, cluster.pages, shape)
            _release(cluster)
            return None
        clusters.remove(cluster)
        template = replace(template, version=version)
        active = ActiveTemplate(template, self._pins_for(shape))
        self._add(active)
        self._store.save(active.learnt)
        log.info(
            "%s: learnt a template of %s from %d pages: %s",
            self._host, shape, template.samples, ", ".join(template.profile.listing),
        )  # fmt: skip
        _correct(active, [*cluster.earlier, *cluster.samples], sample)
        self._open.forget(cluster.samples)
        return active

    def _add(self, active: ActiveTemplate) -> None:
        """Take a template in; each is known by what the other kinds lack, the richer asked first."""
        self._active.append(active)
        self._active.sort(key=lambda each: -len(each.learnt.core))
        for each in self._active:
            kinds = [kind.learnt.core for kind in self._active if kind is not each]
            each.remark(choose_markers(each.learnt.core, [*self._goodless.skeletons, *kinds]))

    def _with_pins(self, page: Page, shape: str, traced: TracedReading) -> PageReading:
        reading, pins = traced.reading, self._pins_for(shape)
        if reading.kind != "listing" or reading.listing is None or not pins:
            return reading
        listing = {name: (way,) for name, way in pins.items()}
        host = self._host.partition(":")[0]
        profile = Profile(
            name="pinned", title=host, hosts=(host,), listing=MappingProxyType(listing)
        )
        facts = ProfiledPage(page, profile).listing_facts()
        full = {name: value for name, value in vars(reading.listing).items() if value is not None}
        return replace(
            reading, listing=make_listing(page.url, cast(ListingFacts, {**full, **facts}))
        )


def _reading_of(page: Page, listing: Listing, links: KnownLinks) -> PageReading:
    return PageReading(
        kind="listing",
        listing=listing,
        links=links.links_of(page),
        sources=MappingProxyType(sources_of(listing)),
        canonical=canonical_of(page),
    )


def _read_again(active: ActiveTemplate, name: str) -> None:
    """The pages that a template read alone since it last agreed are read as the full reader does; those that taught
    it, where it never agreed, keep what that said of the field that drifted."""
    for opening, listing in active.taught:
        better = opening.better
        if better is not None and better.listing is not None and hasattr(listing, name):
            as_before = replace(better.listing, **{name: getattr(listing, name)})
            opening.better = replace(better, listing=as_before)
    for url, markup, opening in active.unchecked:
        page = Page.from_bytes(url, markup, "utf-8", at=now())
        reading = explain_page(page).reading
        if reading.kind == "listing" and reading.listing != template_listing(page, active.template):
            opening.better = reading
    active.settle()


def _correct(active: ActiveTemplate, samples: Iterable[Sample], current: Sample) -> None:
    """Samples, but the current one, are read by the template that they taught."""
    for sample in samples:
        if sample is current or sample.opening.is_settled:
            continue
        facts = template_facts(sample.page, active.template)
        listing = voted_listing(sample.page, active.template, sample, facts)
        if listing == sample.listing:
            sample.opening.settle()
            continue
        canonical = read_heading(sample.page).canonical
        reading = PageReading(kind="listing", listing=listing, canonical=canonical)
        sample.opening.better = reading
        active.taught.append(TaughtPage(sample.opening, sample.listing))


def _release(cluster: Cluster) -> None:
    for sample in cluster.samples:
        sample.pack()
    if not cluster.may_teach:
        cluster.settle()
