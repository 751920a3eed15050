"""Assess (研判): stored listing versions × active rights → assessments and leads.

The only part of this room that touches the database. It may be stopped at any moment and run
again: a batch is one transaction, and the same assessment is kept once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime

from classifiers.candidate.price_baseline import PriceList, refresh_prices
from classifiers.scoring.active_learning import mix_probes
from classifiers.scoring.score import Bench, assess_batch
from classifiers.scoring.scorer import set_up_bench
from storage.base.database import Database
from storage.base.settings import Settings
from storage.leads.assessments import (
    CurrentVersion,
    rights_with_leads,
    save_assessments,
    vanished,
    versions_to_assess,
)
from storage.records import Assessment, RightsBook
from storage.rights.store import load_rights

_BATCH = 500


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
    today = on or datetime.now(UTC).date()
    with database.read() as session:
        book = load_rights(session)
    bench = set_up_bench(book, threshold=settings.lead_threshold, on=today, home=settings.home)
    prices = PriceList(refresh_prices(database, book, today))
    basis = basis_of(bench, today)
    listings = assessments = leads = 0
    for batch in _batches(database, basis, again):
        versions = [_priced(one, prices) for one in batch]
        with database.begin() as session:
            said = _say(
                bench, versions, rights_with_leads(session, [v.listing_id for v in versions])
            )
            leads += save_assessments(session, said, basis=basis, tiers=_tiers(book))
        listings += len(versions)
        assessments += sum(len(one) for _, one in said)
    if leads:
        mix_probes(database, settings.probe_share)
    return AssessmentRun(
        listings=listings, assessments=assessments, leads=leads, model=bench.judge.name
    )


def _batches(database: Database, basis: str, again: bool) -> Iterator[list[CurrentVersion]]:
    after = 0
    while True:
        with database.read() as session:
            batch = versions_to_assess(session, basis, after=after, limit=_BATCH, again=again)
        if not batch:
            return
        yield batch
        after = batch[-1].version_id


def _priced(version: CurrentVersion, prices: PriceList) -> CurrentVersion:
    """With what licensed sellers ask for such goods in its background."""
    fitting = prices.fitting(version.listing)
    if not fitting:
        return version
    return replace(version, background=replace(version.background, prices=fitting))


def _say(
    bench: Bench, versions: list[CurrentVersion], leads: dict[int, set[str]]
) -> list[tuple[CurrentVersion, list[Assessment]]]:
    """What the bench says of a batch; a lead whose mark has gone is told so."""
    spoken = []
    known = {place: version.background for place, version in enumerate(versions)}
    for version, (listing, said) in zip(
        versions, assess_batch([v.listing for v in versions], bench, known), strict=True
    ):
        gone = leads.get(version.listing_id, set()) - {one.right or "" for one in said}
        told = [vanished(listing.url, right, bench.judge.name) for right in sorted(gone)]
        spoken.append((version, said + told))
    return spoken


def basis_of(bench: Bench, today: date) -> str:
    """Hash of all that a score rests on: rights, licences as they stand today, model, threshold."""
    ended = [
        (right.id, seller.shop, _runs(seller.valid_from, seller.valid_until, today))
        for right in bench.book
        for seller in right.authorised_sellers
    ]
    valid = [(right.id, _runs(right.valid_from, right.valid_until, today)) for right in bench.book]
    own = [asdict(pattern) for pattern in bench.patterns]
    told = json.dumps(
        [asdict(bench.book), ended, valid, bench.judge.name, bench.threshold, *own],
        default=str,
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _runs(start: date | None, end: date | None, today: date) -> bool:
    return (start is None or start <= today) and (end is None or today <= end)


def _tiers(book: RightsBook) -> dict[str, int]:
    tiers = {holder.id: holder.tier for holder in book.holders}
    return {right.id: tiers.get(right.holder or "", 3) for right in book}
