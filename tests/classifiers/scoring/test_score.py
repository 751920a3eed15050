"""Scoring gives a defined answer for every listing, whatever is in it."""

from __future__ import annotations

import dataclasses
import gc
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.scoring.levels import level_of
from classifiers.scoring.listing_file import score_lines
from classifiers.scoring.score import assess_batch
from storage.base.cycle_collection import without_cycle_collection
from storage.base.errors import BadInput
from storage.records import Assessment, AuthorisedSeller, Level, Listing, NextStep, Right
from tests.classifiers.samples import (
    GENERIC,
    LANZE,
    PATENT,
    assess,
    assessments,
    holds_a_mark,
    listing,
    scorer,
    signals,
)
from tests.examples import examples

RULES = scorer(LANZE, GENERIC, rules_only=True)
MODEL = scorer(LANZE, GENERIC)

hostile = st.one_of(
    st.text(),
    st.text(alphabet="岚泽谷香 /·-面粉🔥\u200b\ue000\ue001\ud800天袋机"),
    st.sampled_from(
        [
            "",
            "\udcff岚泽谷香\ud800",
            "🔥" * 300,
            "\u202e岚泽谷香\u202c",
            "岚" * 200,
            "岚泽谷香" * 60,
        ]
    ),
)
prices: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.floats(), st.integers(), st.sampled_from(["面议", "-5", "29.9-59", "¥1,2", "٣"])
)


@examples(40, 150)
@given(title=hostile, description=hostile, shop=hostile, brand=hostile, price=prices)
def test_any_listing_is_answered_and_spans_quote_its_texts(
    title: str, description: str, shop: str, brand: str, price: Any
) -> None:
    item = Listing.from_json(
        {
            "url": "u",
            "title": title,
            "description": description,
            "shop": shop,
            "brand": brand,
            "price": price,
        }
    )
    [(answered, by_right)] = assess_batch([item], RULES)
    assert answered is item
    for assessment in by_right:
        assert 0 <= assessment.score <= 1
        assert assessment.lead == (assessment.level is not Level.NONE)
        for signal in assessment.signals:
            if signal.field in ("title", "description", "shop", "brand"):
                assert getattr(item, signal.field)[slice(*signal.span)] == signal.text


def test_a_description_of_a_hundred_thousand_characters_is_read() -> None:
    assert not holds_a_mark("面粉", LANZE, description="好面粉" * 35_000 + "岚泽谷香")
    assert assess("岚泽谷香面粉", LANZE, description="很长" * 50_000).lead


def test_ten_thousand_emoji_between_characters_do_not_hide_the_mark() -> None:
    assessment = assess("岚" + "🔥" * 10_000 + "泽谷香面粉", LANZE)
    assert assessment.lead
    assert signals(assessment)["mark"].text.endswith("泽谷香")


def test_model_and_rules_give_the_same_shape() -> None:
    item = listing("岚泽谷香面粉", shop="某店")
    [by_rules], [by_model] = (assessments(item, scorer) for scorer in (RULES, MODEL))
    assert by_rules.signals == by_model.signals
    assert by_rules.model == "rules@1"
    assert by_model.model.startswith("marks@")


def test_the_highest_score_represents_a_listing_and_each_right_is_assessed() -> None:
    spirits = Right(id="spirits", text="谷香", goods=("白酒",))
    assert assess("岚泽谷香面粉", LANZE, spirits).right == "lanze"
    both = assessments(listing("岚泽谷香面粉"), scorer(LANZE, spirits))
    assert [assessment.right for assessment in both] == ["lanze", "spirits"]
    assert all(any(s.kind == "mark" for s in assessment.signals) for assessment in both)
    assert assessments(listing("白菜"), scorer(LANZE, spirits)) == []


@pytest.mark.parametrize("title", ["岚泽谷香面粉 5kg", "岚泽谷香 挂面 1kg*5", "【岚泽谷香】雪花粉"])
def test_the_sign_itself_by_an_unknown_seller_is_asked_about(title: str) -> None:
    assessment = assess(title, LANZE, shop="某粮油铺")
    assert assessment.next_step in (NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE)
    assert assessment.lead
    assert 0.3 <= assessment.score <= 0.84
    assert assessment.level in (Level.YELLOW, Level.BLUE)


