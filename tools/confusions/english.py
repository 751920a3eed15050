"""Builds the list of English words: `python -m tools.confusions.english`.

Source: SCOWL (Spell Checker Oriented Word Lists), small size, from Debian's wamerican-small. Its
notice, which must stand where the words are passed on, is the first line of the artefact.
"""

from __future__ import annotations

import sys
from pathlib import Path

import zstandard

from classifiers.characters.english_words import ARTEFACT

_SOURCE = Path("/usr/share/dict/american-english-small")
_NOTICE = (
    "SCOWL word lists, Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute "
    "and sell these word lists, the associated scripts, the output created from the scripts, and its "
    "documentation for any purpose is hereby granted without fee, provided that the above copyright "
    "notice appears in all copies and that both that copyright notice and this permission notice appear "
    "in supporting documentation. Kevin Atkinson makes no representations about the suitability of this "
    'array for any purpose. It is provided "as is" without express or implied warranty.'
)
_SHORTEST, _LONGEST = 3, 12
"""Letters of the words that may be met by chance for a mark."""


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else _SOURCE
    listed = source.read_text(encoding="utf-8").split()
    words = sorted(
        word
        for word in listed
        if word.isascii()
        and word.isalpha()
        and word.islower()
        and _SHORTEST <= len(word) <= _LONGEST
    )
    packed = zstandard.ZstdCompressor(level=19).compress("\n".join([_NOTICE, *words]).encode())
    ARTEFACT.write_bytes(packed)
    sys.stderr.write(f"{ARTEFACT.name}: {len(words):,} words, {len(packed):,} bytes\n")


if __name__ == "__main__":
    main()
