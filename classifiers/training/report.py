"""Lines of an evaluation (评测结果): figures as a whole, by part and by element, with 90 % intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from classifiers.training.evaluation import SPLITS, split
from classifiers.training.labelled_listing import ScoredListing
from classifiers.training.metrics import element_figures, figures, intervals

ELEMENT = "element"
SPLITS_AND_ELEMENT = (ELEMENT, *SPLITS)
"""Ways in which figures are broken down."""

Line = dict[str, object]


def lines(
    head: Mapping[str, object], listings: Sequence[ScoredListing], by: str | None
) -> Iterator[Line]:
    """One line for all listings, then a line a part. `head` begins each line.

    Without `by`, the parts are those that the listings were labelled for: what they are decidable
    from, the elements, the grounds of matters.
    """
    yield {**head, **whole(listings)}
    for breakdown in [by] if by else _labelled_for(listings):
        if breakdown == ELEMENT:
            yield from _by_element(head, listings)
        else:
            for part, members in split(listings, breakdown).items():
                yield {**head, breakdown: part, **whole(members)}


def whole(listings: Sequence[ScoredListing]) -> Line:
    """All figures of some listings, with their intervals."""
    return {**figures(listings).to_json(), "interval_90": intervals(listings)}


def _labelled_for(listings: Sequence[ScoredListing]) -> Iterator[str]:
    labelled = [scored.labelled for scored in listings]
    if any(listing.decidable for listing in labelled):
        yield "decidable"
    if any(listing.elements for listing in labelled):
        yield ELEMENT
    if any(listing.matter and listing.ground for listing in labelled):
        yield "ground"


def _by_element(head: Mapping[str, object], listings: Sequence[ScoredListing]) -> Iterator[Line]:
    for name, measured in element_figures(listings).items():
        yield {
            **head,
            ELEMENT: name,
            "items": measured.items,
            "right": round(measured.right, 4),
            "interval_90": {"right": measured.interval},
            "answers": {answer: round(share, 4) for answer, share in measured.answers.items()},
        }
