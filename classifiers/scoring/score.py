"""Scoring (研判): listings × rights → assessments, for `hubiao score` and `hubiao assess` alike.

Texts are scanned in batches; only listings in which a mark was found get the full work.
"""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import accumulate, islice

from classifiers.candidate.candidate import FieldMark, Sighting
from classifiers.candidate.listing_facts import Stated
from classifiers.candidate.office_patterns import OfficePattern
from classifiers.matching.matcher import MarkFound, Matcher
from classifiers.matching.script_folding import in_one_script
from classifiers.scoring import fair_use
from classifiers.scoring.levels import level_of
from classifiers.scoring.model import Judge
from classifiers.scoring.rules import bounded
from classifiers.signals.registry import signals_of
from storage.records import (
    NOTHING_KNOWN,
    Assessment,
    Background,
    Level,
    Listing,
    RightHolder,
    RightsBook,
    Signal,
    field_texts,
)

BATCH = 1000
_LONGEST_FIELD = 20_000
"""Characters of a field that are read; beyond that a text is padding, not an offer."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What scoring needs, made once: the book, its matcher, who judges, from which score on."""

    book: RightsBook
    matcher: Matcher
    judge: Judge
    threshold: float
    on: date | None = None
    """Day on which licences are judged; None: the day each listing was seen, else today."""
    patterns: tuple[OfficePattern, ...] = ()
    """The office's own patterns (自定义用语)."""

    @cached_property
    def holders(self) -> Mapping[str, RightHolder]:
        """By id."""
        return {holder.id: holder for holder in self.book.holders}


def score_listings(
    listings: Iterable[Listing], bench: Bench, *, all_rights: bool = False
) -> Iterator[Assessment]:
    """One assessment a listing, in order; with `all_rights` one for each right whose mark is there.

    Without any mark a listing gets an empty assessment, or none at all with `all_rights`.
    """
    for found in assess_batches(listings, bench):
        for listing, assessments in found:
            if all_rights:
                yield from assessments
            else:
                yield best_of(assessments) if assessments else _nothing(listing, bench)


def assess_batches(
    listings: Iterable[Listing], bench: Bench
) -> Iterator[list[tuple[Listing, list[Assessment]]]]:
    """Batches of (listing, its assessments, one a right whose mark is there)."""
    source = iter(listings)
    while batch := list(islice(source, BATCH)):
        yield assess_batch(batch, bench)


def assess_batch(
    batch: Sequence[Listing], bench: Bench, known: Mapping[int, Background] | None = None
) -> list[tuple[Listing, list[Assessment]]]:
    """Score one batch: look through all, look closely at the hits, judge them together.

    `known` is the background of the listings by their place in the batch.
    """
    texts = [tuple(text for _, text in field_texts(one)) for one in batch]
    with undisturbed():
        hits = {
            place: read_marks(batch[place], texts[place], finds, bench)
            for place, finds in finds_in(texts, bench).items()
        }
        found = assess_hits(hits, bench, known)
    return [(listing, found.get(place, [])) for place, listing in enumerate(batch)]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without Python's collector of cycles, which finds none here, yet walks through all lexicons
    again and again for the many small records of a batch: an eighth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def assess_hits(
    hits: Mapping[int, Read], bench: Bench, known: Mapping[int, Background] | None = None
) -> dict[int, list[Assessment]]:
    """Look closely at listings in which marks were found, and judge them together."""
    beside = known or {}
    spoken = [
        (place, sighting, signals_of(sighting))
        for place, read in hits.items()
        for sighting in _sightings(read, bench, beside.get(place, NOTHING_KNOWN))
    ]
    scores = bench.judge.scores([(sighting, signals) for _, sighting, signals in spoken])
    found: dict[int, list[Assessment]] = defaultdict(list)
    for (place, sighting, signals), score in zip(spoken, scores, strict=True):
        found[place].append(_assessment(sighting, signals, score, bench))
    return found


Finds = Mapping[int, list[MarkFound]]
"""What was found in the texts of one listing, by place of the text."""


