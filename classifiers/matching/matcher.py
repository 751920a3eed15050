"""The matcher (标识匹配): finds the marks of all rights in texts, plain or disguised, fast.

Disguises that can be written out go into automata, one a channel; replaced and inserted
characters are sought by `near_forms`. So a text is read once, whatever the number of rights.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import inf

from classifiers.characters.folding import TEXT_END, Folded, fold
from classifiers.goods.goods_tail import names_other_goods
from classifiers.matching.costs import cost_of
from classifiers.matching.near_cost import near_cost
from classifiers.matching.near_filter import SURE, TORN_UP_TO, drop_chance_matches
from classifiers.matching.near_forms import NearForms
from classifiers.matching.pattern_automata import (
    DISGUISES,
    WRITTEN,
    CompiledChannel,
    PatternColumns,
)
from classifiers.matching.registered_forms import forms_of
from classifiers.matching.variants import Channel, patterns
from classifiers.matching.word_boundaries import (
    around,
    breaks_word,
    runs_on,
    stands_alone,
    torn_from_word,
)
from storage.base.disguises import Disguise
from storage.records import Right


@dataclass(frozen=True, kw_only=True)
class Match:
    """One place where a mark stands, in whatever form."""

    right: int
    """Position of the right in its book."""
    form: str
    """The registered form that was recognised."""
    span: tuple[int, int]
    """Half-open, in characters of the text that was searched."""
    text: str
    """As it is written there."""
    how: Disguise
    cost: float
    """0: the mark itself; towards 1: ever less like it (`costs`)."""
    embedded: bool = False
    """Whether other characters run on directly before and behind it."""


@dataclass(frozen=True, slots=True)
class _Hit:
    form: int
    start: int
    end: int
    how: Disguise
    cost: float
    spare: float = inf
    """Bits beyond what is enough for a chance match to be rare; infinite for written-out patterns."""


class Matcher:
    """Compiled from the rights; finds them in texts."""

    def __init__(
        self, forms: Sequence[tuple[int, str]], channels: Mapping[Channel, CompiledChannel]
    ) -> None:
        self._forms = forms
        self._folded = [fold(form) for _, form in forms]
        self._channels = channels
        self._near = NearForms(list(enumerate(self._folded)))

    @property
    def forms(self) -> Sequence[tuple[int, str]]:
        """(place of the right, registered form) of everything that is looked for."""
        return self._forms

    @property
    def channels(self) -> Mapping[Channel, CompiledChannel]:
        return self._channels

    def find(self, text: str) -> list[Match]:
        """Every mark in one text, the closest form of each place only."""
        return self.match_texts([text])[0]

    def match_texts(self, texts: Sequence[str]) -> list[list[Match]]:
        """The marks of each text; many texts are looked at as quickly as one."""
        by_text = self.matches_by_text(texts)
        return [by_text.get(number, []) for number in range(len(texts))]

    def matches_by_text(self, texts: Sequence[str]) -> dict[int, list[Match]]:
        """The marks by place of the text, of those texts alone that hold one."""
        by_text: dict[int, list[Match]] = {}
        for first, part in _parts(texts):
            by_text.update((first + place, marks) for place, marks in self._in_part(part))
        return by_text

    def _in_part(self, texts: Sequence[str]) -> Iterator[tuple[int, list[Match]]]:
        source = TEXT_END.join(texts)
        folded = Folded(source=source, text=fold(source))
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        by_text: dict[int, list[Match]] = defaultdict(list)
        for hit in self._hits(folded):
            if (match := self._match_of(hit, folded)) is not None:
                place = bisect_right(starts, match.span[0]) - 1
                start, end = match.span
                span = (start - starts[place], end - starts[place])
                by_text[place].append(replace(match, span=span))
        return ((place, list(_closest_only(listed))) for place, listed in by_text.items())

    def _hits(self, folded: Folded) -> Iterator[_Hit]:
        for channel, compiled in self._channels.items():
            written = WRITTEN[channel](folded.text)
            for start, end, pattern in compiled.automaton.find_overlapping(written):
                how = DISGUISES[compiled.how[pattern]]
                cost = float(compiled.cost[pattern])
                yield _Hit(int(compiled.form[pattern]), start, end, how, cost)
        for near in drop_chance_matches(self._near.find(folded.text), folded):
            priced = near_cost(near, self._folded[near.form], folded.text)
            if priced is not None:
                spare = near.spare if near.infix is None else inf
                yield _Hit(near.form, near.start, near.end, *priced, spare)

    def _match_of(self, hit: _Hit, folded: Folded) -> Match | None:
        first, last = hit.start, hit.end
        start, end = folded.span(first, last)
        right, form = self._forms[hit.form]
        original = folded.source[start:end]
        if _reaches_across(hit, len(self._folded[hit.form]), original):
            return None
        if not stands_alone(self._folded[hit.form], folded.source, start, end):
            return None
        mark, written = self._folded[hit.form], folded.text[first:last]
        if hit.how in _BARE and names_other_goods(mark, written, folded.text[last : last + 3]):
            return None
        if self._is_words(hit, written, around(folded.source, start, end)):
            return None
        embedded = runs_on(folded.source, start, end)
        how, cost = hit.how, hit.cost
        if (
            how in (Disguise.EXACT, Disguise.LATIN)
            and folded.text[first:last] == self._folded[hit.form]
        ):
            how, cost = _how_written(form, original)
        return Match(
            right=right,
            form=form,
            span=(start, end),
            text=original,
            how=how,
            cost=cost,
            embedded=embedded,
        )

    def _is_words(self, hit: _Hit, written: str, beside: tuple[str, str]) -> bool:
        """Whether a reader sees words of the language where the hit stands, and no mark."""
        mark = self._folded[hit.form]
        near = hit.spare < inf
        if near and len(mark) > 2 and hit.spare >= SURE and hit.cost <= _ALIKE:
            return False
        if not near and not (hit.how in _UNSURE and len(written) == 2):
            return False
        torn = near and len(mark) <= TORN_UP_TO and torn_from_word(written, *beside)
        return torn or breaks_word(mark, written, *beside)


def _reaches_across(hit: _Hit, length: int, original: str) -> bool:
    """Whether a faint likeness is put together from the end of one word and the start of another."""
    if hit.how in _CONTIGUOUS:
        return any(character.isspace() for character in original)
    if hit.how is Disguise.REPLACED and any(character.isspace() for character in original):
        return any(a.isalnum() and b.isalnum() for a, b in pairwise(original))
    return length == 2 and hit.how in _UNSURE and len(original) > hit.end - hit.start


_CONTIGUOUS = frozenset({Disguise.REVERSED, Disguise.OMISSION, Disguise.INFIX})
"""Forms that are taken for chance when they reach from one word into the next."""
_BARE = frozenset({Disguise.REPLACED, Disguise.OMISSION})
"""Forms in which a character of the mark is simply not there."""
_ALIKE = cost_of("alike-up-to")
"""Cost up to which a form that tells much is read as the mark, whatever words it stands amid."""
_UNSURE = frozenset({Disguise.SOUND, Disguise.SHAPE, Disguise.REVERSED, Disguise.OMISSION})
"""Forms that may also be words of the language standing there by themselves."""


def _how_written(form: str, original: str) -> tuple[Disguise, float]:
    """How a text that folds to the mark differs from it."""
    if original == form:
        return Disguise.EXACT, 0.0
    if any(not fold(character) for character in original if character not in form):
        return Disguise.SEPARATED, _SEPARATED
    if _fold_width(original) == _fold_width(form):
        return Disguise.WIDTH, 0.0
    return Disguise.SCRIPT, _SCRIPT


_SEPARATED, _SCRIPT = cost_of("separators"), cost_of("script")


def _fold_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _parts(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """(place of the first, texts) that are looked through together, so that memory stays flat."""
    first = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= _TOGETHER:
            yield first, texts[first : place + 1]
            first, size = place + 1, 0
    if first < len(texts):
        yield first, texts[first:]


_TOGETHER = 1 << 20
"""Characters searched together; chosen by hand."""


def _closest_only(matches: Iterable[Match]) -> Iterator[Match]:
    """Of overlapping matches of one right only the closest, the longer first."""
    closest: list[Match] = []
    for match in sorted(matches, key=lambda f: (f.right, f.cost, f.span[0] - f.span[1])):
        if not any(
            k.right == match.right and k.span[0] < match.span[1] and match.span[0] < k.span[1]
            for k in reversed(closest)
        ):
            closest.append(match)
    yield from sorted(closest, key=lambda f: (f.span, f.right))


def compile_matcher(rights: Iterable[Right]) -> Matcher:
    """Write out every disguise of every right and build the automata."""
    forms = forms_of(rights)
    rows = {channel: PatternColumns() for channel in Channel}
    for number, (_, form) in enumerate(forms):
        for pattern in patterns(form):
            rows[pattern.channel].add(pattern.text, number, pattern.how, pattern.cost)
    return Matcher(forms, {c: rows.pop(c).compiled() for c in Channel if rows[c].texts})
