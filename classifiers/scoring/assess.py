"""Assess (研判): stored listing versions × active rights → assessments and leads.

The only part of this room that touches the database. It may be stopped at any moment and run
again: what is saved together is one transaction, and the same assessment is kept once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from classifiers.candidate.licence_check import ended_long_ago
from classifiers.candidate.price_baseline import PriceList, refresh_prices
from classifiers.elements.source_prior import covers_services, share_unlawful
from classifiers.scoring.active_learning import mix_probes
from classifiers.scoring.score import assess_batch
from classifiers.scoring.scorer import Scorer, make_scorer
from storage.base import office_time
from storage.base.database import Database
from storage.base.settings import Settings
from storage.counts.sources import source_counts
from storage.leads.assessments import (
    CurrentVersion,
    current_versions,
    last_assessment,
    last_version,
    rights_with_leads,
    save_assessments,
    vanished,
    versions_after,
    versions_to_assess,
)
from storage.learning.sample import draw_sample
from storage.records import Assessment, Right, RightsBook
from storage.records.right_term import standing_of
from storage.records.source_count import SourceCount
from storage.rights.store import load_rights

_BATCH = 500
"""Versions scored together, chosen by hand: an end loses little."""
_SAVED = 50
"""Versions in one transaction, chosen by hand: an officer who decides meanwhile waits for its end."""


@dataclass(frozen=True, kw_only=True)
class AssessmentRun:
    """What one run of `hubiao assess` did."""

    listings: int
    """Versions that were looked at."""
    assessments: int
    """Listing × right pairs in which the mark was found."""
    leads: int
    """Leads opened."""
    model: str


def assess(
    database: Database, settings: Settings, *, again: bool = False, on: date | None = None
) -> AssessmentRun:
    """Assess every current version that was not yet, on today's rights, licences and model.

    `again` looks at all of them once more. A changed right, a licence that ran out or another
    model makes another basis, so the past is then assessed again without crawling.
    """
    today = on or office_time.today()
    scorer = office_scorer(database, settings, today)
    book = scorer.book
    prices = PriceList(refresh_prices(database, book, today))
    basis = basis_of(scorer, today)
    with database.read() as session:
        before = last_assessment(session)
    listings = assessments = leads = 0
    for batch in _batches(database, basis, again):
        versions = [_priced(version, prices) for version in batch]
        with database.read() as session:
            rights = rights_with_leads(session, [v.listing_id for v in versions])
        assessed = _assess_versions(scorer, versions, rights)
        for start in range(0, len(assessed), _SAVED):
            with database.begin() as session:
                part = assessed[start : start + _SAVED]
                leads += save_assessments(session, part, basis=basis, tiers=_tiers(book))
        listings += len(versions)
        assessments += sum(len(of_version) for _, of_version in assessed)
    if leads:
        mix_probes(database, settings.probe_share)
    with database.begin() as session:
        draw_sample(
            session,
            _tiers(book),
            share=settings.sample_share,
            most=settings.sample_most,
            after=before,
        )
    return AssessmentRun(
        listings=listings, assessments=assessments, leads=leads, model=scorer.model.name
    )


def office_scorer(database: Database, settings: Settings, today: date) -> Scorer:
    """The scorer on the office's active rights, verdicts and model."""
    with database.read() as session:
        book = load_rights(session)
        sources = source_counts(session)
    return make_scorer(
        book,
        threshold=settings.lead_threshold,
        on=today,
        home=settings.home,
        sources=sources,
    )


def assess_listings(database: Database, settings: Settings, listing_ids: Sequence[int]) -> int:
    """Assess the current versions of a few listings at once, as `assess` does all. Returns leads opened."""
    today = office_time.today()
    scorer = office_scorer(database, settings, today)
    prices = PriceList(refresh_prices(database, scorer.book, today))
    basis = basis_of(scorer, today)
    with database.begin() as session:
        versions = [_priced(row, prices) for row in current_versions(session, listing_ids)]
        assessed = _assess_versions(scorer, versions, rights_with_leads(session, listing_ids))
        return save_assessments(session, assessed, basis=basis, tiers=_tiers(scorer.book))


