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
    Assessment,
    Background,
    LicensedPrice,
    LogoSeen,
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


def test_a_picture_known_from_a_confirmed_lead_speaks_for_relisting() -> None:
    told = signals(beside(Background(same_picture=(17,))))["same-picture"]
    assert told.weight > 0
    assert "线索17" in told.explanation
    score = beside(Background(confirmed=4, same_picture=(17,)), "优质 岚泽谷香").score
    assert score > beside(Background(), "优质 岚泽谷香").score


def test_a_logo_counts_for_its_own_right_only_and_names_the_picture() -> None:
    logos = (LogoSeen(right="lanze", agreeing=31, picture="ab" * 32),)
    told = signals(beside(Background(logos=logos)))["image-logo"]
    assert told.weight > 0
    assert "31个特征点" in told.explanation
    other = (dataclasses.replace(logos[0], right="other"),)
    assert "image-logo" not in signals(beside(Background(logos=other)))


def test_text_read_in_a_picture_is_quoted_with_its_cutting() -> None:
    line = PictureLine(text="岚泽谷香 雪花粉", confidence=0.97, picture="ab" * 32, crop="cd" * 32)
    told = beside(Background(lines=(line,)), "雪花面粉 5kg", image_text="岚泽谷香 雪花粉")
    read = signals(told)["image-text"]
    assert (read.field, read.text) == ("image_text", "岚泽谷香")
    assert "cdcdcdcdcdcd" in read.explanation
    assert "97%" in read.explanation


def test_more_sold_than_a_year_can_bring_forth_is_said() -> None:
    right = dataclasses.replace(LANZE, origin=Origin(yearly_tonnes=Decimal(100)))
    told = signals(assess("岚泽谷香面粉 5kg", right, shop="某铺", sales=30000))["volume"]
    assert (told.field, told.text) == ("sales", "30000")
    assert "150.0吨" in told.explanation
    assert told.weight > signals(assess("岚泽谷香面粉 5kg", right, sales=6000))["volume"].weight
    assert "volume" not in signals(assess("岚泽谷香面粉 5kg", right, sales=500))


def test_the_offices_own_pattern_moves_the_score_its_way(tmp_path: Path) -> None:
    (tmp_path / "patterns.yml").write_text(
        '- {pattern: "断码|清仓", weight: 1.5, says: 出现清仓用语}\n'
        "- {pattern: 参观, weight: -2, says: 参观活动, fields: [title, description]}\n",
        encoding="utf-8",
    )
    own = dataclasses.replace(scorer(LANZE), patterns=load_patterns(tmp_path))
    plain = assess_batch([listing("岚泽谷香 清仓")], scorer(LANZE))[0][1][0]
    told = assess_batch([listing("岚泽谷香 清仓")], own)[0][1][0]
    assert signals(told)["own-pattern"].text == "清仓"
    assert told.score > plain.score
    visit = [listing("岚泽谷香", description="欢迎参观")]
    assert (
        assess_batch(visit, own)[0][1][0].score < assess_batch(visit, scorer(LANZE))[0][1][0].score
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
    found: Iterator[tuple[int, int]] = pattern.find("a" * 5000 + "!")
    assert list(found) == []


ASKED = LicensedPrice(right="lanze", goods="挂面", unit="kg", median=Decimal("20.00"), listings=4)


@pytest.mark.parametrize(
    ("price", "said"), [("9.9", "仅为其25%"), ("21", "仅为其52%"), ("36", None)]
)
def test_a_price_far_below_that_of_licensed_sellers_is_said(price: str, said: str | None) -> None:
    known = Background(prices=(ASKED,))
    told = signals(beside(known, "岚泽谷香挂面 2kg", price=price)).get("price-licensed")
    if said is None:
        assert told is None
        return
    assert told is not None
    assert (told.field, told.text, told.weight > 0) == ("price", price, True)
    assert "许可店铺4条在售“挂面”的中位价为20.00元/kg" in told.explanation
    assert said in told.explanation


def test_a_reference_price_on_file_goes_before_what_licensed_sellers_ask() -> None:
    flour = dataclasses.replace(ASKED, goods="面粉")
    told = signals(beside(Background(prices=(flour,)), "岚泽谷香面粉 5kg", price="9.9"))
    assert "price" in told
    assert "price-licensed" not in told


def test_a_licensed_sellers_own_price_is_not_held_against_it() -> None:
    known = Background(prices=(ASKED,))
    told = beside(known, "岚泽谷香挂面 2kg", price="9.9", shop="谷香示例旗舰店")
    assert "price-licensed" not in signals(told)


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
