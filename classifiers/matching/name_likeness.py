"""Likeness of names (名称近似): how one name as a whole is like one mark, of letters or of characters.

By what they share, its order and its share of either, and by what a reader keeps of a name: its pattern,
its consonants, its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz.distance import LCSseq, Postfix, Prefix

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.english_words import is_english
from classifiers.characters.letter_costs import LOOK, letter_cost, word_distance
from classifiers.characters.spoken_letters import spoken, spoken_distance
from classifiers.goods.ordinary_words import means_something
from classifiers.goods.words import goods_lexicon
from classifiers.matching.costs import cost_of
from storage.base.disguises import Disguise

_SHORT, _EMBEDDED_FROM, _OPENS_FROM, _ALIKE_FROM, _TURNED_FROM = 4, 4, 5, 7, 5
"""Letters of the longest mark of which one letter may only look otherwise, and of the shortest that is told
beside a word in a longer name, at the head of any, at a distance, and backwards; chosen by hand: of shorter
ones names are full."""


def letters_likeness(mark: str, name: str) -> tuple[Disguise, float] | None:
    """How a name of letters is like a Latin mark; an English word is itself."""
    if is_english(name):
        return None
    if name == mark[::-1] and len(mark) >= _TURNED_FROM:
        return Disguise.REVERSED, cost_of("tentative")
    if len(mark) >= _EMBEDDED_FROM and _adds_a_word(mark, name):
        return Disguise.ADDED, cost_of("whole.added")
    distance = word_distance(mark, name)
    if len(mark) == len(name) <= _SHORT:
        alike = distance <= LOOK or _looks_so_throughout(mark, name)
        return (Disguise.LATIN, cost_of("tentative")) if alike else None
    share = distance / max(len(mark), len(name))
    alike = len(mark) >= _ALIKE_FROM and share <= _most_apart(mark, name)
    if alike or any(like(mark, name) for like in _SHAPED_LIKE):
        return Disguise.LATIN, cost_of("whole.letters")
    return None


def _replaces_throughout(mark: str, name: str) -> bool:
    """Whether one letter of a mark that holds it twice is the same other one wherever it stands (MIVAVO for
    MIRARO): the eye keeps the pattern."""
    changed = _changed(mark, name)
    return len(mark) >= _TURNED_FROM and len(changed) > 1 and len(set(changed)) == 1


def _looks_so_throughout(mark: str, name: str) -> bool:
    """The same of a short mark, where the other letter prints alike."""
    changed = _changed(mark, name)
    return len(set(changed)) == 1 and letter_cost(*changed[0]) <= LOOK


def _changed(mark: str, name: str) -> list[tuple[str, str]]:
    """What stands in the mark and in a name of its length, where they differ; nothing of another length."""
    if len(mark) != len(name):
        return []
    return [pair for pair in zip(mark, name, strict=True) if pair[0] != pair[1]]


def _holds_one_more(mark: str, name: str) -> bool:
    """Whether a letter is pushed into a short mark that is no English word, both ends kept (ZONI, ZOENI)."""
    if len(name) - len(mark) != 1 or not _SHORT <= len(mark) < _ALIKE_FROM or is_english(mark):
        return False
    head, tail = Prefix.similarity(mark, name), Postfix.similarity(mark, name)
    return head >= _ENDS and tail > 0 and head + tail >= len(mark)


def _runs_on(mark: str, name: str) -> bool:
    """Whether a name begins as the mark does but for its last letter, and runs on."""
    head = mark[:-1]
    least = _OPENS_FROM + is_english(head)
    return len(head) >= least and len(name) > len(mark) and name.startswith(head)


def _keeps_consonants(mark: str, name: str) -> bool:
    """Whether the consonants of a name are those of the mark in order, doubled ones once: who spells a mark
    anew by its sound changes the vowels (DUNKELD, DANKOLED)."""
    consonants = _consonants(mark)
    return len(consonants) >= _CONSONANTS and consonants == _consonants(name)


def _sounds_like(mark: str, name: str) -> bool:
    """Whether a name is spoken as the mark is, however both are spelt (HOOLIGAN, OLLYGAN)."""
    ours, theirs = spoken(mark), spoken(name)
    longest = max(len(ours), len(theirs))
    agreeing = Prefix.similarity(ours, theirs) + Postfix.similarity(ours, theirs)
    if min(len(ours), len(theirs)) < _SPOKEN_FROM or agreeing < _AGREEING * longest:
        return False
    return spoken_distance(ours, theirs) <= cost_of("whole.spoken") * longest


_SPOKEN_FROM, _AGREEING = 5, 0.7
"""Letters, as they are spoken, of the shortest mark that is told by its sound, and share of them that agrees at
both ends; chosen by hand."""


@lru_cache(maxsize=1 << 14)
def _consonants(word: str) -> str:
    consonants = [letter for letter in word if letter not in _VOWELS]
    return "".join(b for a, b in pairwise(["", *consonants]) if a != b)


_VOWELS = frozenset("aeiouy")
_CONSONANTS = 4
"""Consonants of the shortest mark that is told by them; chosen by hand: of three names are full."""
_SHAPED_LIKE = (_replaces_throughout, _holds_one_more, _runs_on, _keeps_consonants, _sounds_like)
"""Ways of making a name of letters out of a mark that a distance does not measure."""


def _adds_a_word(mark: str, name: str) -> bool:
    """Whether a name is the mark with a word, pinyin or a few letters before or behind it; whatever
    follows a mark that is no English word is a word of its own, and a compound that ends in a mark that is
    one (BLUE + LINE) means something else."""
    opens = name.startswith(mark)
    beside = name.removeprefix(mark) if opens else name.removesuffix(mark)
    if beside == name or beside in _NO_NAME:
        return False
    if is_english(mark):
        if not opens:
            return False
    elif opens and len(mark) >= _OPENS_FROM:
        return True
    return len(beside) <= _FEW or is_english(beside) or _syllables().fullmatch(beside) is not None


_NO_NAME = frozenset(
    {
        "official", "store", "shop", "mall", "outlet", "flagship", "china", "cn", "asia", "usa", "uk",
        "global", "world", "group", "inc", "ltd", "co", "company", "brand", "original", "genuine",
    }
)  # fmt: skip
"""Words beside a mark that tell a shop, a country or a company and make no other name; by hand."""


@cache
def _syllables() -> re.Pattern[str]:
    """Two and more syllables of pinyin."""
    spoken = {syllable for readings in load_confusions().readings.values() for syllable in readings}
    return re.compile(f"(?:{'|'.join(sorted(spoken, key=len, reverse=True))}){{2,}}")


_FEW = 3
"""Letters beside a mark that are no word and yet add little to it; chosen by hand."""


def _most_apart(mark: str, name: str) -> float:
    """Share of the letters that may differ: the more, the more of the beginning and the end agrees."""
    head, tail = Prefix.similarity(mark, name), Postfix.similarity(mark, name)
    if head >= _ENDS and tail >= _ENDS:
        return cost_of("whole.apart-both-ends")
    if head >= _LONG_HEAD:
        return cost_of("whole.apart-long-head")
    return cost_of("whole.apart") if head else 0.0


_ENDS, _LONG_HEAD = 2, 4
"""Letters that agree at both ends, or at the head alone, by which readers know a word; chosen by hand."""


def characters_likeness(mark: str, name: str) -> tuple[Disguise, float] | None:
    """How a name of characters is like a Chinese mark; words of the language are themselves."""
    if name in load_confusions().words or name in goods_lexicon():
        return None
    if any(like(mark, name) for like in _MADE_LIKE):
        return Disguise.REPLACED, cost_of("whole.characters")
    if name[0] in _BEFORE and _is_most_of(mark, name[1:]):
        return Disguise.OMISSION, cost_of("whole.characters")
    return None


_BEFORE = frozenset("新老小大金")
"""Characters that sellers set before another's sign; chosen by hand."""


