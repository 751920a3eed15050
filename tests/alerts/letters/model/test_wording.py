"""Conclusions are found in every field of every track; law, negation and question are none."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import Kind, find_kind, kinds
from alerts.letters.model.wording import find_conclusions, find_other_track
from alerts.letters.model.wording_check import SUSPECTED, TRACK
from alerts.letters.model.wording_text import sentences
from storage.law.statute import article_texts, statutes
from storage.records.letter_facts import read_facts
from storage.records.letter_record import Track
from tests.alerts.letters.sample_letters import LETTERS, TODAY, facts_of, sample

CONCLUSIONS = [
    "该商品确属假货",
    "系假冒注册商标的商品",
    "该店所售为冒牌货",
    "已构成侵权",
    "已构成侵犯注册商标专用权",
    "构成对权利人商标权的侵害",
    "侵犯了权利人的注册商标专用权",
    "侵权事实清楚",
    "违法事实成立",
    "证据确凿",
    "已查明该行为属于商标法所列情形",
    "经依法认定",
    "该店是售假惯犯",
    "该店系制假售假的骗子",
    "涉嫌惯犯",
    "该店长期售假",
    "该店销售假冒注册商标的商品",
    "涉嫌侵权商品确属假货",
    "该店涉嫌侵权且售假",
    "该店不听劝阻售假",
    "不但构成侵权",
    "例如该店卖假",
    "上述商品是侵权商品",
    "恶意侵权",
    "侵权分子",
]
HARMLESS = [
    "涉嫌构成侵权",
    "涉嫌对权利人的商标构成侵权",
    "上述行为不构成侵权",
    "请核实上述行为是否构成侵权",
    "是否对我方在先权利构成侵权",
    "该行为构成侵权吗？",
    "涉嫌生产、销售假货",
    "涉嫌销售假冒“示例”注册商标的商品",
    "涉嫌销售假冒注册商标的商品罪",
    "《最高人民法院关于办理侵犯知识产权刑事案件适用法律若干问题的解释》",
    "打击制假售假行为",
    "构成犯罪的，依法追究刑事责任",
    "请鉴别是否系假冒注册商标的商品",
    "举报人称该店售假",
    "不得销售侵权商品",
    "如构成侵权，请及时采取措施",
    "可能构成侵权",
    "疑似假货",
    "认定侵权行为成立的，责令立即停止侵权行为",
]


@pytest.mark.parametrize("text", CONCLUSIONS)
def test_a_conclusion_is_found_in_its_sentence(text: str) -> None:
    (remark,) = find_conclusions(f"2026年11月20日监测到该商品，涉嫌侵权。{text}。现函告如下。")
    assert remark.sentence == f"{text}。"
    assert all(expression in text for expression in remark.expressions)
    assert remark.instead


def test_all_conclusions_of_a_sentence_are_named_at_once() -> None:
    (remark,) = find_conclusions("该店系制假售假的骗子，已构成侵权，确属假货。")
    assert remark.expressions == ("制假", "售假", "骗子", "已构成侵权", "确属假货")
    assert str(remark).count("“") == str(remark).count("”") == 7


@pytest.mark.parametrize("text", HARMLESS)
def test_suspicion_negation_condition_question_and_law_are_no_conclusions(text: str) -> None:
    assert list(find_conclusions(text)) == []


@cache
def harmless_sentences() -> tuple[str, ...]:
    """Every sentence of our letters as printed, and of the statutes."""
    letters = (path.read_text("utf-8") for path in sorted(LETTERS.glob("*/expected.txt")))
    laws = (
        text
        for statute in statutes().values()
        for version in statute.versions
        if version.text
        for text in article_texts(version.text).values()
    )
    return tuple(sentence for text in (*letters, *laws) for sentence in sentences(text))


def test_no_letter_of_ours_and_no_statute_raises_a_false_alarm() -> None:
    alarms = [str(remark) for text in harmless_sentences() for remark in find_conclusions(text)]
    assert alarms == []


@given(st.data())
def test_a_conclusion_is_found_wherever_it_stands_and_nothing_else_is(data: st.DataObject) -> None:
    around = st.lists(st.sampled_from(harmless_sentences()), max_size=6)
    before, after = data.draw(around), data.draw(around)
    text = data.draw(st.sampled_from(CONCLUSIONS))
    assert list(find_conclusions("\n".join(before + after))) == []
    (remark,) = find_conclusions("\n".join([*before, text, *after]))
    assert remark.sentence == text


@pytest.mark.parametrize("kind", kinds().values(), ids=list(kinds()))
def test_sample_letters_stay_within_their_track(kind: Kind) -> None:
    assert [m for m in check(kind, facts_of(kind.slug), today=TODAY) if m.element == TRACK] == []


@pytest.mark.parametrize("kind", kinds().values(), ids=list(kinds()))
def test_every_text_field_of_every_kind_is_looked_through(kind: Kind) -> None:
    for field in kind.fields:
        data = sample(kind.slug)
        data.setdefault("fields", {})[field.name] = "该店已构成侵权，涉嫌违法。"
        missing = check(kind, read_facts(data), today=TODAY)
        (finding,) = (item for item in missing if item.element == SUSPECTED)
        assert finding.path == f"fields.{field.name}"
        assert f"“{field.label}”一栏中“该店已构成侵权，涉嫌违法。”" in finding.why
        assert "可以写作：“涉嫌侵权”" in finding.why


@pytest.mark.parametrize("path", ["confusion", "fair_use.trademark_law", "rights.0.chain"])
def test_a_holder_s_notice_states_no_conclusion_either(path: str) -> None:
    data = sample("infringement-notice")
    text = "该店系制假售假的骗子，已构成侵权，确属假货。"
    if path == "confusion":
        data["confusion"] = text
    elif path == "rights.0.chain":
        data["rights"][0]["chain"] = text
    else:
        data["fair_use"]["trademark_law"] = text
    missing = check(find_kind("infringement-notice"), read_facts(data), today=TODAY)
    worded = [(item.element, item.path) for item in missing if item.element == SUSPECTED]
    assert worded == [(SUSPECTED, path)]


def test_what_a_page_says_is_quoted_and_not_worded() -> None:
    data = sample("platform-disposal")
    data["listings"][0]["title"] = "非假货 售假必究 黑心商家请绕道"
    data["fields"]["findings"] += "其标题为“非假货 售假必究 黑心商家请绕道”。"
    assert check(find_kind("platform-disposal"), read_facts(data), today=TODAY) == ()


def test_a_guarantee_of_a_day_to_come_is_none() -> None:
    data = sample("infringement-notice")
    data["guarantee"]["agreed_on"] = "2027-05-01"
    (finding,) = check(find_kind("infringement-notice"), read_facts(data), today=TODAY)
    assert finding.path == "guarantee.agreed_on"
    assert "晚于" in finding.why


@pytest.mark.parametrize(
    ("track", "text"),
    [
        (Track.HOLDER, "本通知由示例市市场监督管理局监制并督办。"),
        (Track.OFFICE, "本协会要求断开链接。"),
        (Track.HOLDER, "示例市市场监督管理局要求贵平台立即处理。"),
        (Track.HOLDER, "经示例局批准，现通知贵平台。"),
        (Track.OFFICE, "应权利人要求，请贵平台断开链接。"),
        (Track.OFFICE, "贵平台应当赔偿权利人损失。"),
        (Track.WARNING, "责令相关店铺立即下架。"),
    ],
)
def test_the_tracks_are_never_mixed(track: Track, text: str) -> None:
    (remark,) = find_other_track(track, text)
    assert remark.expressions[0] in text
