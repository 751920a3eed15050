"""English words (英文常用词): a word of the language is read as that word, not as a misspelt mark.

The list is made by `python -m tools.confusions.english` from SCOWL (its notice is the first line).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import zstandard

ARTEFACT = Path(__file__).resolve().parent.parent / "artifacts" / "english.txt.zst"


def is_english(word: str) -> bool:
    """Whether a word in small letters stands in a dictionary of common English; names do not."""
    return word in _words()


@cache
def _words() -> frozenset[str]:
    lines = zstandard.decompress(ARTEFACT.read_bytes()).decode().splitlines()
    return frozenset(lines[1:])
