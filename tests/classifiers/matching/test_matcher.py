"""Marks are found plain and disguised, and spans quote the original text."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.matching.matcher import compile_matcher
from classifiers.matching.matcher_cache import matcher_for
from storage.base.disguises import Disguise
from storage.records import Right, RightsBook

MATCHER = compile_matcher(
    [Right(id="a", text="天赋河套", aliases=("TIANFU HETAO",)), Right(id="b", text="晴耕")]
)


@pytest.mark.parametrize(
    ("text", "quoted", "how"),
    [
        ("正宗天赋河套面粉", "天赋河套", Disguise.EXACT),
        ("天賦河套", "天賦河套", Disguise.SCRIPT),
        ("天/赋/河/套面粉", "天/赋/河/套", Disguise.SEPARATED),
        ("天 赋🔥河\u200b套", "天 赋🔥河\u200b套", Disguise.SEPARATED),
        ("天丨赋丨河丨套", "天丨赋丨河丨套", Disguise.SEPARATED),
        ("天👍🏽赋👍🏽河👍🏽套", "天👍🏽赋👍🏽河👍🏽套", Disguise.SEPARATED),
        ("天🇨🇳赋🇨🇳🇨🇳河套面粉", "天🇨🇳赋🇨🇳🇨🇳河套", Disguise.SEPARATED),
        ("🇨🇳天赋河套🇨🇳", "天赋河套", Disguise.EXACT),
        ("🇹🇮🇦🇳🇫🇺 🇭🇪🇹🇦🇴 面粉", "🇹🇮🇦🇳🇫🇺 🇭🇪🇹🇦🇴", Disguise.SCRIPT),
        ("ＴＩＡＮＦＵ ＨＥＴＡＯ 面粉", "ＴＩＡＮＦＵ ＨＥＴＡＯ", Disguise.WIDTH),
        ("天fu河套", "天fu河套", Disguise.MIXED_PINYIN),
        ("天tian赋fu河he套tao", "天tian赋fu河he套tao", Disguise.INSERTED_PINYIN),
        ("TFHT 面粉", "TFHT", Disguise.INITIALS),
        ("添赋河淘", "添赋河淘", Disguise.SOUND),
        ("天斌河套", "天斌河套", Disguise.SHAPE),
        ("夭赋何套", "夭赋何套", Disguise.SHAPE),
        ("天贝武河套", "天贝武河套", Disguise.SPLIT),
        ("河套天赋", "河套天赋", Disguise.REVERSED),
        ("天赋大河套", "天赋大河套", Disguise.INFIX),
        ("天河套面粉", "天河套", Disguise.OMISSION),
        ("天赋某套面粉", "天赋某套", Disguise.REPLACED),
        ("Ⓣⓘⓐⓝⓕⓤ Hetao", "Ⓣⓘⓐⓝⓕⓤ Hetao", Disguise.WIDTH),
        ("天赋⼤河套", "天赋⼤河套", Disguise.INFIX),
        ("天\u0336赋\u0336河\u0336套", "天\u0336赋\u0336河\u0336套", Disguise.SEPARATED),
        ("tiаnfu hetао", "tiаnfu hetао", Disguise.SCRIPT),
        ("T1ANFU HETA0", "T1ANFU HETA0", Disguise.LATIN),
        ("晴/耕 大米", "晴/耕", Disguise.SEPARATED),
    ],
)
def test_a_disguise_is_found_and_named(text: str, quoted: str, how: Disguise) -> None:
    matches = [match for match in MATCHER.find(text) if match.how is how]
    assert [match.text for match in matches] == [quoted]
    assert text[slice(*matches[0].span)] == quoted


def test_a_variant_of_a_variant_is_the_standard_character() -> None:
    matches = compile_matcher([Right(id="a", text="示例碱滩羊")]).find("示例硷滩羊肉")
    assert [(match.text, match.how) for match in matches] == [("示例硷滩羊", Disguise.SCRIPT)]


def test_a_split_is_told_by_its_other_half_where_one_is_a_mere_stroke() -> None:
    matches = compile_matcher([Right(id="a", text="示例山泉")]).find("示例凵丨泉 桶装")
    assert [(match.text, match.how) for match in matches] == [("示例凵丨泉", Disguise.SPLIT)]


@pytest.mark.parametrize(
    "text",
    [
        "河套平原小麦",
        "天生富贵 河边套圈",
        "深圳河套",
        "今天赋诗一首",
        "情景耕读",
        "HTFHTX",
        "",
        "🔥" * 50,
    ],
)
def test_texts_without_the_mark_hold_none(text: str) -> None:
    assert MATCHER.find(text) == []


def test_of_many_texts_those_that_hold_a_mark_are_named() -> None:
    texts = ["面粉", "添赋河淘", "晴耕", "白酒", "河套天赋"]
    assert set(MATCHER.matches_by_text(texts)) == {1, 2, 4}


def test_many_texts_are_read_as_each_alone_whatever_signs_they_hold() -> None:
    texts = [
        "",
        "㈱天赋河套\ue001",
        "\ue001晴耕",
        "ﷺ天·赋河套🔥",
        "天赋\ue001河套",
        "\ud800添赋河淘",
    ]
    assert MATCHER.match_texts(texts) == [MATCHER.find(text) for text in texts]
    assert [[match.text for match in matches] for matches in MATCHER.match_texts(texts)] == [
        [], ["天赋河套"], ["晴耕"], ["天·赋河套"], [], ["添赋河淘"],
    ]  # fmt: skip


def test_texts_too_many_to_be_looked_through_together_keep_their_places() -> None:
    texts = ["天赋河套", "面粉" * 600_000, "晴耕面粉", "面粉" * 600_000, "添赋河淘"]
    assert {n: [match.span for match in matches] for n, matches in MATCHER.matches_by_text(texts).items()} == {
        0: [(0, 4)], 2: [(0, 2)], 4: [(0, 4)],
    }  # fmt: skip


def test_a_common_word_is_no_disguise_of_a_short_mark() -> None:
    matcher = compile_matcher([Right(id="a", text="蜂蜜"), Right(id="b", text="金麻")])
    assert matcher.find("蜜蜂养殖") == []
    assert matcher.find("如今麻烦的事") == []


def test_a_latin_mark_is_not_found_inside_another_word() -> None:
    matcher = compile_matcher([Right(id="a", text="LUMO")])
    assert matcher.find("lumosity") == []
    assert [match.text for match in matcher.find("lumo灯")] == ["lumo"]


def test_a_mark_of_one_character_must_stand_alone() -> None:
    matcher = compile_matcher([Right(id="a", text="穗")])
    assert matcher.find("麦穗面粉") == []
    assert len(matcher.find("【穗】面粉")) == 1


def test_two_rights_with_the_same_text_are_both_found() -> None:
    matcher = compile_matcher([Right(id="a", text="晴耕"), Right(id="b", text="晴耕")])
    assert {match.right for match in matcher.find("晴耕大米")} == {0, 1}


def test_a_mark_from_right_to_left_is_found() -> None:
    matcher = compile_matcher([Right(id="a", text="علامة")])
    assert len(matcher.find("منتج علامة جديد")) == 1


def test_no_match_reaches_from_one_text_into_the_next() -> None:
    assert MATCHER.matches_by_text(["天赋", "河套"]) == {}


def test_a_large_book_is_compiled_once_and_read_back(tmp_path: Path) -> None:
    names = [
        f"{a}{b}{c}"
        for a in "云岭青朔牧兰溪松柏雁"
        for b in "源禾坊园泉山川原岭谷"
        for c in "香丰盛和兴泰安康宁瑞"
    ]
    book = RightsBook(rights=tuple(Right(id=name, text=name) for name in names))
    first = matcher_for(book, tmp_path)
    files = list(tmp_path.glob("matcher-*.npz"))
    again = matcher_for(book, tmp_path)
    text = "云源香 与 青/朔/牧 雁谷瑞"
    assert len(files) == 1
    assert first.find(text) == again.find(text) != []
    whole = files[0].read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :]
    for damaged in (b"rubbish", b"", whole[:middle], flipped):
        files[0].write_bytes(damaged)
        assert matcher_for(book, tmp_path).find(text) == first.find(text)
        assert files[0].read_bytes() == whole


def test_a_tentative_reading_of_two_parts_hides_no_sure_likeness() -> None:
    """甲乙丙丁 + 包 might be a sign and its goods, were 包 not of the word 包邮."""
    matcher = compile_matcher([Right(id="a", text="甲乙丙丁包")])
    (match,) = matcher.find("新品 甲乙丙丁 包邮")
    assert (match.text, match.how) == ("甲乙丙丁", Disguise.OMISSION)
