"""Rights and listings that try a judgement: marks of one character, common words, namesakes, five marks at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from classifiers.goods.relation import relate
from classifiers.goods.sold_word import GoodsAnswer
from storage.records import ElementName, NextStep, OtherOwner, Right
from tests.classifiers.elements.answers import answer
from tests.classifiers.samples import (
    HOLDER,
    LANZE,
    assess,
    assessments,
    holds_a_mark,
    listing,
    scorer,
)

ASKED = (NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE)


def plain(text: str, *goods: str, classes: tuple[int, ...], name: str = "r") -> Right:
    return Right(id=name, text=text, goods=goods, classes=classes, holder="h")


WALL = plain("长城", "葡萄酒", classes=(33,))
NATURAL = plain("天然", "面霜", "化妆品", classes=(3,))
RIDGE = plain("岭", "面粉", classes=(30,))


def test_a_mark_of_one_character_is_read_where_it_stands_for_itself() -> None:
    assert assess("岭 面粉 5kg", RIDGE).next_step in ASKED
    assert assess("面粉 5kg", RIDGE, brand="岭").next_step in ASKED
    assert not holds_a_mark("秦岭面粉 农家石磨 5kg", RIDGE)


@pytest.mark.parametrize(
    ("right", "title"),
    [
        (WALL, "万里长城国画 客厅装饰"),
        (WALL, "八达岭长城门票 一日游"),
        (NATURAL, "天然乳胶枕头 护颈"),
    ],
)
def test_a_common_word_on_other_goods_is_the_word_and_no_sign(right: Right, title: str) -> None:
    assessment = assess(title, right)
    assert answer(assessment, ElementName.SIGN) == "none"
    assert not assessment.lead


@pytest.mark.parametrize(
    ("right", "title"),
    [(WALL, "长城干红葡萄酒 750ml*6"), (NATURAL, "天然 面霜 50g")],
)
def test_a_common_word_that_opens_the_title_of_its_goods_is_used_as_a_mark(
    right: Right, title: str
) -> None:
    assessment = assess(title, right)
    assert answer(assessment, ElementName.USE) == "mark"
    assert assessment.next_step in ASKED


def test_a_common_word_amid_a_praise_of_the_goods_is_less_of_a_mark() -> None:
    praised, plain_use = assess("纯天然植物面霜 保湿", NATURAL), assess("天然 面霜 50g", NATURAL)
    assert praised.score < plain_use.score


def test_of_two_rights_with_one_text_each_is_judged_on_its_own_goods() -> None:
    flour = replace(LANZE, id="flour", authorised_sellers=())
    tables = replace(plain("岚泽谷香", "家具", classes=(20,), name="tables"), holder="k")
    judged = {a.right: a for a in assessments(listing("岚泽谷香 面粉 5kg"), scorer(flour, tables))}
    assert judged["flour"].next_step in ASKED
    assert answer(judged["tables"], ElementName.GOODS) == "other"
    assert not judged["tables"].lead


def test_a_listing_that_names_five_marks_is_asked_about_and_no_letter_goes_out() -> None:
    names = ("岚泽谷香", "牧澜穗景", "禾珑云锦", "璟泰坊", "穗屿堂")
    rights = [plain(name, "面粉", classes=(30,), name=name) for name in names]
    judged = assessments(listing(f"面粉 {' '.join(names)} 5kg"), scorer(*rights))
    assert {assessment.right for assessment in judged} == set(names)
    assert NextStep.LETTER not in {assessment.next_step for assessment in judged}
    alone = assess("面粉 岚泽谷香 5kg", rights[0])
    assert max(assessment.score for assessment in judged) <= alone.score


def test_a_licence_for_goods_that_the_right_lacks_covers_those_goods_alone() -> None:
    licensed = replace(LANZE.authorised_sellers[0], shop="示例鞋铺", goods=("运动鞋",))
    right = replace(LANZE, authorised_sellers=(licensed,))
    assert assess("岚泽谷香 面粉 5kg", right, shop="示例鞋铺").lead
    assert not assess("岚泽谷香 运动鞋 男款", right, shop="示例鞋铺").lead


def test_the_holder_named_as_another_owner_leaves_the_judgement_as_it_was() -> None:
    mistaken = replace(LANZE, other_owners=(OtherOwner(text="岚泽谷香", owner=HOLDER.name),))
    title = "岚泽谷香 面粉 5kg"
    assert assess(title, mistaken).score == assess(title, LANZE).score


def test_a_place_that_is_no_place_leaves_the_sign_one_piece_with_its_goods() -> None:
    right = replace(LANZE, text="喀纳尔面粉", place=("喀纳尔",), product=("面粉",))
    assert answer(assess("喀纳尔面粉 5kg", right), ElementName.SIGN) == "identical"


def test_a_mark_repeated_in_a_title_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, ...]] = []

    def relate_noting(*arguments: Any) -> GoodsAnswer:
        compared.append(arguments[-1])
        return relate(*arguments)

    monkeypatch.setattr("classifiers.candidate.candidate.relate", relate_noting)
    assess("岚泽谷香" * 20 + "面粉", LANZE)
    assert compared == [("岚泽谷香",)]
