"""The matcher (标识匹配): finds the marks of all rights in texts, plain or disguised, fast.

Every pattern of every right goes into three automata, one a channel, so a text is read once
whatever the number of rights. Hits of the sound channel are then priced character by character.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from daachorse import CharwiseDoubleArrayAhoCorasick
from numpy.typing import NDArray

from classifiers.confusions.table import Confusions, load_confusions
from classifiers.folding import TEXT_END, Folded, fold, fold_with_origin
from classifiers.sounds import sounds
from classifiers.variants import Channel, latin_skeleton, patterns, sound_patterns
from classifiers.wording import breaks_word, runs_on, stands_alone
from storage.disguises import Disguise
from storage.records import Right


@dataclass(frozen=True, kw_only=True)
class MarkFound:
    """One place where a mark stands, in whatever form."""

    right: int
    """Place of the right in its book."""
    form: str
    """The registered form that was recognised."""
    span: tuple[int, int]
    text: str
    how: Disguise
    cost: float
    """0: the mark itself; towards 1: ever less like it."""
    embedded: bool = False
    """Whether other characters run on directly before and behind it."""


@dataclass(frozen=True, slots=True)
class _Hit:
    form: int
    start: int
    end: int
    how: Disguise
    cost: float


@dataclass(frozen=True, kw_only=True)
class Channels:
    """One automaton a channel, and what each of its patterns stands for."""

    automaton: CharwiseDoubleArrayAhoCorasick
    form: NDArray[np.int32]
    how: NDArray[np.uint8]
    cost: NDArray[np.float32]


_HOWS = tuple(Disguise)
_HOW_NUMBERS = {how: number for number, how in enumerate(_HOWS)}
_WRITE: dict[Channel, Callable[[str], str]] = {
    Channel.PLAIN: str,
    Channel.SOUND: sounds,
    Channel.LATIN: latin_skeleton,
}


class _Rows:
    """Patterns of one channel as they are written out, in columns: millions of them fit."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._form, self._how, self._cost = array("i"), array("B"), array("f")

    def add(self, texts: list[str], form: int, how: Disguise, cost: float) -> None:
        count = len(texts)
        self.texts += texts
        self._form.extend(repeat(form, count))
        self._how.extend(repeat(_HOW_NUMBERS[how], count))
        self._cost.extend(repeat(cost, count))

    def compiled(self) -> Channels:
        return Channels(
            automaton=CharwiseDoubleArrayAhoCorasick(self.texts),
            form=np.array(self._form, dtype=np.int32),
            how=np.array(self._how, dtype=np.uint8),
            cost=np.array(self._cost, dtype=np.float32),
        )


class Matcher:
    """Compiled from the rights; finds them in texts."""

    def __init__(self, forms: Sequence[tuple[int, str]], channels: dict[Channel, Channels]) -> None:
        self._forms = forms
        self._folded = [fold(form) for _, form in forms]
        self._channels = channels

    @property
    def forms(self) -> Sequence[tuple[int, str]]:
        """(place of the right, registered form) of everything that is looked for."""
        return self._forms

    @property
    def channels(self) -> dict[Channel, Channels]:
        return self._channels

    def hits_in(self, texts: Sequence[str]) -> set[int]:
        """Places of the texts that hold a mark; a text may be several fields joined by FIELD_END."""
        joined = fold(TEXT_END.join(texts))
        return {joined.count(TEXT_END, 0, hit.start) for hit in self._hits(joined)}

    def find(self, text: str) -> list[MarkFound]:
        """Every mark in one text, the likest form of each place only."""
        folded = fold_with_origin(text)
        found = (self._found(hit, folded) for hit in self._hits(folded.text))
        return list(_likest(one for one in found if one is not None))

    def _hits(self, folded: str) -> Iterator[_Hit]:
        for channel, compiled in self._channels.items():
            written = _WRITE[channel](folded)
            for start, end, pattern in compiled.automaton.find_overlapping(written):
                form = int(compiled.form[pattern])
                if channel is Channel.SOUND:
                    priced = price(self._folded[form], folded[start:end])
                    if priced is not None and not breaks_word(
                        self._folded[form], folded, start, end
                    ):
                        yield _Hit(form, start, end, *priced)
                    continue
                how = _HOWS[compiled.how[pattern]]
                if (
                    how in _UNSURE
                    and end - start == 2
                    and breaks_word(self._folded[form], folded, start, end)
                ):
                    continue
                yield _Hit(form, start, end, how, float(compiled.cost[pattern]))

    def _found(self, hit: _Hit, folded: Folded) -> MarkFound | None:
        start, end = folded.span(hit.start, hit.end)
        right, form = self._forms[hit.form]
        shown = folded.source[start:end]
        if _reaches_across(hit, len(self._folded[hit.form]), shown):
            return None
        if not stands_alone(self._folded[hit.form], folded.source, start, end):
            return None
        how, cost = hit.how, hit.cost
        if (
            how in (Disguise.EXACT, Disguise.LATIN)
            and folded.text[hit.start : hit.end] == (self._folded[hit.form])
        ):
            how, cost = _how_written(form, shown)
        return MarkFound(
            right=right,
            form=form,
            span=(start, end),
            text=shown,
            how=how,
            cost=cost,
            embedded=runs_on(folded.source, start, end),
        )