def test_a_licensed_seller_needs_no_next_step() -> None:
    assessment = assess("岚泽谷香面粉 5kg", LANZE, shop="谷香示例旗舰店")
    assert (assessment.lead, assessment.next_step) == (False, NextStep.NONE)


def test_levels_rise_with_the_score() -> None:
    levels = [level_of(score, lead=True) for score in (0.3, 0.6, 0.75, 0.89, 0.9)]
    assert levels == [Level.BLUE, Level.BLUE, Level.YELLOW, Level.ORANGE, Level.RED]
    assert level_of(0.9, lead=False) is Level.NONE


def lines(folder: Path, *rows: str) -> Path:
    path = folder / "listings.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_the_file_is_answered_line_by_line_in_order(tmp_path: Path) -> None:
    rows = [
        {"url": "1", "title": "白菜"},
        {"url": "2", "title": "岚泽谷香面粉", "attributes": {"规格": "5kg"}, "colour": "red"},
        {"url": "3", "title": "x", "attributes": {"品牌": "岚泽谷香"}},
        {"url": "4", "title": "x", "operator": {"name": "岚泽谷香公司"}},
        {"url": 5, "title": "\ud800", "price": "面议"},
    ]
    path = lines(tmp_path, *(json.dumps(row) for row in rows))
    answers = [json.loads(line) for line in "".join(score_lines(path, RULES)).splitlines()]
    assert [answer["url"] for answer in answers] == ["1", "2", "3", "4", "5"]
    assert [answer["right"] for answer in answers] == [None, "lanze", "lanze", "lanze", None]
    keys = {
        "url",
        "right",
        "score",
        "level",
        "lead",
        "signals",
        "fair_use",
        "model",
        "law",
        "next_step",
    }
    assert set(answers[0]) == keys
    assert set(answers[1]) == {*keys, "elements"}
    every = "".join(score_lines(path, RULES, all_rights=True)).splitlines()
    assert [json.loads(line)["url"] for line in every] == ["2", "3", "4"]


def test_the_line_of_a_listing_is_that_of_the_right_which_represents_it(tmp_path: Path) -> None:
    spirits = Right(id="spirits", text="谷香", goods=("白酒",))
    titles = ("岚泽谷香面粉", "谷香 白酒 500ml", "岚泽谷香面粉 谷香白酒")
    rows = (json.dumps({"url": title, "title": title}) for title in titles)
    path, judge = lines(tmp_path, *rows), scorer(LANZE, spirits)
    every = "".join(score_lines(path, judge, all_rights=True)).splitlines()
    best = "".join(score_lines(path, judge)).splitlines()
    for title, written in zip(titles, best, strict=True):
        of_listing = [line for line in every if json.loads(line)["url"] == title]
        assert written in of_listing
        assert json.loads(written)["score"] == max(json.loads(line)["score"] for line in of_listing)


@pytest.mark.parametrize(
    ("bad", "problem"),
    [("{", "not JSON"), ("[1]", "object"), ('{"url": "u"}', "title"), ('{"title": "t"}', "url")],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: str, problem: str) -> None:
    path = lines(tmp_path, '{"url": "u", "title": "t"}', "", bad)
    with pytest.raises(BadInput, match=r"line 3: .*" + problem):
        list(score_lines(path, RULES))


def test_listings_in_gb18030_are_read(tmp_path: Path) -> None:
    path = tmp_path / "listings.jsonl"
    path.write_bytes('{"url": "u", "title": "岚泽谷香面粉"}\n'.encode("gb18030"))
    assert json.loads(next(score_lines(path, RULES)))["right"] == "lanze"


def test_two_rights_with_one_text_each_get_their_line_and_an_ended_one_says_so() -> None:
    ended = Right(id="ended", text="岚泽谷香", goods=("面粉",), valid_until=date(2020, 1, 1))
    both = assessments(listing("岚泽谷香面粉"), scorer(LANZE, ended))
    assert [assessment.right for assessment in both] == ["lanze", "ended"]
    assert "validity" in signals(both[1])


