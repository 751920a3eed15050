"""Judgement (综合判断): the elements of one candidate, the score from them, and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from classifiers.candidate.candidate import Candidate
from classifiers.elements import source
from classifiers.elements.source import SourceAnswer
from classifiers.goods.grade import Relation
from storage.base.disguises import Disguise
from storage.records import Signal
from storage.records.element import ANSWERS, SPEAKING, Element, ElementName, NextStep
from storage.records.right_words import OF_A_PLACE

Answers = Mapping[ElementName, Sequence[float]]
"""Probabilities of the learned elements' answers for one candidate, in the order of `ANSWERS`."""

_KINDS: Mapping[ElementName, frozenset[str]] = MappingProxyType(
    {
        ElementName.SIGN: frozenset({"mark", "image-text", "logo", "other-mark", "chance-words"}),
        ElementName.GOODS: frozenset({"goods", "watch-goods"}),
        ElementName.USE: frozenset(
            {
                "position", "use-context", "trait", "other-brand", "company-name", "person-name", "meaning",
                "wording-mention", "wording-parts", "wording-news", "wording-report", "wording-support",
                "wording-negated", "no-offer", "wording-imitation",
            }
        ),
        ElementName.SOURCE: source.KINDS,
        ElementName.CONFUSION: frozenset({"mark", "goods", "position", "other-brand", "own-earlier"}),
    }
)  # fmt: skip
"""Kinds of signal that are grounds of an element."""
_MOST_GROUNDS = 3
"""Grounds named for and against an answer, the strongest first; chosen by hand."""
LOWEST_OPEN, HIGHEST_OPEN = 0.3, 0.84
"""Scores between which a listing lies whose only open question is where the goods come from: never
red or orange, never out of sight."""
_LAWFUL = 0.12
"""Probability of an unlawful source below which the source counts as lawful; chosen by hand in 2026."""
_PROBABLY_LAWFUL = 0.3
"""Probability of an unlawful source below which nobody is troubled; chosen by hand in 2026: the seller's
own earlier sign beside the mark."""
_PLAINLY_UNLAWFUL = 0.85
"""Probability of an unlawful source from which a letter may be drafted; chosen by hand in 2026."""
_WATCHED = 0.3
"""Probability of the act from which a listing is worth a second look later; chosen by hand in 2026."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What follows from a candidate's elements."""

    score: float
    """Probability of infringement, 0..1."""
    elements: tuple[Element, ...]
    next_step: NextStep


def judge(
    candidate: Candidate,
    signals: Sequence[Signal],
    answers: Answers,
    act: float,
    threshold: float,
) -> Judgement:
    """Combine the elements of one candidate.

    The score is the probability of the act times that of an unlawful source; `threshold` is the score
    from which a listing is a lead.
    """
    origin = source.source_of(candidate, signals, _resold(candidate, signals, answers))
    step = _next_step(candidate, signals, answers, act, origin, threshold)
    score = act * origin.unlawful
    if step in _OPEN_STEPS:
        score = max(LOWEST_OPEN, min(HIGHEST_OPEN, score))
    return Judgement(
        score=score,
        elements=_elements(candidate, signals, answers, act, origin),
        next_step=step,
    )


_OPEN_STEPS = frozenset({NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE})


def judgement_of_answers(
    candidate: Candidate,
    signals: Sequence[Signal],
    answers: Answers,
    score: float,
    step: NextStep,
) -> Judgement:
    """A judgement whose score and step are given, with the elements that the answers make."""
    origin = source.source_of(candidate, signals, _resold(candidate, signals, answers))
    return Judgement(
        score=score,
        elements=_elements(candidate, signals, answers, score, origin),
        next_step=step,
    )


def _elements(
    candidate: Candidate,
    signals: Sequence[Signal],
    answers: Answers,
    act: float,
    origin: SourceAnswer,
) -> tuple[Element, ...]:
    return (
        *(_learned(name, chances, signals) for name, chances in answers.items()),
        _element(ElementName.SOURCE, origin.answer, origin.probability, signals),
        _confusion(candidate, answers, act if origin.unlawful >= _LAWFUL else 0.0, signals),
    )


