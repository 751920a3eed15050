"""Builds the table of pinyin initials: `python -m tools.pinyin.build`.

Source: the readings of single characters of pypinyin 0.55 (MIT), the usual one first.
"""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from pathlib import Path

from storage.base.pinyin.initials import MOST_READINGS, TABLE

_FIRST, _LAST = 0x4E00, 0x9FFF
"""CJK Unified Ideographs."""
TWO_READINGS = frozenset(
    "重长乐行单曾藏朝传弹降调校系厦盛石茄区解查车便泊番参会奇卡壳提贾给宿殖属谷畜率蔚茜阿秘蛤虾颈巷"
)
"""Characters of names that are usual with either of two initials; chosen by hand. All others count with
their usual reading alone: rare ones would make any letters fit."""


def main() -> None:
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    from pypinyin.pinyin_dict import pinyin_dict

    characters: dict[str, list[str]] = defaultdict(list)
    for number in range(_FIRST, _LAST + 1):
        readings = pinyin_dict.get(number, "").split(",")
        letters = dict.fromkeys(unicodedata.normalize("NFD", text)[:1] for text in readings)
        plain = [letter for letter in letters if letter.isascii()]
        count = MOST_READINGS if chr(number) in TWO_READINGS else 1
        if initials := "".join(plain)[:count]:
            characters[initials].append(chr(number))
    lines = [f"{initials} {''.join(row)}\n" for initials, row in sorted(characters.items())]
    Path(TABLE).write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