def _is_replaced(mark: str, name: str) -> bool:
    """Whether one character behind the first is another, and the others tell the mark."""
    if len(mark) != len(name) or mark[0] != name[0]:
        return False
    shared = [a for a, b in zip(mark, name, strict=True) if a == b]
    return len(shared) == len(mark) - 1 and _tells(shared)


def _shares_half(mark: str, name: str) -> bool:
    """Whether a name of four characters has one half of a mark of four in its place, which is no word and rare
    enough to tell it: names from other languages are remembered by half."""
    if len(mark) != _HALVED or len(name) != _HALVED:
        return False
    middle = _HALVED // 2
    halves = [(mark[:middle], name[:middle]), (mark[middle:], name[middle:])]
    return any(
        half == written
        and not means_something(half)
        and load_confusions().bits(half) >= _TELLING_HALF
        for half, written in halves
    )


_HALVED, _TELLING_HALF = 4, 24
"""Characters of the marks that are compared by halves, and bits that a half must tell; chosen by hand: of 1.7
million pairs of unrelated brands 60 share such a half."""


def _is_doubled_otherwise(mark: str, name: str) -> bool:
    """Whether a character that stands twice in the mark is another one twice, which sounds alike at its head
    or its end, and all others are kept: the rhythm of a doubled name is what is remembered."""
    changed = _changed(mark, name)
    if not 1 < len(changed) < len(mark) or len(set(changed)) > 1:
        return False
    readings = load_confusions().readings
    ours, theirs = (readings.get(character, ()) for character in changed[0])
    return any(_rhyme(a, b) for a in ours for b in theirs)