def _reaches_across(hit: _Hit, length: int, shown: str) -> bool:
    """Whether a faint likeness is put together from the end of one word and the start of another."""
    if hit.how in _CONTIGUOUS:
        return any(character.isspace() for character in shown)
    return length == 2 and hit.how in _UNSURE and len(shown) > hit.end - hit.start


_CONTIGUOUS = frozenset({Disguise.REVERSED, Disguise.OMISSION, Disguise.INFIX})
"""Forms that are taken for chance when they reach from one word into the next."""
_UNSURE = frozenset({Disguise.SOUND, Disguise.SHAPE, Disguise.REVERSED, Disguise.OMISSION})
"""Forms that may also be words of the language standing there by themselves."""


def _how_written(form: str, shown: str) -> tuple[Disguise, float]:
    """How a text that folds to the mark differs from it."""
    if shown == form:
        return Disguise.EXACT, 0.0
    if any(not fold(character) for character in shown if character not in form):
        return Disguise.SEPARATED, 0.05
    if _fold_width(shown) == _fold_width(form):
        return Disguise.WIDTH, 0.0
    return Disguise.SCRIPT, 0.02


def _fold_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def price(mark: str, shown: str) -> tuple[Disguise, float] | None:
    """Kind and cost of writing `shown` for `mark`, or None where it would mislead nobody."""
    table = load_confusions()
    total, worst, kinds = 0.0, 0.0, []
    for right, other in zip(mark, shown, strict=True):
        cost = table.cost(right, other)
        if cost is None:
            return None
        if cost:
            kinds.append(_kind(right, other, cost, table))
        total += cost
        worst = max(worst, cost)
    if total > _most(len(mark)) or len(kinds) == len(mark) == 3:
        return None
    how = Disguise.SHAPE if kinds.count(Disguise.SHAPE) * 2 > len(kinds) else Disguise.SOUND
    return (how if kinds else Disguise.EXACT), total / len(mark) * 1.5


def _kind(right: str, shown: str, cost: float, table: Confusions) -> Disguise:
    return Disguise.SHAPE if table.shapes.get(right, {}).get(shown) == cost else Disguise.SOUND


def _most(length: int) -> float:
    """Highest total cost of a mark of this length."""
    return 0.65 if length == 3 else 0.27 * length


def _likest(found: Iterable[MarkFound]) -> Iterator[MarkFound]:
    """Of overlapping finds of one right only the likest, the longer first."""
    kept: list[MarkFound] = []
    for one in sorted(found, key=lambda f: (f.right, f.cost, f.span[0] - f.span[1])):
        if not any(
            k.right == one.right and k.span[0] < one.span[1] and one.span[0] < k.span[1]
            for k in reversed(kept)
        ):
            kept.append(one)
    yield from sorted(kept, key=lambda f: (f.span, f.right))


def compile_matcher(rights: Iterable[Right]) -> Matcher:
    """Write out every disguise of every right and build the automata."""
    forms = forms_of(rights)
    rows = {channel: _Rows() for channel in Channel}
    for number, (_, form) in enumerate(forms):
        for one in patterns(form):
            rows[one.channel].add([one.text], number, one.how, one.cost)
        rows[Channel.SOUND].add(sound_patterns(form), number, Disguise.SOUND, 0.0)
    return Matcher(forms, {c: rows.pop(c).compiled() for c in Channel if rows[c].texts})


def forms_of(rights: Iterable[Right]) -> list[tuple[int, str]]:
    """(place of the right, registered form) of every form of every right."""
    return [(n, form) for n, right in enumerate(rights) for form in marks_of(right)]


def marks_of(right: Right) -> Iterator[str]:
    """The registered forms of a right that can be looked for."""
    seen = set()
    for form in (right.text, *right.aliases):
        if (folded := fold(form)) and folded not in seen:
            seen.add(folded)
            yield form