def chance(answers: Answers, name: ElementName, *words: str) -> float:
    """Summed probability of some answers of an element."""
    return sum(answers[name][ANSWERS[name].index(word)] for word in words)


def likeliest(answers: Answers, name: ElementName) -> str:
    """The most probable answer of an element."""
    chances = answers[name]
    return ANSWERS[name][max(range(len(chances)), key=chances.__getitem__)]


def _resold(candidate: Candidate, signals: Sequence[Signal], answers: Answers) -> float:
    """Probability that a lawful seller may write the sign, as who sells the holder's goods on does: the
    sign itself, a piece of it, or its place and goods with words between, on goods like those that the
    holder has under it. Nobody disguises a sign of his own, or resells goods that there are not."""
    if any(signal.kind == "own-earlier" for signal in signals):
        return 1.0
    exact = 1 - chance(answers, ElementName.SIGN, "similar")
    if any(match.how is Disguise.PARTS for match in candidate.matches):
        of_a_place = candidate.right.kind in OF_A_PLACE or bool(candidate.right.place)
        exact = 1.0 if of_a_place else exact
    if not _states_goods(candidate) or likeliest(answers, ElementName.GOODS) != "other":
        return exact
    return exact * max(_MADE_TOO, 1 - chance(answers, ElementName.GOODS, "other"))


_SURELY = 0.7
"""Sureness of what is sold from which goods that a holder does not have are resold by nobody; by hand."""


_MADE_TOO = 0.35
"""Least probability that a holder sells such goods too, though its record does not name them: the holder is
asked before anybody is written to; chosen by hand in 2026."""


def _states_goods(candidate: Candidate) -> bool:
    """Whether the goods that are sold can be held against those of the right's record."""
    recorded = candidate.right.goods or candidate.right.classes
    goods = candidate.goods
    return bool(recorded) and goods.relation is not Relation.UNKNOWN and goods.sure >= _SURELY


def _next_step(
    candidate: Candidate,
    signals: Sequence[Signal],
    answers: Answers,
    act: float,
    origin: SourceAnswer,
    threshold: float,
) -> NextStep:
    if candidate.right.generic or origin.unlawful < _LAWFUL:
        return NextStep.NONE
    if _is_bait(candidate, answers) or _is_comparison(signals, answers):
        return NextStep.REFER
    if _in_area_by_all_facts(candidate, answers, origin):
        return NextStep.WATCH
    if act < threshold or origin.unlawful < _PROBABLY_LAWFUL:
        return NextStep.WATCH if act >= _WATCHED else NextStep.NONE
    plainly = origin.unlawful >= _PLAINLY_UNLAWFUL and act * origin.unlawful >= threshold
    if plainly and not _only_holder_knows(candidate, signals, answers):
        return NextStep.LETTER
    doubted = any(signal.kind in _DOUBTS and signal.weight > 0 for signal in signals)
    reachable = candidate.holder is not None and not doubted
    return NextStep.ASK_HOLDER if reachable else NextStep.TEST_PURCHASE


def _only_holder_knows(candidate: Candidate, signals: Sequence[Signal], answers: Answers) -> bool:
    """Whether what makes the source plainly unlawful is for the holder to confirm: a licence that ended
    lately may be renewed, and who claims to be approved may be."""
    if candidate.ledger.ended_lately(candidate.on):
        return True
    silent = [signal for signal in signals if signal.kind not in _CLAIMS]
    if len(silent) == len(signals):
        return False
    resold = _resold(candidate, signals, answers)
    return source.source_of(candidate, silent, resold).unlawful < _PLAINLY_UNLAWFUL


_CLAIMS = frozenset({"gi-badge", "wording-claimed"})
"""Kinds of signal that are a seller's claims of approval, which the holder's list alone refutes."""


