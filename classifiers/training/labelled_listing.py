"""Labelled listings (标注商品): one listing × one right with the true answer, and what a judge said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from classifiers.elements.judgement import HIGHEST_OPEN, LOWEST_OPEN
from classifiers.training.matters import Decidable
from storage.records import LEAD_STEPS, Listing, NextStep

ASKING = frozenset({NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE})
"""Steps that find out where goods come from."""


@dataclass(frozen=True, kw_only=True)
class LabelledListing:
    """One listing × one right with the true answer."""

    listing: Listing
    right: str
    infringing: bool
    ground: str = ""
    """The way in which it infringes or is honest; the families of the hand-written sets."""
    decidable: Decidable | None = None
    """What a careful lawyer could decide it from; None where nobody wrote that down."""
    matter: str = ""
    """The decided matter that it is written after; empty where there is none."""
    elements: Mapping[str, str] | None = None
    """True answers by element, in the words of `storage.records.element.ANSWERS`; None where not written."""

    @property
    def source_only(self) -> bool:
        """Whether only the source of the goods decides, which neither listing nor record states."""
        return self.decidable is Decidable.NO

    @property
    def calls_for_officer(self) -> bool:
        """Whether a lead is right: it infringes, or somebody must find out where the goods come from."""
        return self.infringing or self.source_only

    @property
    def cluster(self) -> str:
        """What bootstrap draws as one: the matter, else the right."""
        return self.matter or self.right


@dataclass(frozen=True, kw_only=True)
class ScoredListing:
    """A labelled listing with what a model said of it; where no mark was matched, nothing speaks."""

    labelled: LabelledListing
    score: float = 0.0
    next_step: NextStep = NextStep.NONE
    answers: Mapping[str, str] | None = None
    """Answers by element; None where the mark was not matched."""
    in_ledger: bool = False
    """Whether the licence ledger speaks of the seller, for or against."""

    @property
    def lead(self) -> bool:
        return self.next_step in LEAD_STEPS

    @property
    def letter(self) -> bool:
        """Whether a letter would be drafted."""
        return self.next_step is NextStep.LETTER

    @property
    def asks(self) -> bool:
        """Whether it lies in the middle with the step that finds out where the goods come from."""
        return self.next_step in ASKING and LOWEST_OPEN <= self.score <= HIGHEST_OPEN