def _batches(database: Database, basis: str, again: bool) -> Iterator[list[CurrentVersion]]:
    """Batches of what waits, or `again` of all; the caller marks each before it asks for the next.

    No more versions than there are, so that this ends beside another process that assesses on another basis
    (rights changed meanwhile, other settings) and whose marks undo these.
    """
    after = looked_at = 0
    while True:
        with database.read() as session:
            if looked_at > last_version(session):
                return
            batch = (
                versions_after(session, after, limit=_BATCH)
                if again
                else versions_to_assess(session, basis, limit=_BATCH)
            )
        if not batch:
            return
        yield batch
        after, looked_at = batch[-1].version_id, looked_at + len(batch)


def _priced(version: CurrentVersion, prices: PriceList) -> CurrentVersion:
    """With what licensed sellers ask for such goods in its background."""
    fitting = prices.fitting(version.listing)
    if not fitting:
        return version
    return replace(version, background=replace(version.background, prices=fitting))


def _assess_versions(
    scorer: Scorer, versions: list[CurrentVersion], leads: dict[int, set[str]]
) -> list[tuple[CurrentVersion, list[Assessment]]]:
    """Assessments of a batch; a lead whose mark the listing no longer holds gets an empty one."""
    assessed = []
    backgrounds = {number: version.background for number, version in enumerate(versions)}
    for version, (listing, assessments) in zip(
        versions, assess_batch([v.listing for v in versions], scorer, backgrounds), strict=True
    ):
        matched_rights = {assessment.right or "" for assessment in assessments}
        vanished_rights = leads.get(version.listing_id, set()) - matched_rights
        withdrawn = [
            vanished(listing.url, right, scorer.model.name) for right in sorted(vanished_rights)
        ]
        assessed.append((version, assessments + withdrawn))
    return assessed


def basis_of(scorer: Scorer, today: date) -> str:
    """Hash of all that a score rests on: rights, licences as they stand today, model, threshold."""
    ended = [
        (
            *(right.id, seller.shop, _runs(seller.valid_from, seller.valid_until, today)),
            ended_long_ago(seller.valid_until, today),
        )
        for right in scorer.book
        for seller in right.authorised_sellers
    ]
    valid = [(right.id, standing_of(right, today).value) for right in scorer.book]
    patterns = [asdict(pattern) for pattern in scorer.patterns]
    priors = [(*key, *steps) for key, steps in sorted(_priors(scorer).items())]
    basis = json.dumps(
        [
            *(asdict(scorer.book), ended, valid, scorer.model.name, scorer.threshold),
            *patterns,
            priors,
        ],
        default=str,
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(basis.encode("utf-8", "surrogatepass")).hexdigest()[:32]


_PRIOR_STEP = 0.05
"""By how much the prior of a right on a platform must move until its listings are assessed again, chosen
by hand: a single verdict hardly ever sends everything through once more."""


def _priors(scorer: Scorer) -> dict[tuple[str, str], tuple[int, ...]]:
    """Whole steps by which verdicts moved the priors of unknown sellers, by right and platform; of a right for
    services also that of those who render one."""
    rights = {right.id: right for right in scorer.book}
    steps = {
        key: _steps(rights[key[0]], count)
        for key, count in scorer.sources.items()
        if key[0] in rights
    }
    return {key: moved for key, moved in steps.items() if any(moved)}


def _steps(right: Right, count: SourceCount) -> tuple[int, ...]:
    return tuple(
        int(
            (
                share_unlawful(right.kind, count, renders=renders)
                - share_unlawful(right.kind, renders=renders)
            )
            / _PRIOR_STEP
        )
        for renders in ((False, True) if covers_services(right) else (False,))
    )


def _runs(start: date | None, end: date | None, today: date) -> bool:
    return (start is None or start <= today) and (end is None or today <= end)


def _tiers(book: RightsBook) -> dict[str, int]:
    tiers = {holder.id: holder.tier for holder in book.holders}
    return {right.id: tiers.get(right.holder or "", 3) for right in book}
