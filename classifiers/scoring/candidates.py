"""From texts to candidates: which rights' marks stand in which fields of which listings."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from classifiers.candidate.added_characters import with_additions
from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.candidate.field_reading import Span
from classifiers.candidate.listing_facts import ListingWords
from classifiers.candidate.seller_name import seller_name
from classifiers.candidate.tentative_matches import borne_out
from classifiers.characters.script_folding import in_one_script
from classifiers.matching.match import Match
from classifiers.scoring.scorer import Scorer
from storage.base.disguises import Disguise
from storage.base.office_time import day_of, today
from storage.records import NOTHING_KNOWN, Background, Listing, RightKind, field_texts
from storage.records.source_count import NOTHING_COUNTED

_LONGEST_FIELD = 20_000
"""Characters of a field that are read, chosen by hand: beyond that a text is padding, not an offer."""

MatchesByText = Mapping[int, list[Match]]
"""The matches in the texts of one listing, by position of the text."""


def matches_by_listing(
    listings: Sequence[Sequence[str]], scorer: Scorer, naming: Sequence[tuple[str | None, str]] = ()
) -> dict[int, MatchesByText]:
    """The matches in the texts of each listing, by its position, of the listings that have any, or whose
    name is like a mark as a whole.

    The texts of all listings are searched together; `naming` are their brands and titles, in the same order.
    """
    ends = list(accumulate(map(len, listings)))
    matches: dict[int, dict[int, list[Match]]] = defaultdict(dict)
    texts = [text[:_LONGEST_FIELD] for listing in listings for text in listing]
    for number, in_text in sorted(scorer.matcher.matches_by_text(texts).items()):
        position = bisect_right(ends, number)
        matches[position][number - ends[position] + len(listings[position])] = in_text
    for position, (brand, title) in enumerate(naming):
        if position in matches:
            continue
        name = seller_name(brand, title)
        if name and scorer.matcher.signs.match(name.text) and not name.says_something:
            matches[position] = {}
    return dict(matches)


@dataclass(frozen=True, kw_only=True)
class MatchedListing:
    """One listing with its texts by field, and the matches in them by position of the right."""

    listing: Listing
    """In standard characters, as `fields` are."""
    fields: Mapping[str, str]
    original_fields: Mapping[str, str]
    """The fields as the listing writes them."""
    matches: Mapping[int, list[FieldMatch]]


def matched_listing(
    listing: Listing, texts: Sequence[str], by_text: MatchesByText, scorer: Scorer
) -> MatchedListing:
    """Assign the matches `by_text` in `texts` to the listing's fields.

    The listing is searched anew where its fields read otherwise than `texts`.
    """
    named = list(field_texts(listing))
    field_values = tuple(text for _, text in named)
    if field_values != tuple(texts):
        by_text = matches_by_listing([field_values], scorer).get(0, {})
    matches: dict[int, list[FieldMatch]] = defaultdict(list)
    for number, (name, _) in enumerate(named):
        for match in by_text.get(number, ()):
            matches[match.right].append(FieldMatch.in_field(name, match))
    _add_whole_signs(listing, matches, scorer)
    original = {name: text[:_LONGEST_FIELD] for name, text in named}
    plain, fields = in_one_script(listing), original
    if plain is not listing:
        fields = {name: text[:_LONGEST_FIELD] for name, text in field_texts(plain)}
    return MatchedListing(listing=plain, fields=fields, original_fields=original, matches=matches)


def _add_whole_signs(
    listing: Listing, matches: dict[int, list[FieldMatch]], scorer: Scorer
) -> None:
    """Add what the seller's name is like as a whole, in each field that writes it. A longer name that holds a
    mark stands instead of it; any other likeness where nothing of the right is in that place."""
    name = seller_name(listing.brand, listing.title)
    if name is None or name.says_something:
        return
    spans = name.spans
    for match in scorer.matcher.signs.match(name.text):
        listed = matches[match.right]
        inside = [narrower for narrower in listed if _lies_in(narrower, spans)]
        in_name = any(narrower.field == next(iter(spans)) for narrower in inside)
        if in_name and match.how is not Disguise.ADDED:
            continue
        matches[match.right] = [outside for outside in listed if outside not in inside] + [
            FieldMatch.in_field(field, replace(match, span=span)) for field, span in spans.items()
        ]


def _lies_in(match: FieldMatch, spans: Mapping[str, Span]) -> bool:
    """Whether a match lies in the span of its field."""
    if match.field not in spans:
        return False
    start, end = spans[match.field]
    return start <= match.span[0] and match.span[1] <= end


def candidates_of(
    listing: Listing, scorer: Scorer, background: Background = NOTHING_KNOWN
) -> Iterator[Candidate]:
    """A candidate for every right whose mark stands somewhere in the listing."""
    return candidates_in(matched_listing(listing, (), {}, scorer), scorer, background)


def candidates_in(
    matched: MatchedListing, scorer: Scorer, background: Background
) -> Iterator[Candidate]:
    """A candidate for every right with a match, in the order of the book."""
    candidate_for = _Candidates(matched, scorer, background)
    for number in sorted(matched.matches):
        right = scorer.book.rights[number]
        matches = borne_out(
            matched.matches[number], right, candidate_for.facts, candidate_for.marks
        )
        if not matches and scorer.keep_tentative:
            matches = tuple(m for m in matched.matches[number] if m.how is Disguise.PART)
        if not matches:
            continue
        matches = tuple(
            with_additions(match, right, matched.fields, matched.original_fields)
            for match in matches
        )
        yield candidate_for(number, matches)


def logo_candidates_in(
    matched: MatchedListing, scorer: Scorer, background: Background, matched_rights: Set[str]
) -> Iterator[Candidate]:
    """A candidate without matches for every right whose registered picture lies in the listing's, but
    those in `matched_rights`, whose words the listing bears too."""
    if not background.logos:
        return
    rights = {logo.right for logo in background.logos} - matched_rights
    candidate_for = _Candidates(matched, scorer, background)
    for number, right in enumerate(scorer.book.rights):
        if right.id in rights and right.kind is not RightKind.PRODUCT_RULE:
            yield candidate_for(number, ())


class _Candidates:
    """Makes the candidates of one listing, with what they share."""

    def __init__(self, matched: MatchedListing, scorer: Scorer, background: Background) -> None:
        self._matched, self._scorer, self._background = matched, scorer, background
        self._on = scorer.on or _day_seen(matched.listing)
        self.facts = ListingWords(listing=matched.listing, fields=matched.fields)
        self.marks = [
            match for listed in matched.matches.values() for match in listed if not match.tentative
        ]

    def __call__(self, number: int, matches: tuple[FieldMatch, ...]) -> Candidate:
        """The candidate for the right in this position of the book."""
        scorer, listing, rights = self._scorer, self._matched.listing, self._scorer.book.rights
        right = rights[number]
        return Candidate(
            listing=listing,
            right=right,
            holder=scorer.holders.get(right.holder or ""),
            fields=self._matched.fields,
            original_fields=self._matched.original_fields,
            facts=self.facts,
            matches=matches,
            other_matches=tuple(
                (match, rights[match.right]) for match in self.marks if match.right != number
            ),
            on=self._on,
            background=self._background,
            patterns=scorer.patterns,
            source_count=scorer.sources.get((right.id, listing.stored_platform), NOTHING_COUNTED),
        )


def _day_seen(listing: Listing) -> date:
    return day_of(listing.seen_at) if listing.seen_at else today()
