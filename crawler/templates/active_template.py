"""A template in use (使用中的模板): what it reads, when it is checked, how far the checks agree."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import median
from typing import NamedTuple

from crawler.extract.listing_facts import ListingFacts
from crawler.extract.profile_fields import ProfiledPage
from crawler.platform.selectors import Selector
from crawler.templates.agreement import AgreementWindow, field_agreement
from crawler.templates.learning import SAMPLES
from crawler.templates.learnt_template import LearntTemplate
from crawler.templates.open_reading import OpenReading
from crawler.templates.sample import Sample
from storage.records import Listing

CHECKED_EVERY = 20
"""Pages of which one is read in full, too; asked for by the design."""
_LONGEST_WAIT = 5
"""Pages for which a check may wait for one that is not long, since reading a page in full costs by its
length; chosen by hand."""
_LONG = 1.5
"""Times the median size from which a page is long; chosen by hand."""
_SIZES = 20
"""Pages whose sizes are remembered for that; chosen by hand."""
_CLOSE_LOOK = 5
"""Checks in a row after one that disagreed; chosen by hand."""
_UNCHECKED_BYTES = 8 * 2**20
"""Bytes of unchecked pages that are kept of one template; a bound on the memory of a crawl."""
_STOCK_LABEL = 20
"""Characters of a text that may be the stock's label; chosen by hand."""


class UncheckedPage(NamedTuple):
    """A page that a template read alone since a check agreed."""

    url: str
    markup: bytes
    """UTF-8."""
    opening: OpenReading


class TaughtPage(NamedTuple):
    """A page of which a template was learnt, until a check agrees: so long its reading by it is not final."""

    opening: OpenReading
    listing: Listing
    """What the full reader said of it."""


@dataclass(eq=False)
class ActiveTemplate:
    """One template of one host in one crawl."""

    learnt: LearntTemplate
    """As it is stored."""
    pins: Mapping[str, Selector] = field(default_factory=dict)
    window: AgreementWindow = field(default_factory=AgreementWindow)
    reads: int = 0
    """Pages that it read in this crawl."""
    strangers: int = 0
    """Goods pages of its shape that it did not fit, in a row."""
    is_changed: bool = False
    """Did it change since it was stored?"""
    _until_check: int = CHECKED_EVERY
    _last_title: str | None = None
    _sizes: deque[int] = field(default_factory=lambda: deque(maxlen=_SIZES))
    """Bytes of the pages that it read last."""
    unchecked: deque[UncheckedPage] = field(default_factory=deque)
    taught: list[TaughtPage] = field(default_factory=list)
    _unchecked_bytes: int = 0
    _recent: deque[tuple[Sample, dict[str, bool]]] = field(
        default_factory=lambda: deque(maxlen=SAMPLES)
    )
    """Pages that were checked last, and on which of their fields the full reader agreed."""

    def __post_init__(self) -> None:
        self.template = self.learnt.pinned_to(self.pins)

    def remark(self, markers: tuple[str, ...]) -> None:
        """Know its pages by these names from now on."""
        if markers != self.learnt.markers:
            self.learnt = replace(self.learnt, markers=markers)
            self.template = self.learnt.pinned_to(self.pins)
            self.is_changed = True

    def is_due(self, listing: Listing, size: int) -> bool:
        """Is this page of so many bytes to be read in full, too? One with the title of the page before
        always is. Where all checks agree, the next one waits a little for a page of a usual size."""
        self.reads += 1
        self.strangers = 0
        self._until_check -= 1
        self._sizes.append(size)
        repeats = listing.title == self._last_title
        self._last_title = listing.title
        return repeats or (self._until_check <= 0 and not self._may_wait(size))

    def _may_wait(self, size: int) -> bool:
        waited = -self._until_check
        is_calm = self.window.agreeing == self.window.checks
        return is_calm and waited < _LONGEST_WAIT and size > _LONG * median(self._sizes)

    def keep(self, url: str, markup: bytes) -> OpenReading:
        """This page was read by the template alone; should the next check disagree, it is read in full."""
        page = UncheckedPage(url, markup, OpenReading())
        self.unchecked.append(page)
        self._unchecked_bytes += len(markup)
        while self._unchecked_bytes > _UNCHECKED_BYTES:
            oldest = self.unchecked.popleft()
            self._unchecked_bytes -= len(oldest.markup)
            oldest.opening.settle()
        return page.opening

    def settle(self) -> None:
        """The readings of the unchecked pages stay as they are, and those by the template of the pages that
        taught it."""
        for taught in self.taught:
            taught.opening.settle()
        self.taught.clear()
        for page in self.unchecked:
            page.opening.settle()
        self.unchecked.clear()
        self._unchecked_bytes = 0

    def check(self, sample: Sample, facts: ListingFacts) -> dict[str, bool]:
        """Compare what it reads with what the full reader says of this page."""
        answers = field_agreement(sample, facts, self.template)
        self._recent.append((sample, answers))
        self.note(answers)
        self._learn_stock_text(sample)
        return answers

    def note(self, answers: dict[str, bool]) -> None:
        """One more check; after one that disagreed the next pages are checked, too."""
        agrees = all(answer or self._differed_before(name) for name, answer in answers.items())
        self.window.note(answers, agrees=agrees)
        if agrees and self._until_check <= 0:
            # What it waited is made good: one page in twenty is checked.
            next_check = CHECKED_EVERY + self._until_check
            self._until_check = next_check if self.window.is_calm(_CLOSE_LOOK) else 0
            if self._until_check:
                self.settle()
        elif not agrees:
            self._until_check = 0

    def samples_since_drift(self, name: str) -> list[Sample]:
        """The pages that were checked last, from the first one on which this field disagreed: of them the
        template is learnt anew. Those before are of the former design, and would outvote the new one."""
        checks = list(self._recent)
        first = next(
            (at for at, (_, answers) in enumerate(checks) if not answers.get(name, True)), 0
        )
        return [sample for sample, _ in checks[first:]]

    def _differed_before(self, name: str) -> bool:
        """Did the full reader differ from the template on this field when it was learnt, too?"""
        evidence = self.template.evidence.get(name)
        return evidence is not None and evidence.agree < self.template.samples

    def _learn_stock_text(self, sample: Sample) -> None:
        """A label of the stock that no page showed before means what the full reader says."""
        meaning = sample.listing.availability
        ways = self.template.profile.listing.get("availability", ())
        if (
            meaning is None
            or not ways
            or ways[0].values is None
            or "availability" in self.template.pinned
        ):
            return
        way = Selector(css=ways[0].css)
        text = ProfiledPage(sample.page, self.template.profile).value("location", way)
        if text and len(text) <= _STOCK_LABEL and text not in ways[0].values:
            self.learnt = self.learnt.with_stock_text(text, meaning)
            self.template = self.learnt.pinned_to(self.pins)
            self.is_changed = True