def _in_area_by_all_facts(candidate: Candidate, answers: Answers, origin: SourceAnswer) -> bool:
    """Whether a seller in the area of a sign of origin is contradicted by nothing: who makes the goods
    there may say so (provision trademark.fair-use; 局令第79号), but with no likeness of the sign, and
    for the sign on the packing leave is required there too."""
    return (
        candidate.right.kind in OF_A_PLACE
        and chance(answers, ElementName.SIGN, "identical") >= _EVEN
        and origin.answer == "in-area"
        and origin.unlawful <= _IN_AREA
        and not any(match.field == "image_text" for match in candidate.matches)
    )


_EVEN = 0.5
_IN_AREA = 0.4
"""Even odds; and the probability of an unlawful source up to which a seller in the area is only watched;
chosen by hand in 2026: the prior moved by the place alone."""
_DOUBTS = frozenset({"price", "price-licensed", "seller-history", "same-picture", "dispatch"})
"""Kinds of signal that make buying one better than asking."""


def _is_bait(candidate: Candidate, answers: Answers) -> bool:
    """A well-known mark as bait for other goods: unfair competition, not trademark law."""
    return (
        candidate.right.well_known
        and chance(answers, ElementName.USE, "keyword", "comparison") >= 0.5
        and chance(answers, ElementName.GOODS, "other") >= 0.5
    )


def _is_comparison(signals: Sequence[Signal], answers: Answers) -> bool:
    """The seller's own brand likened to the mark, or the mark among what buyers search for: the brand names
    another source, so whether that is fair is a question of unfair competition."""
    own_brand = any(signal.kind == "other-brand" for signal in signals)
    return own_brand and chance(answers, ElementName.USE, "comparison", "keyword") >= _EVEN


def _learned(name: ElementName, chances: Sequence[float], signals: Sequence[Signal]) -> Element:
    place = max(range(len(chances)), key=chances.__getitem__)
    return _element(name, ANSWERS[name][place], float(chances[place]), signals)


def _confusion(
    candidate: Candidate, answers: Answers, act: float, signals: Sequence[Signal]
) -> Element:
    """Confusion follows from sign, goods and use; a well-known mark on other goods is diluted."""
    if (
        candidate.right.well_known
        and act >= _EVEN
        and likeliest(answers, ElementName.GOODS) == "other"
    ):
        return _element(ElementName.CONFUSION, "dilution", act, signals)
    answer = "likely" if act >= 0.5 else "unlikely"
    return _element(ElementName.CONFUSION, answer, max(act, 1 - act), signals)


def _element(
    name: ElementName, answer: str, probability: float, signals: Sequence[Signal]
) -> Element:
    """With its grounds: signals that speak for the answer, and those that speak against it."""
    why, why_not = _grounds(name, answer in SPEAKING[name], signals)
    return Element(
        element=name,
        answer=answer,
        probability=round(float(probability), 4),
        why=why[:_MOST_GROUNDS],
        why_not=why_not[:_MOST_GROUNDS],
    )


def _grounds(
    name: ElementName, infringing: bool, signals: Sequence[Signal]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions of the signals for and against an answer, the strongest first. Where none of the element's
    own speaks for it, those on which it leans (`_LEANS_ON`) do; the goods rest on their one ground."""
    ranked = sorted(
        ((abs(signal.weight), number) for number, signal in enumerate(signals) if signal.weight),
        reverse=True,
    )
    fits = {number: (signals[number].weight > 0) is infringing for _, number in ranked}
    grounds = [number for _, number in ranked if signals[number].kind in _KINDS[name]]
    why = [number for number in grounds if fits[number]]
    if not why and name is ElementName.GOODS:
        return tuple(grounds), ()
    leant = _LEANS_ON.get(name, frozenset())
    why = why or [n for _, n in ranked if signals[n].kind in leant and fits[n]]
    return tuple(why), tuple(number for number in grounds if not fits[number])


_LEANS_ON: Mapping[ElementName, frozenset[str]] = MappingProxyType(
    {
        ElementName.SIGN: frozenset({"use-context", "meaning", "person-name", "company-name"}),
        ElementName.USE: frozenset({"goods", "mark"}),
        ElementName.CONFUSION: frozenset({"use-context", "meaning", "licence", "wording-mention"}),
    }
)
"""Kinds of signal on which an element leans where none of its own speaks for its answer: a word on other
goods is read in its ordinary sense."""
