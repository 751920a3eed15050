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
    found = {}
    with bz2.open(UNIHAN / f"Unihan_{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+") and f"\t{key}\t" in line:
                code, _, value = line.rstrip("\n").split("\t", 2)
                found[chr(int(code.removeprefix("U+"), 16))] = value
    return found


@cache
def standard_characters() -> tuple[str, ...]:
    """通用规范汉字表: the 8,105 characters of the standard of 2013."""
    return tuple(sorted(read_field("OtherMappings", "kTGH")))


def variants() -> dict[str, str]:
    """Traditional and variant forms → a standard character, where Unihan names exactly one."""
    standard = set(standard_characters())
    found: dict[str, str] = {}
    for key in (
        "kSimplifiedVariant",
        "kZVariant",
        "kSemanticVariant",
        "kSpecializedSemanticVariant",
    ):
        for character, value in read_field("Variants", key).items():
            names = {chr(int(part.split("<")[0].removeprefix("U+"), 16)) for part in value.split()}
            goals = sorted(name for name in names if name in standard)
            if len(goals) == 1 and character not in standard:
                found.setdefault(character, goals[0])
    return found


@cache
def readings(character: str) -> tuple[str, ...]:
    """Modern readings without tone; 通用规范汉字字典 where it has the character."""
    listed = read_field("Readings", "kTGHZ2013").get(character)
    if listed:
        shown = [r for part in listed.split() for r in part.split(":")[-1].split(",")]
    else:
        shown = read_field("Readings", "kMandarin").get(character, "").split()
    first = read_field("Readings", "kMandarin").get(character, "").split()[:1]
    return tuple(dict.fromkeys(plain_syllable(r) for r in first + shown))


def plain_syllable(reading: str) -> str:
    """hàn → han, lǜ → lv."""
    spelt = unicodedata.normalize("NFC", reading.lower())
    for tone in "ǖǘǚǜü":
        spelt = spelt.replace(tone, "v")
    return "".join(c for c in unicodedata.normalize("NFD", spelt) if "a" <= c <= "z")
