"""Unihan, the Unicode consortium's data on Chinese characters, from Debian's unicode-data."""

from __future__ import annotations

import bz2
import unicodedata
from functools import cache
from pathlib import Path

UNIHAN = Path("/usr/share/unicode")


@cache
def read_field(file: str, key: str) -> dict[str, str]:
    """One property of every character, e.g. `read_field("OtherMappings", "kTGH")`."""
    values = {}
    with bz2.open(UNIHAN / f"Unihan_{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+") and f"\t{key}\t" in line:
                code, _, value = line.rstrip("\n").split("\t", 2)
                values[chr(int(code.removeprefix("U+"), 16))] = value
    return values


@cache
def standard_characters() -> tuple[str, ...]:
    """通用规范汉字表: the 8,105 characters of the standard of 2013."""
    return tuple(sorted(read_field("OtherMappings", "kTGH")))


def variants() -> dict[str, str]:
    """Traditional and variant forms → a standard character, where Unihan leads to exactly one.

    A variant of a variant counts too: 硷 is written 鹼, which is 碱.
    """
    standard, standard_forms = set(standard_characters()), dict[str, str]()
    links = [_links(key) for key in _VARIANT_FIELDS]
    for _ in range(_VARIANT_STEPS):
        previous = dict(standard_forms)
        for link in links:
            for character, names in link.items():
                goals = {name if name in standard else previous.get(name, "") for name in names}
                goals.discard("")
                if len(goals) == 1 and character not in standard:
                    standard_forms.setdefault(character, goals.pop())
    return standard_forms


_VARIANT_FIELDS = (
    "kSimplifiedVariant",
    "kZVariant",
    "kSemanticVariant",
    "kSpecializedSemanticVariant",
    "kTraditionalVariant",
)
_VARIANT_STEPS = 2
"""Links that are followed from a variant to a standard character."""


def _links(key: str) -> dict[str, set[str]]:
    """Character → the characters that one field of Unihan names beside it."""
    return {
        character: {chr(int(part.split("<")[0].removeprefix("U+"), 16)) for part in value.split()}
        for character, value in read_field("Variants", key).items()
    }


@cache
def readings(character: str) -> tuple[str, ...]:
    """Modern readings, each with its tone behind it (hao3); 通用规范汉字字典 where it has it."""
    common = read_field("Readings", "kMandarin").get(character, "").split()
    listed = read_field("Readings", "kTGHZ2013").get(character)
    listed_readings = (
        [r for part in listed.split() for r in part.split(":")[-1].split(",")] if listed else common
    )
    return tuple(
        dict.fromkeys(f"{plain_syllable(r)}{_tone(r)}" for r in common[:1] + listed_readings)
    )


_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
"""Combining mark of pinyin → number of the tone."""


def _tone(reading: str) -> int:
    """1..4; 5 where none is written (轻声)."""
    signs = unicodedata.normalize("NFD", reading)
    return next((_TONES[sign] for sign in signs if sign in _TONES), 5)


def plain_syllable(reading: str) -> str:
    """hàn → han, lǜ → lv."""
    spelt = unicodedata.normalize("NFC", reading.lower())
    for tone in "ǖǘǚǜü":
        spelt = spelt.replace(tone, "v")
    return "".join(c for c in unicodedata.normalize("NFD", spelt) if "a" <= c <= "z")
