"""A name that fills a brand's place is compared with a mark as a whole, more freely than words of a text."""

from __future__ import annotations

import pytest

from classifiers.matching.matcher import compile_matcher
from classifiers.matching.whole_signs import WholeSigns
from storage.base.disguises import Disguise
from storage.records import Right

MATCHER = compile_matcher(
    [
        Right(id="long", text="VELORANDIS"),
        Right(id="head", text="KORVA"),
        Right(id="short", text="7M"),
        Right(id="three", text="岚璨绮"),
        Right(id="four", text="岚璨绮郁"),
        Right(id="words", text="天蓝山"),
        Right(id="language", text="LANTERN"),
        Right(id="twice", text="MIRARO"),
        Right(id="four-letters", text="ZOKI"),
        Right(id="consonants", text="DRUNKELD"),
        Right(id="doubled", text="璨多多"),
        Right(id="spoken", text="HOLLIGARN"),
        Right(id="several-words", text="ZENVAR MELOTTI"),
        Right(id="looks", text="ZOZO"),
        Right(id="long", text="岚璨郁沐城"),
        Right(id="image", text="紫蜻蜓"),
    ]
)


@pytest.mark.parametrize(
    ("name", "mark", "how"),
    [
        ("VELORANTES", "VELORANDIS", Disguise.LATIN),
        ("VELTARANDIS", "VELORANDIS", Disguise.LATIN),
        ("SIDNAROLEV", "VELORANDIS", Disguise.REVERSED),
        ("KORVAPLUX", "KORVA", Disguise.ADDED),
        ("GOLDKORVA", "KORVA", Disguise.ADDED),
        ("SHANGHAIKORVA", "KORVA", Disguise.ADDED),
        ("LANTERNPUMP", "LANTERN", Disguise.ADDED),
        ("7N", "7M", Disguise.LATIN),
        ("MIVAVO", "MIRARO", Disguise.LATIN),
        ("ZOKAI", "ZOKI", Disguise.LATIN),
        ("DURANKOLED", "DRUNKELD", Disguise.LATIN),
        ("VELORANDIPRIME", "VELORANDIS", Disguise.LATIN),
        ("璨兜兜", "璨多多", Disguise.REPLACED),
        ("嘉沐绮郁", "岚璨绮郁", Disguise.REPLACED),
        ("岚墨绮", "岚璨绮", Disguise.REPLACED),
        ("新岚璨绮", "岚璨绮郁", Disguise.OMISSION),
        ("OLLY GARN", "HOLLIGARN", Disguise.LATIN),
        ("ZENVAR IMPERIALE BRUT", "ZENVAR MELOTTI", Disguise.REPLACED),
        ("ZQZQ", "ZOZO", Disguise.LATIN),
        ("岚烁与郁沐城", "岚璨郁沐城", Disguise.REPLACED),
        ("Purple Dragonfly", "紫蜻蜓", Disguise.REPLACED),
    ],
)
def test_a_name_like_a_mark_is_told_by_what_they_share(name: str, mark: str, how: Disguise) -> None:
    matches = MATCHER.signs.match(name)
    assert (mark, how) in [(match.form, match.how) for match in matches]
    assert all(match.tentative and match.span == (0, len(name)) for match in matches)


def test_a_first_word_of_more_letters_than_a_name_has_is_not_compared_by_its_sound() -> None:
    signs = WholeSigns([(0, f"{'zenvar' * 5} MELOTTI"), (1, "ZENVAR MELOTTI")])
    assert signs.match(f"{'zenvar' * 5} ROYAL") == []
    assert [match.right for match in signs.match("ZENVAR ROYAL")] == [1]


@pytest.mark.parametrize(
    "name",
    [
        "VELORANDIS",
        "MARENDOSIA",
        "korean",
        "QXKORVA PLUX",
        "BLUELANTERN",
        "8M",
        "墨璨绮",
        "天空山",
        "MIVARO",
        "ZAKOI",
        "璨妞妞",
        "墨兜兜",
        "绮郁嘉沐",
        "岚",
        "岚泽" * 20,
        "GOLDEN MELOTTA",
        "岚山的小城",
    ],
)
def test_the_mark_itself_words_of_a_language_and_names_that_share_little_are_no_likeness(
    name: str,
) -> None:
    assert MATCHER.signs.match(name) == []