def _rhyme(first: str, second: str) -> bool:
    """Whether two syllables of pinyin begin with the same consonants or end in the same sounds."""
    (head, end), (other_head, other_end) = _parted(first), _parted(second)
    return bool(head and head == other_head) or end == other_end


@cache
def _parted(syllable: str) -> tuple[str, str]:
    """Initial and final of a syllable of pinyin."""
    letters = syllable.rstrip("12345")
    end = letters.lstrip("bpmfdtnlgkhjqxzcsrwy")
    return letters[: len(letters) - len(end)], end


def _keeps_most(mark: str, name: str) -> bool:
    """Whether a name that begins as the mark does keeps most of its characters in their order, and these tell it:
    in a long name one more, one less or another goes unnoticed. What names goods tells nothing."""
    longest = max(len(mark), len(name))
    if min(len(mark), len(name)) < _KEPT_OF or mark[0] != name[0]:
        return False
    shared = _in_order(mark, name)
    if len(shared) < cost_of("whole.kept") * longest:
        return False
    goods = {character for word in goods_lexicon().find(mark) for character in word.word}
    return _tells([character for character in shared if character not in goods])


_KEPT_OF = 4
"""Characters of the shortest mark, and name, that are compared so; chosen by hand."""


def _in_order(mark: str, name: str) -> list[str]:
    """The longest run of characters, with gaps, that stands in both in the same order."""
    return [
        character
        for block in LCSseq.opcodes(mark, name)
        if block.tag == "equal"
        for character in mark[block.src_start : block.src_end]
    ]


_MADE_LIKE = (_is_replaced, _is_doubled_otherwise, _shares_half, _keeps_most)
"""Ways of making a name of characters out of a mark."""


def _is_most_of(mark: str, part: str) -> bool:
    """Whether a part is the mark without its last character, and tells it."""
    return part == mark[:-1] and _tells(part)


def _tells(shared: Sequence[str]) -> bool:
    """Whether the characters that a name shares with a mark are rare enough to tell it."""
    return load_confusions().bits(shared) >= cost_of("enough-whole")
