"""The matcher (标识匹配): finds the marks of all rights in texts, plain or disguised, fast.

Disguises that can be written out go into automata, one a channel; replaced and inserted
characters are sought by `near_forms`. So a text is read once, whatever the number of rights.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from math import inf
from typing import NamedTuple

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import TEXT_END, Folded, fold
from classifiers.goods.sign_goods_tail import names_other_goods
from classifiers.matching.costs import cost_of
from classifiers.matching.form_table import FormTable
from classifiers.matching.latin_forms import LatinForms
from classifiers.matching.match import Match, closest_only, how_written, match_at_once
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
from classifiers.matching.registration_numbers import is_sought_number
from classifiers.matching.sign_halves import Halves, halves_in, parts_cost, second_behind
from classifiers.matching.tentative_forms import TentativeForms
from classifiers.matching.text_batches import batches_of
from classifiers.matching.variants import Pattern, VariantChannel, patterns
from classifiers.matching.whole_signs import WholeSigns
from classifiers.matching.word_boundaries import (
    around,
    breaks_word,
    counts_goods,
    parts_words,
    pushed_between_words,
    runs_on,
    stands_alone,
    torn_from_word,
)
from storage.base.cycle_collection import without_cycle_collection
from storage.base.disguises import Disguise
from storage.records import Right


class _Hit(NamedTuple):
    form: int
    start: int
    end: int
    how: Disguise
    cost: float
    spare: float = inf
    """Bits beyond what is enough for a chance match to be rare; infinite for written-out patterns."""
    tentative: bool = False


class Matcher:
    """Compiled from the rights; finds them in texts."""

    def __init__(
        self,
        forms: Sequence[tuple[int, str]],
        channels: Mapping[VariantChannel, CompiledChannel],
        halves: Sequence[Halves] = (),
    ) -> None:
        """`halves`: the signs that are sought in two parts; patterns of their first parts are numbered
        behind those of `forms`."""
        self._forms = [*forms, *((half.right, half.form) for half in halves)]
        self._halves = halves
        self._whole = len(forms)
        self._folded = [*(fold(form) for _, form in forms), *(half.first for half in halves)]
        self._bound = [len(mark) == 1 or is_sought_number(mark) for mark in self._folded]
        self._channels = channels
        numbered = list(enumerate(self._folded))
        table = FormTable([pair for pair in numbered if not self._of_goods(pair[0])])
        self._near = NearForms(table.up_to(self._whole))
        self._tentative = TentativeForms(table)
        self._latin = LatinForms(numbered[: self._whole])
        self.signs = WholeSigns(forms)
        """The marks as wholes, against which a brand is held."""

    @property
    def forms(self) -> Sequence[tuple[int, str]]:
        """(place of the right, registered form) of everything that is looked for."""
        return self._forms[: self._whole]

    @property
    def channels(self) -> Mapping[VariantChannel, CompiledChannel]:
        return self._channels

    def _of_goods(self, number: int) -> bool:
        return number >= self._whole and self._halves[number - self._whole].of_goods

    def find(self, text: str, *, tentative: bool = False) -> list[Match]:
        """Every mark in one text, the closest form of each place only; `tentative` ones on demand, since
        a text by itself does not bear them out."""
        return self.match_texts([text], tentative=tentative)[0]

    def match_texts(self, texts: Sequence[str], *, tentative: bool = False) -> list[list[Match]]:
        """The marks of each text; many texts are looked at as quickly as one."""
        by_text = self.matches_by_text(texts)
        return [
            [match for match in by_text.get(number, ()) if tentative or not match.tentative]
            for number in range(len(texts))
        ]

    def matches_by_text(self, texts: Sequence[str]) -> dict[int, list[Match]]:
        """The marks, tentative ones too, by place of the text, of those texts alone that hold one."""
        by_text: dict[int, list[Match]] = {}
        for first, part in batches_of(texts):
            by_text.update((first + place, marks) for place, marks in self._in_part(part))
        return by_text

    def _in_part(self, texts: Sequence[str]) -> Iterator[tuple[int, list[Match]]]:
        source = TEXT_END.join(texts)
        folded = Folded(source=source, text=fold(source))
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        by_text: dict[int, list[Match]] = defaultdict(list)
        origin = folded.origin.data
        for hit in self._hits(folded):
            place = bisect_right(starts, origin[hit.start]) - 1
            if (match := self._match_of(hit, folded, origin, starts[place])) is not None:
                by_text[place].append(match)
        return ((place, list(closest_only(listed))) for place, listed in by_text.items())

    def _hits(self, folded: Folded) -> Iterator[_Hit]:
        for channel, compiled in self._channels.items():
            written = WRITTEN[channel](folded.text)
            form, how = compiled.form.data, compiled.how.data
            cost, tentative = compiled.cost.data, compiled.tentative.data
            for start, end, number in compiled.automaton.find_overlapping(written):
                disguise = DISGUISES[how[number]]
                yield _Hit(
                    form[number], start, end, disguise, cost[number], inf, bool(tentative[number])
                )
        for near in chain(
            drop_chance_matches(self._near.find(folded.text), folded),
            self._tentative.find(folded),
        ):
            priced = near_cost(near, self._folded[near.form], folded.text)
            if priced is not None:
                spare = inf if near.tentative or near.infix is not None else near.spare
                yield _Hit(near.form, near.start, near.end, *priced, spare, near.tentative)
        for latin in self._latin.find(folded):
            yield _Hit(
                latin.form, latin.start, latin.end, latin.how, latin.cost, tentative=latin.tentative
            )

    def _match_of(
        self, hit: _Hit, folded: Folded, origin: memoryview, text_start: int
    ) -> Match | None:
        """The match of a hit in the text that begins at `text_start`; `origin` is that of `folded`."""
        _, first, last, how, cost, *_ = hit
        start, end = origin[first], origin[last - 1] + 1
        if hit.form >= self._whole:
            return self._part_of(hit, folded, (start, end), text_start)
        right, form = self._forms[hit.form]
        mark, original = self._folded[hit.form], folded.source[start:end]
        written = folded.text[first:last]
        if written.isdigit() and (not mark.isdigit() or counts_goods(folded.text, last)):
            return None
        if _reaches_across(hit, len(mark), original):
            return None
        bound = original.isascii() or self._bound[hit.form]
        if bound and not stands_alone(mark, folded.source, start, end):
            return None
        if hit.how in _BARE and names_other_goods(mark, written, folded.text[last : last + 3]):
            return None
        beside = around(folded.source, start, end)
        if _is_chance(hit, written, beside) or self._is_words(hit, written, beside):
            return None
        if how in (Disguise.EXACT, Disguise.LATIN) and written == mark:
            how, cost = how_written(form, original)
            if how is Disguise.SEPARATED and parts_words(original, written, beside):
                return None
        return match_at_once(
            right=right,
            form=form,
            span=(start - text_start, end - text_start),
            text=original,
            how=how,
            cost=cost,
            embedded=runs_on(folded.source, start, end),
            tentative=hit.tentative,
        )

    def _part_of(
        self, hit: _Hit, folded: Folded, span: tuple[int, int], text_start: int
    ) -> Match | None:
        """The match of a sign in two parts whose first stands at `span`, with the second or alone."""
        half = self._halves[hit.form - self._whole]
        start, end = span
        written = folded.text[hit.start : hit.end]
        if hit.tentative and _is_chance(hit, written, around(folded.source, start, end)):
            return None
        second = None if half.of_goods else second_behind(half, folded.text, hit.end)
        if second is None and (not half.alone or hit.end - hit.start == 1):
            return None
        part = Disguise.GOODS_PART if half.of_goods else Disguise.PART
        how = part if second is None else Disguise.PARTS
        cost = cost_of("part") if second is None else parts_cost(half, second, hit.end)
        if second is not None:
            end = folded.span(hit.start, second[1])[1]
        return match_at_once(
            right=half.right,
            form=half.form,
            span=(start - text_start, end - text_start),
            text=folded.source[start:end],
            how=how,
            cost=round(min(1.0, cost + hit.cost), 2),
            embedded=runs_on(folded.source, start, end),
            tentative=second is None or hit.tentative or not half.alone,
        )

    def _is_words(self, hit: _Hit, written: str, beside: tuple[str, str]) -> bool:
        """Whether a reader sees words of the language where the hit stands, and no mark."""
        if hit.how is Disguise.INFIX and pushed_between_words(self._folded[hit.form], written):
            return True
        if hit.tentative:
            return bool(beside[1]) and load_confusions().words.get(written, -1) >= _COMMON_WORD
        mark = self._folded[hit.form]
        near = hit.spare < inf
        if near and len(mark) > 2 and hit.spare >= SURE and hit.cost <= _ALIKE:
            return False
        if not near and not (hit.how in _UNSURE and len(written) == 2):
            return False
        torn = near and len(mark) <= TORN_UP_TO and torn_from_word(written, *beside)
        return torn or breaks_word(mark, written, *beside)


def _is_chance(hit: _Hit, written: str, beside: tuple[str, str]) -> bool:
    """Whether a tentative likeness does not begin a phrase, or ends in the middle of a word."""
    if not hit.tentative or written.isascii():
        return False
    before, behind = beside
    return bool(before) or (bool(behind) and torn_from_word(written, "", behind))


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
_COMMON_WORD = 2
"""Rank of a word (0..9, common_words) that is read as itself where it runs on; by hand."""
_ALIKE = cost_of("alike-up-to")
"""Cost up to which a form that tells much is read as the mark, whatever words it stands amid."""
_UNSURE = frozenset({Disguise.SOUND, Disguise.SHAPE, Disguise.REVERSED, Disguise.OMISSION})
"""Forms that may also be words of the language standing there by themselves."""


def compile_matcher(rights: Iterable[Right]) -> Matcher:
    """Write out every disguise of every right and build the automata."""
    book = list(rights)
    return compile_forms(forms_of(book), halves_in(book))


def compile_forms(forms: Sequence[tuple[int, str]], halves: Sequence[Halves]) -> Matcher:
    """The same from what `forms_of` and `halves_in` return."""
    with without_cycle_collection():
        return Matcher(forms, _compiled_channels(forms, halves), halves)


def _compiled_channels(
    forms: Sequence[tuple[int, str]], halves: Sequence[Halves]
) -> dict[VariantChannel, CompiledChannel]:
    rows = {channel: PatternColumns() for channel in VariantChannel}
    plain, latin = rows[VariantChannel.PLAIN], rows[VariantChannel.LATIN]
    parted = {(half.right, half.form) for half in halves if half.alone}
    for number, form in enumerate(forms):
        for pattern in patterns(form[1], parted=form in parted):
            (plain if pattern.channel is VariantChannel.PLAIN else latin).add(pattern, number)
    for number, half in enumerate(halves, start=len(forms)):
        plain.add(Pattern(half.first, Disguise.PART, 0.0), number)
    del plain, latin  # the columns of one channel are freed before the next is compiled
    return {c: rows.pop(c).compiled() for c in VariantChannel if rows[c].texts}
