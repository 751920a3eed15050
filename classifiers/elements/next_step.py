"""The next step (下一步): what follows from the elements of one candidate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.licence_check import LicenceStanding
from classifiers.elements import source
from classifiers.elements.answers import EVEN, Answers, chance
from classifiers.elements.doubts import CLAIMS, is_doubtful_likeness, is_half, is_ordinary_word
from classifiers.elements.parts import is_coined
from classifiers.elements.resale import resold
from classifiers.elements.source import SourceAnswer
from storage.base.disguises import SAME_SIGN
from storage.records import Signal
from storage.records.element import ElementName, NextStep
from storage.records.right_term import Standing, standing_of
from storage.records.right_words import OF_A_PLACE

OPEN_STEPS = frozenset({NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE})
"""Steps by which it is found out where the goods come from."""
LAWFUL = 0.12
"""Probability of an unlawful source below which the source counts as lawful; chosen by hand in 2026."""
_PROBABLY_LAWFUL = 0.3
"""Probability of an unlawful source below which nobody is troubled; chosen by hand in 2026: the seller's
own earlier sign beside the mark."""
_PLAINLY_UNLAWFUL = 0.85
"""Probability of an unlawful source from which a letter may be drafted; chosen by hand in 2026."""
_WATCHED = 0.3
"""Probability of the act from which a listing is worth a second look later; chosen by hand in 2026."""


def next_step_of(
    candidate: Candidate,
    signals: Sequence[Signal],
    answers: Answers,
    act: float,
    origin: SourceAnswer,
    threshold: float,
) -> NextStep:
    """The step: a letter where the source is plainly unlawful, else whom to ask, or what to wait for."""
    if candidate.right.generic or origin.unlawful < LAWFUL:
        return NextStep.NONE
    if (
        _is_bait(candidate, answers)
        or _is_keyword(signals, answers)
        or _is_hook(candidate, answers)
    ):
        return NextStep.REFER
    if _in_area_by_all_facts(candidate, answers, origin):
        return NextStep.WATCH
    if act < threshold or origin.unlawful < _PROBABLY_LAWFUL:
        return NextStep.WATCH if act >= _WATCHED else NextStep.NONE
    plainly = origin.unlawful >= _PLAINLY_UNLAWFUL and act * origin.unlawful >= threshold
    doubtful = (
        _only_holder_knows(candidate, signals, answers)
        or is_half(candidate, answers)
        or is_doubtful_likeness(candidate, signals)
    )
    if plainly and not doubtful:
        return NextStep.LETTER
    doubted = any(signal.kind in _DOUBTS and signal.weight > 0 for signal in signals)
    asked = not doubted or _is_in_grace(candidate)
    reachable = candidate.holder is not None and asked
    return NextStep.ASK_HOLDER if reachable else NextStep.TEST_PURCHASE


def _is_in_grace(candidate: Candidate) -> bool:
    """Whether nobody but the holder knows if the mark is renewed: goods that are bought do not tell."""
    return standing_of(candidate.right, candidate.on) is Standing.IN_GRACE


def _only_holder_knows(candidate: Candidate, signals: Sequence[Signal], answers: Answers) -> bool:
    """Whether what makes the source plainly unlawful is for the holder to confirm: a licence that ended
    lately or with the mark's term may be renewed, a mark in its grace period too, who claims to be
    approved may be, what an entry of the ledger that contradicts itself is to say nobody else knows, nor whether
    words of imitation beside a mark that is a word of the language speak of it."""
    if _is_in_grace(candidate) or candidate.ledger.ended_lately(candidate.on):
        return True
    if _is_licensed_for_term(candidate):
        return True
    if candidate.ledger.standing is LicenceStanding.CONTRADICTORY:
        return True
    claims = CLAIMS if candidate.right.authorised_sellers else CLAIMS | {"official-name"}
    if is_ordinary_word(candidate):
        claims |= _OF_A_BRAND
    silent = [signal for signal in signals if signal.kind not in claims]
    if len(silent) == len(signals):
        return False
    lawfully = resold(candidate, signals, answers)
    return source.source_of(candidate, silent, lawfully).unlawful < _PLAINLY_UNLAWFUL


_OF_A_BRAND = frozenset({"wording-imitation", "wording-labels"})
"""Kinds of signal that speak of a brand, which a word that everybody uses need not be."""


def _is_licensed_for_term(candidate: Candidate) -> bool:
    """Whether the seller's licence ran as long as the term of a mark that lives on: it is renewed with it."""
    answer, ends = candidate.ledger, candidate.right.valid_until
    if answer.standing is not LicenceStanding.EXPIRED or answer.entry is None or ends is None:
        return False
    return answer.entry.valid_until is not None and answer.entry.valid_until >= ends


def _in_area_by_all_facts(candidate: Candidate, answers: Answers, origin: SourceAnswer) -> bool:
    """Whether a seller in the area of a sign of origin is contradicted by nothing: who makes the goods
    there may say so (provision trademark.fair-use; 局令第79号), but with no likeness of the sign, and
    for the sign on the packing leave is required there too."""
    return (
        candidate.right.kind in OF_A_PLACE
        and chance(answers, ElementName.SIGN, "identical") >= EVEN
        and origin.answer == "in-area"
        and origin.unlawful <= _IN_AREA
        and not any(match.field == "image_text" for match in candidate.matches)
    )


_IN_AREA = 0.4
"""Probability of an unlawful source up to which a seller in the area is only watched; chosen by hand in
2026: the prior moved by the place alone."""
_DOUBTS = frozenset({"price", "price-licensed", "seller-history", "same-picture", "dispatch"})
"""Kinds of signal that make buying one better than asking."""


def _is_bait(candidate: Candidate, answers: Answers) -> bool:
    """A well-known mark as bait for other goods: unfair competition, not trademark law. Who says that goods
    are of the same thickness, or measures them by the mark, baits nobody."""
    if not candidate.right.well_known or chance(answers, ElementName.GOODS, "other") < EVEN:
        return False
    same_model = any(
        _SAME_MODEL.match(candidate.fields[match.field], match.span[1])
        for match in candidate.matches
    )
    uses = ("keyword", "comparison") if same_model else ("keyword",)
    return chance(answers, ElementName.USE, *uses) >= EVEN


def _is_hook(candidate: Candidate, answers: Answers) -> bool:
    """A sign that is no word of the language opens the title before 爆款 or 同款 and other goods are sold:
    what buyers search for leads them to those, which is a question of unfair competition."""
    if chance(answers, ElementName.GOODS, "other") < EVEN:
        return False
    title = candidate.field("title")
    return any(
        match.field == "title"
        and context.first
        and (context.sought or _SAME_MODEL.match(title[match.span[1] :]))
        and match.how in SAME_SIGN
        and is_coined(match)
        for match, context in candidate.contexts
    )


_SAME_MODEL = re.compile(
    "的?同款(?!厚度|面料|材质|工艺|规格|配方|品质|尺寸|做工|布料|原料|口感|味道|香型|色)"
)
"""What says that the goods are the same as the mark's, as a mere style (某某风) or one property does not."""


def _is_keyword(signals: Sequence[Signal], answers: Answers) -> bool:
    """The mark among what buyers search for, beside the seller's own brand: the brand names another source,
    so whether that is fair is a question of unfair competition."""
    own_brand = any(signal.kind == "other-brand" for signal in signals)
    return own_brand and chance(answers, ElementName.USE, "keyword") >= EVEN
