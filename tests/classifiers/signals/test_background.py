"""What is known beside a listing's own words: its seller's past, volumes, the office's patterns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from classifiers.candidate.office_patterns import OfficePattern, load_patterns
from classifiers.candidate.package_size import price_each
from classifiers.scoring.score import assess_batch
from storage.base.errors import BadInput
from storage.records import (
    AcceptedRule,
    Assessment,
    Background,
    LicensedPrice,
    LogoSeen,
    NextStep,
    Origin,
    PictureLine,
)
from tests.classifiers.samples import LANZE, assess, listing, scorer, signals


def beside(background: Background, title: str = "岚泽谷香面粉 5kg", **fields: object) -> Assessment:
    """What is said with this background."""
    spoken = assess_batch(
        [listing(title, **{"shop": "某粮油铺", **fields})], scorer(LANZE), {0: background}
    )
    return spoken[0][1][0]


def test_a_seller_with_confirmed_listings_weighs_more_the_more_there_are() -> None:
    once, often = (signals(beside(Background(confirmed=n)))["seller-history"] for n in (1, 4))
    assert 0 < once.weight < often.weight
    assert (once.field, once.text) == ("shop", "某粮油铺")
    assert "4条" in often.explanation
    cleared = signals(beside(Background(dismissed=5)))["seller-history"]
    assert cleared.weight < 0
    assert "seller-history" not in signals(beside(Background()))


def test_an_accepted_rule_is_a_ground_that_weighs_nothing_and_makes_the_listing_no_lead() -> None:
    title, shop = "岚泽穀湘面粉 5kg", "城东超市"
    rule = AcceptedRule(number=3, word="超市", dismissed=23, confirmed=0)
    free, ruled = (beside(Background(rules=rules), title, shop=shop) for rules in ((), (rule,)))
    assert free.lead
    assert (ruled.lead, ruled.next_step) == (False, NextStep.WATCH)
    assert ruled.score == free.score
    ground = signals(ruled)["seller-rule"]
    assert (ground.weight, ground.field, ground.text) == (0.0, "shop", "超市")
    assert "第3号" in ground.explanation
    assert "23条" in ground.explanation


def test_a_picture_known_from_a_confirmed_lead_speaks_for_relisting() -> None:
    signal = signals(beside(Background(same_picture=(17,))))["same-picture"]
    assert signal.weight > 0
    assert "线索17" in signal.explanation
    score = beside(Background(confirmed=4, same_picture=(17,)), "优质 岚泽谷香").score
    assert score > beside(Background(), "优质 岚泽谷香").score


def test_a_logo_counts_for_its_own_right_only_and_names_the_picture() -> None:
    logos = (LogoSeen(right="lanze", agreeing=31, likeness=0.95, picture="ab" * 32),)
    signal = signals(beside(Background(logos=logos)))["logo"]
    assert signal.weight > 0
    assert "31个特征点" in signal.explanation
    foreign = (dataclasses.replace(logos[0], right="other"),)
    assert "logo" not in signals(beside(Background(logos=foreign)))


def logo_alone(title: str, **fields: object) -> list[Assessment]:
    """What is said of a listing whose words bear no mark and whose picture bears the registered one."""
    logos = (LogoSeen(right="lanze", agreeing=31, likeness=0.95, picture="ab" * 32),)
    sold = listing(title, **{"shop": "某粮油铺", "price": "29.9", **fields})
    return assess_batch([sold], scorer(LANZE), {0: Background(logos=logos)})[0][1]


def test_a_logo_alone_on_the_rights_goods_is_a_lead_with_its_sign() -> None:
    (assessment,) = logo_alone("高筋面粉 5kg 包邮")
    assert assessment.lead
    assert assessment.elements[0].answer == "identical"
    assert [assessment.signals[n].kind for n in assessment.elements[0].why] == ["logo"]
    assert assessment.elements[1].answer == "same"
    assert "mark" not in signals(assessment)


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("男士运动手表 防水", {}),
        ("高筋面粉 5kg 包邮", {"brand": "示例金穗"}),
        ("高筋面粉 5kg 包邮", {"shop": "谷香示例旗舰店"}),
    ],
)
def test_a_logo_alone_on_other_goods_under_another_brand_or_of_a_licensee_is_no_lead(
    title: str, fields: dict[str, object]
) -> None:
    (assessment,) = logo_alone(title, **fields)
    assert not assessment.lead
    assert assessment.score < 0.5


def test_text_read_in_a_picture_is_quoted_with_its_cutting() -> None:
    line = PictureLine(text="岚泽谷香 雪花粉", confidence=0.97, picture="ab" * 32, crop="cd" * 32)
    assessment = beside(Background(lines=(line,)), "雪花面粉 5kg", image_text="岚泽谷香 雪花粉")
    read = signals(assessment)["image-text"]
    assert (read.field, read.text) == ("image_text", "岚泽谷香")
    assert "cdcdcdcdcdcd" in read.explanation
    assert "97%" in read.explanation


def test_more_sold_than_a_year_can_bring_forth_is_said() -> None:
    right = dataclasses.replace(LANZE, origin=Origin(yearly_tonnes=Decimal(100)))
    signal = signals(assess("岚泽谷香面粉 5kg", right, shop="某铺", sales=30000))["volume"]
    assert (signal.field, signal.text) == ("sales", "30000")
    assert "150.0吨" in signal.explanation
    assert signal.weight > signals(assess("岚泽谷香面粉 5kg", right, sales=6000))["volume"].weight
    assert "volume" not in signals(assess("岚泽谷香面粉 5kg", right, sales=500))


def test_the_offices_own_pattern_moves_the_score_its_way(tmp_path: Path) -> None:
    (tmp_path / "patterns.yml").write_text(
        '- {pattern: "断码|清仓", weight: 1.5, says: 出现清仓用语}\n'
        "- {pattern: 参观, weight: -2, says: 参观活动, fields: [title, description]}\n",
        encoding="utf-8",
    )
    with_patterns = dataclasses.replace(scorer(LANZE), patterns=load_patterns(tmp_path))
    plain = assess_batch([listing("岚泽谷香 清仓")], scorer(LANZE))[0][1][0]
    moved = assess_batch([listing("岚泽谷香 清仓")], with_patterns)[0][1][0]
    assert signals(moved)["own-pattern"].text == "清仓"
    assert moved.score > plain.score
    visit = [listing("岚泽谷香", description="欢迎参观")]
    assert (
        assess_batch(visit, with_patterns)[0][1][0].score
        < assess_batch(visit, scorer(LANZE))[0][1][0].score
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("- {pattern: '(a', weight: 1, says: x}", "entry 1"),
        ("- {pattern: '(?=a)', weight: 1, says: x}", "cannot be used"),
        ("- {pattern: a, weight: 9, says: x}", "weight"),
        ("- {pattern: a, says: x}", "needs pattern"),
        ("- {pattern: a, weight: 1, says: x, fields: [colour]}", "colour"),
        ("pattern: a", "list"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "patterns.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=named):
        load_patterns(tmp_path)


def test_a_hostile_pattern_costs_no_time() -> None:
    pattern = OfficePattern(pattern="(a+)+$", weight=1, says="x")
    spans: Iterator[tuple[int, int]] = pattern.find("a" * 5000 + "!")
    assert list(spans) == []


ASKED = LicensedPrice(right="lanze", goods="挂面", unit="kg", median=Decimal("20.00"), listings=4)


@pytest.mark.parametrize(
    ("price", "statement"), [("9.9", "仅为其25%"), ("21", "仅为其52%"), ("36", None)]
)
def test_a_price_far_below_that_of_licensed_sellers_is_said(
    price: str, statement: str | None
) -> None:
    background = Background(prices=(ASKED,))
    signal = signals(beside(background, "岚泽谷香挂面 2kg", price=price)).get("price-licensed")
    if statement is None:
        assert signal is None
        return
    assert signal is not None
    assert (signal.field, signal.text, signal.weight > 0) == ("price", price, True)
    assert "许可店铺4条在售“挂面”的中位价为20.00元/kg" in signal.explanation
    assert statement in signal.explanation


def test_a_reference_price_on_file_goes_before_what_licensed_sellers_ask() -> None:
    flour = dataclasses.replace(ASKED, goods="面粉")
    by_kind = signals(beside(Background(prices=(flour,)), "岚泽谷香面粉 5kg", price="9.9"))
    assert "price" in by_kind
    assert "price-licensed" not in by_kind


def test_a_licensed_sellers_own_price_is_not_held_against_it() -> None:
    background = Background(prices=(ASKED,))
    assessment = beside(background, "岚泽谷香挂面 2kg", price="9.9", shop="谷香示例旗舰店")
    assert "price-licensed" not in signals(assessment)


@pytest.mark.parametrize(
    ("title", "each"),
    [
        ("挂面 2kg", (Decimal(5), "kg")),
        ("醋 500ml", (Decimal(20), "l")),
        ("羊绒围巾", (Decimal(10), "件")),
        ("羊绒围巾 1条", (Decimal(10), "件")),
        ("羊绒围巾 3条", None),
        ("袜子 五双装*2", None),
    ],
)
def test_the_price_of_one_unit(title: str, each: tuple[Decimal, str] | None) -> None:
    assert price_each(listing(title, price="10")) == each


def test_no_price_and_other_money_tell_no_price_of_a_unit() -> None:
    assert price_each(listing("挂面 2kg", price="面议")) is None
    assert price_each(listing("挂面 2kg", price="10", currency="USD")) is None
