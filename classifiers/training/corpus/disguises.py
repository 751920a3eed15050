"""Disguises for training listings: as sellers make them, written apart from the matcher's patterns.

Only the table of confusions is shared; how a disguise is put together is drawn here by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from classifiers.characters.confusion_table import load_confusions

_SIGNS = " /·*-_|.～🔥✨、"


def disguised(mark: str, rng: random.Random) -> str:
    """One disguise of `mark`."""
    ways: list[Callable[[str, random.Random], str]]
    if mark.isascii():
        ways = [_separated, _cased, _slipped, _slipped, _slipped]
    else:
        ways = [_separated, _confused, _confused, _pinyin, _mixed, _turned, _pushed, _traditional]
        if len(mark) >= _LONG:
            ways.append(_left_out)
    return rng.choice(ways)(mark, rng)


def mistaken(mark: str, rng: random.Random) -> str:
    """What a text may hold by chance: one character another, the order turned, one pushed in."""
    if mark.isascii():
        place = rng.randrange(1, len(mark))
        return mark[:place] + mark[place + 1 :]
    return rng.choice([_confused, _turned, _pushed, _replaced, _replaced])(mark, rng)


def _separated(mark: str, rng: random.Random) -> str:
    return rng.choice(_SIGNS).join(mark)


_LOOKS = {
    "o": "0",
    "l": "1",
    "i": "l",
    "e": "3",
    "a": "4",
    "s": "5",
    "m": "rn",
    "w": "vv",
    "u": "v",
}


def _slipped(mark: str, rng: random.Random) -> str:
    """One letter doubled, dropped, exchanged with its neighbour or with one that looks like it."""
    place = rng.randrange(1, len(mark) - 1)
    letter = mark[place]
    return rng.choice(
        [
            mark[:place] + letter * 2 + mark[place + 1 :],
            mark[:place] + mark[place + 1 :],
            mark[: place - 1] + letter + mark[place - 1] + mark[place + 1 :],
            mark[:place] + _LOOKS.get(letter.lower(), "e") + mark[place + 1 :],
        ]
    )


def _cased(mark: str, rng: random.Random) -> str:
    return rng.choice([mark.upper(), mark.swapcase(), mark.lower()])


def _confused(mark: str, rng: random.Random) -> str:
    table = load_confusions()
    place = rng.randrange(len(mark))
    confusable = [
        c for c in table.neighbours(mark[place]) if (table.cost(mark[place], c) or 1) < 0.4
    ]
    return mark[:place] + rng.choice(sorted(confusable) or [mark[place]]) + mark[place + 1 :]


def _pinyin(mark: str, rng: random.Random) -> str:
    syllables = [load_confusions().readings.get(c, (c,))[0] for c in mark]
    return rng.choice(["", " "]).join(syllables)


def _mixed(mark: str, rng: random.Random) -> str:
    place = rng.randrange(len(mark))
    return mark[:place] + load_confusions().readings.get(mark[place], ("",))[0] + mark[place + 1 :]


def _turned(mark: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(mark))
    return mark[place:] + mark[:place]


def _pushed(mark: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(mark))
    return mark[:place] + rng.choice("大小新金老") + mark[place:]


def _replaced(mark: str, rng: random.Random) -> str:
    """One character any other: 中原 where the mark is 磴原."""
    place = rng.randrange(len(mark))
    return mark[:place] + rng.choice("中大天东南华新和金长") + mark[place + 1 :]


def _left_out(mark: str, rng: random.Random) -> str:
    """One character left out: 岭谷香 for 岭溪谷香."""
    place = rng.randrange(1, len(mark) - 1)
    return mark[:place] + mark[place + 1 :]


_LONG = 4
"""Length of a mark that is still known with a character left out."""


def _traditional(mark: str, _: random.Random) -> str:
    back = {standard: variant for variant, standard in load_confusions().variants.items()}
    return "".join(back.get(c, c) for c in mark)
