"""Names in translation (含义对应): a Chinese and an English name that say the same word for word.

Only words of which marks are made, each with its usual translation (`lexicons/translations.yml`): a name counts
where all of it is such words, so that its translation is what any reader would give (商标审查审理指南, part 2, 5.1.6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from classifiers.characters.folding import fold
from classifiers.characters.word_rows import parted
from storage.files.yaml_file import load_own_yaml

LEXICON = Path(__file__).resolve().parent.parent / "lexicons" / "translations.yml"
_LEAST_CHARACTERS, _LEAST_LETTERS, _MOST_LETTERS = 2, 4, 24
"""Of a Chinese and an English name that is read as a translation; chosen by hand: shorter ones are syllables."""
_BRAND = "牌"

Meaning = tuple[int, ...]
"""The meanings of a name's words in their order: lines of the lexicon."""


@lru_cache(maxsize=1 << 14)
def meanings_of(folded: str) -> frozenset[Meaning]:
    """What a folded name says, if all of it is words of the lexicon; empty for any other."""
    latin = folded.isascii()
    name = folded if latin else folded.removesuffix(_BRAND)
    if not (_LEAST_LETTERS if latin else _LEAST_CHARACTERS) <= len(name) <= _MOST_LETTERS:
        return frozenset()
    return _readings(name, _words()[latin])


def _readings(name: str, words: Mapping[str, tuple[int, ...]]) -> frozenset[Meaning]:
    """What the whole of a name says, read as words."""
    read: defaultdict[int, set[Meaning]] = defaultdict(set, {0: {()}})
    for start, end in parted(name, words, len(name)):
        read[end] |= {
            (*before, meaning) for meaning in words[name[start:end]] for before in read[start]
        }
    return frozenset(read[len(name)])


@cache
def _words() -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, tuple[int, ...]]]:
    """Word → its meanings, of the Chinese words and of the English ones."""
    chinese: defaultdict[str, list[int]] = defaultdict(list)
    english: defaultdict[str, list[int]] = defaultdict(list)
    lines = load_own_yaml(LEXICON.read_text(encoding="utf-8"), LEXICON.name)["translations"]
    for meaning, line in enumerate(lines):
        for words, column in zip(line.split("|"), (chinese, english), strict=True):
            for word in words.split():
                column[fold(word)].append(meaning)
    return (
        {word: tuple(meanings) for word, meanings in chinese.items()},
        {word: tuple(meanings) for word, meanings in english.items()},
    )
