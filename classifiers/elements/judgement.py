"""Judgement (综合判断): the elements of one candidate, the score from them, and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from classifiers.candidate.candidate import Candidate
from classifiers.elements import source
from classifiers.elements.answers import EVEN, Answers, likeliest
from classifiers.elements.confusion import share_confused
from classifiers.elements.next_step import LAWFUL, OPEN_STEPS, next_step_of
from classifiers.elements.resale import resold
from classifiers.elements.source import SourceAnswer
from classifiers.signals.rules import logit, sigmoid
from storage.records import Signal
from storage.records.element import ANSWERS, SPEAKING, Element, ElementName, NextStep

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
_SPOKEN_FOR = 1.0
"""Log-odds more where sign, goods, use and source all speak for infringement: what is left of their doubts one by
one is doubted together. Chosen by hand in 2026, well below what the data say: of 367 such listings in the
hand-written sets all infringe, of 217 of decided matters 216, at a mean score of .87 before."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What follows from a candidate's elements."""

    score: float
    """Probability of infringement, 0..1."""
    next_step: NextStep
    candidate: Candidate
    signals: Sequence[Signal]
    answers: Answers
    """Of the learned elements."""
    act: float
    """Probability of the act, or the score of the rules that judge without it."""
    origin: SourceAnswer

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """The elements with their grounds; worked out when asked for, since of a listing with many marks
        mostly one assessment is read."""
        ranked = _ranked(self.signals)
        origin, act = self.origin, self.act if self.origin.unlawful >= LAWFUL else 0.0
        return (
            *(_learned(name, chances, ranked) for name, chances in self.answers.items()),
            _element(ElementName.SOURCE, origin.answer, origin.probability, ranked),
            _confusion(self.candidate, self.answers, act, ranked),
        )


def judge(
    candidate: Candidate,
    signals: Sequence[Signal],
    answers: Answers,
    act: float,
    threshold: float,
) -> Judgement:
    """Combine the elements of one candidate.

    The score is the probability of the act times that of an unlawful source, raised by `_SPOKEN_FOR` where a
    letter may be drafted; `threshold` is the score from which a listing is a lead.
    """
    origin = source.source_of(candidate, signals, resold(candidate, signals, answers))
    act *= share_confused(candidate)
    step = next_step_of(candidate, signals, answers, act, origin, threshold)
    score = act * origin.unlawful
    if step is NextStep.LETTER:
        score = sigmoid(logit(score) + _SPOKEN_FOR)
    if step in OPEN_STEPS:
        score = max(LOWEST_OPEN, min(HIGHEST_OPEN, score))
    return Judgement(
        score=score,
        next_step=step,
        candidate=candidate,
        signals=signals,
        answers=answers,
        act=act,
        origin=origin,
    )


def judgement_of_answers(
    candidate: Candidate,
    signals: Sequence[Signal],
    answers: Answers,
    score: float,
    step: NextStep,
) -> Judgement:
    """A judgement whose score and step are given, with the elements that the answers make."""
    return Judgement(
        score=score,
        next_step=step,
        candidate=candidate,
        signals=signals,
        answers=answers,
        act=score,
        origin=source.source_of(candidate, signals, resold(candidate, signals, answers)),
    )


_Ranked = Sequence[tuple[int, Signal]]
"""Signals that weigh anything with their positions, the strongest first."""


def _ranked(signals: Sequence[Signal]) -> _Ranked:
    weighing = [pair for pair in enumerate(signals) if pair[1].weight]
    return sorted(weighing, key=lambda pair: (abs(pair[1].weight), pair[0]), reverse=True)


def _learned(name: ElementName, chances: Sequence[float], ranked: _Ranked) -> Element:
    place = max(range(len(chances)), key=chances.__getitem__)
    return _element(name, ANSWERS[name][place], float(chances[place]), ranked)


def _confusion(candidate: Candidate, answers: Answers, act: float, ranked: _Ranked) -> Element:
    """Confusion follows from sign, goods and use; a well-known mark on other goods is diluted."""
    if (
        candidate.right.well_known
        and act >= EVEN
        and likeliest(answers, ElementName.GOODS) == "other"
    ):
        return _element(ElementName.CONFUSION, "dilution", act, ranked)
    answer = "likely" if act >= EVEN else "unlikely"
    return _element(ElementName.CONFUSION, answer, max(act, 1 - act), ranked)


def _element(name: ElementName, answer: str, probability: float, ranked: _Ranked) -> Element:
    """With its grounds: signals that speak for the answer, and those that speak against it."""
    why, why_not = _grounds(name, answer in SPEAKING[name], ranked)
    return Element(
        element=name,
        answer=answer,
        probability=round(float(probability), 4),
        why=why[:_MOST_GROUNDS],
        why_not=why_not[:_MOST_GROUNDS],
    )


def _grounds(
    name: ElementName, infringing: bool, ranked: _Ranked
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Positions of the signals for and against an answer, the strongest first. Where none of the element's
    own speaks for it, those on which it leans (`_LEANS_ON`) do; the goods rest on their one ground."""
    why: list[int] = []
    why_not: list[int] = []
    for number, signal in ranked:
        if signal.kind in _KINDS[name]:
            (why if (signal.weight > 0) is infringing else why_not).append(number)
    if not why and name is ElementName.GOODS:
        return tuple(why_not), ()
    if not why:
        leant = _LEANS_ON.get(name, frozenset())
        why = [n for n, s in ranked if s.kind in leant and (s.weight > 0) is infringing]
    return tuple(why), tuple(why_not)


_LEANS_ON: Mapping[ElementName, frozenset[str]] = MappingProxyType(
    {
        ElementName.SIGN: frozenset({"use-context", "meaning", "person-name", "company-name"}),
        ElementName.USE: frozenset({"goods", "mark"}),
        ElementName.CONFUSION: frozenset({"use-context", "meaning", "licence", "wording-mention"}),
    }
)
"""Kinds of signal on which an element leans where none of its own speaks for its answer: a word on other
goods is read in its ordinary sense."""