def finds_in(listings: Sequence[Sequence[str]], bench: Bench) -> dict[int, Finds]:
    """What stands in the texts of each listing, by its place, of those that hold a mark.

    The texts of all are looked through together.
    """
    ends = list(accumulate(map(len, listings)))
    found: dict[int, dict[int, list[MarkFound]]] = defaultdict(dict)
    flat = [text[:_LONGEST_FIELD] for texts in listings for text in texts]
    for number, marks in sorted(bench.matcher.finds_in(flat).items()):
        place = bisect_right(ends, number)
        found[place][number - ends[place] + len(listings[place])] = marks
    return dict(found)


def sightings(
    listing: Listing, bench: Bench, background: Background = NOTHING_KNOWN
) -> Iterator[Sighting]:
    """Every right whose mark stands somewhere in the listing."""
    return _sightings(read_marks(listing, (), {}, bench), bench, background)


@dataclass(frozen=True, kw_only=True)
class Read:
    """One listing with its texts by field, and the marks in them by place of the right."""

    listing: Listing
    """In standard characters, as the fields are."""
    fields: Mapping[str, str]
    shown: Mapping[str, str]
    """The fields as the listing shows them."""
    marks: Mapping[int, list[FieldMark]]


def read_marks(listing: Listing, texts: Sequence[str], finds: Finds, bench: Bench) -> Read:
    """What `finds` in `texts` are in the listing; it is looked through anew if it reads otherwise."""
    named = list(field_texts(listing))
    own = tuple(text for _, text in named)
    if own != tuple(texts):
        finds = finds_in([own], bench).get(0, {})
    marks: dict[int, list[FieldMark]] = defaultdict(list)
    for number, (name, _) in enumerate(named):
        for one in finds.get(number, ()):
            marks[one.right].append(FieldMark(field=name, found=one))
    shown = {name: text[:_LONGEST_FIELD] for name, text in named}
    plain, fields = in_one_script(listing), shown
    if plain is not listing:
        fields = {name: text[:_LONGEST_FIELD] for name, text in field_texts(plain)}
    return Read(listing=plain, fields=fields, shown=shown, marks=marks)


def _sightings(read: Read, bench: Bench, background: Background) -> Iterator[Sighting]:
    listing, rights = read.listing, bench.book.rights
    stated = Stated(listing=listing, fields=read.fields)
    for number in sorted(read.marks):
        right = rights[number]
        yield Sighting(
            listing=listing,
            right=right,
            holder=bench.holders.get(right.holder or ""),
            fields=read.fields,
            shown=read.shown,
            stated=stated,
            marks=tuple(read.marks[number]),
            others=tuple(
                (one, rights[other])
                for other, listed in read.marks.items()
                if other != number
                for one in listed
            ),
            on=bench.on or _seen_on(listing),
            background=background,
            patterns=bench.patterns,
        )


def _seen_on(listing: Listing) -> date:
    return listing.seen_at.date() if listing.seen_at else datetime.now(UTC).date()


def _assessment(
    sighting: Sighting, signals: tuple[Signal, ...], score: float, bench: Bench
) -> Assessment:
    score = round(bounded(score, sighting.right, signals), 4)
    lead = score >= bench.threshold and not sighting.right.generic
    return Assessment(
        url=sighting.listing.url,
        right=sighting.right.id,
        score=score,
        level=level_of(score, lead=lead),
        lead=lead,
        signals=signals,
        fair_use=fair_use.answer(sighting, signals),
        model=bench.judge.name,
    )


def best_of(assessments: Sequence[Assessment]) -> Assessment:
    """The assessment that speaks for a listing where one line is wanted."""
    return max(assessments, key=_standing)


def _standing(assessment: Assessment) -> tuple[float, float]:
    """Highest score first; of equals the one whose mark was found most plainly."""
    return assessment.score, max(
        (signal.weight for signal in assessment.signals if signal.kind == "mark"), default=0.0
    )


def _nothing(listing: Listing, bench: Bench) -> Assessment:
    return Assessment(
        url=listing.url,
        right=None,
        score=0.0,
        level=Level.NONE,
        lead=False,
        signals=(),
        fair_use=None,
        model=bench.judge.name,
    )