def test_a_mark_in_its_grace_period_is_judged_as_before_and_the_holder_is_asked() -> None:
    """商标法 on renewal: six months after its last day a mark may be renewed from the day after that."""

    def assessed(until: date, filed: date | None = None) -> Assessment:
        right = dataclasses.replace(LANZE, valid_until=until, renewal_filed=filed)
        return assess("岚泽谷香面粉 高仿", right, shop="某粮油铺")

    running = assessed(date(2026, 12, 1))
    grace = assessed(date(2026, 1, 15))
    ended = assessed(date(2025, 11, 15))
    filed = assessed(date(2025, 11, 15), date(2026, 5, 10))
    assert running.next_step is NextStep.LETTER
    assert grace.next_step is NextStep.ASK_HOLDER
    assert grace.level is Level.YELLOW
    assert "续展宽展期至2026-07-15" in signals(grace)["validity"].explanation
    assert ended.score <= 0.1
    assert filed == running


def test_in_the_grace_period_nobody_is_told_to_buy_what_cannot_say_whether_the_mark_is_renewed() -> (
    None
):
    cheap: dict[str, Any] = {"price": "18", "shop": "某粮油铺"}
    grace = dataclasses.replace(LANZE, valid_until=date(2026, 1, 15))
    assert assess("岚泽谷香面粉 5kg", LANZE, **cheap).next_step is NextStep.TEST_PURCHASE
    assert assess("岚泽谷香面粉 5kg", grace, **cheap).next_step is NextStep.ASK_HOLDER


def test_a_licence_for_the_term_of_a_mark_that_is_being_renewed_is_asked_about() -> None:
    def assessed(until: date) -> Assessment:
        seller = AuthorisedSeller(shop="某粮油铺", valid_until=until)
        right = dataclasses.replace(
            LANZE,
            valid_until=date(2025, 11, 15),
            renewal_filed=date(2026, 5, 10),
            authorised_sellers=(seller,),
        )
        return assess("岚泽谷香面粉 高仿", right, shop="某粮油铺")

    assert assessed(date(2025, 11, 14)).next_step is NextStep.LETTER
    assert assessed(date(2025, 11, 15)).next_step is NextStep.ASK_HOLDER


def test_a_patent_to_come_is_no_ground_against_who_claims_it() -> None:
    patent = dataclasses.replace(PATENT, valid_from=date(2026, 9, 1), valid_until=date(2046, 9, 1))
    claimed = assess("沙棘低温压榨机 榨油机 专利号ZL201510123456.0", patent, shop="某机械店")
    assert "validity" not in signals(claimed)


def test_a_right_of_one_character_is_matched_standing_alone_only() -> None:
    single = Right(id="single", text="穗", goods=("面粉",))
    assert holds_a_mark("【穗】面粉", single)
    assert not holds_a_mark("麦穗面粉", single)


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_and_empty_lines_are_no_listing(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "listings.jsonl"
    path.write_bytes(start + '\r\n{"url": "u", "title": "岚泽谷香"}\r\n\r\n'.encode())
    answers = "".join(score_lines(path, RULES)).splitlines()
    assert [json.loads(line)["right"] for line in answers] == ["lanze"]


def test_a_table_given_for_lines_of_json_is_refused(tmp_path: Path) -> None:
    path = lines(tmp_path, "url,title", "u,岚泽谷香")
    with pytest.raises(BadInput, match="line 1: not JSON"):
        list(score_lines(path, RULES))


def test_the_collector_of_cycles_is_on_again_after_a_batch_even_one_that_failed() -> None:
    def fail() -> None:
        with without_cycle_collection():
            assert not gc.isenabled()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()


_ODD = (
    None,
    True,
    5,
    -1.5,
    10**400,
    "",
    "x",
    "\x00",
    [],
    [[]],
    [5, None, {}],
    {},
    {"a": [1]},
    {"name": 5},
)
_FIELDS = (
    "url price currency brand shop shop_url platform operator location description attributes category"
    " images image_text item_id sku gtin sales availability seen_at unknown"
)


def test_no_value_of_any_field_ends_the_file_but_in_words(tmp_path: Path) -> None:
    """A line is a listing, or refused in words; what a field cannot hold counts as unknown."""
    plain = {"url": "http://shop.example/1", "title": "岚泽谷香 面粉"}
    path = tmp_path / "listings.jsonl"
    scored = 0
    for field, value in ((field, value) for field in _FIELDS.split() for value in _ODD):
        path.write_text(json.dumps({**plain, field: value}), encoding="utf-8")
        try:
            scored += len(list(score_lines(path, RULES)))
        except BadInput:
            assert field == "url"
    assert scored > len(_ODD) * 20
