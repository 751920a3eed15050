from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.letters.model.additions import (
    allowed_additions,
    check_allowed,
    fill,
    flatten,
    read_assignments,
)
from alerts.letters.model.letter_kind import find_kind
from storage.base.errors import BadInput, Refused
from storage.base.message import Language, Message
from storage.records.letter_facts import Facts, read_facts

STORED = read_facts(
    {
        "holder": {"name": "示例协会"},
        "listings": [{"url": "http://shop.example/1"}, {"url": "http://shop.example/2"}],
        "evidence": [{"name": "固证包"}],
    }
)


def test_a_value_is_text_unless_it_stands_in_brackets() -> None:
    added = read_assignments(["rights.0.registration_no=00000001", "acts=[1, 3]", "confusion=a=b"])
    assert added == {"rights.0.registration_no": "00000001", "acts": [1, 3], "confusion": "a=b"}


@pytest.mark.parametrize("text", ["measure", "=删除", "acts=[1, "])
def test_what_is_no_assignment_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_assignments([text])


def test_a_facts_file_reads_as_paths() -> None:
    data = {
        "fields": {"measure": "删除"},
        "acts": [1],
        "guarantee": {"signatory": "示例"},
        "x": None,
    }
    assert flatten(data, "f") == {
        "fields.measure": "删除", "acts": [1], "guarantee.signatory": "示例",
    }  # fmt: skip
    with pytest.raises(BadInput, match="mapping"):
        flatten(["x"], "f")


def test_a_gap_is_filled_by_its_place_in_the_list() -> None:
    facts = fill(STORED, {"listings.1.item_id": "9002"})
    assert [listing.item_id for listing in facts.listings] == [None, "9002"]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (
            "evidence.0.stamped_at",
            "2026-11-29T05:00:00+08:00",
            "可信时间戳只能由时间戳服务机构出具",
        ),
        ("evidence.0.authority", "示例时间戳机构", "可信时间戳只能由时间戳服务机构出具"),
        ("evidence.0.sha256", "0" * 64, "取自固证材料，不能手工填写"),
        ("evidence.0.captured_at", "2026-11-29T05:00:00+08:00", "取自固证材料，不能手工填写"),
        ("evidence.0.name", "另一份固证包", "取自固证材料，不能手工填写"),
        ("evidence", [{"name": "注册证", "sha256": "0" * 64}], "补充证据文件"),
        ("fields.package", "另一个材料包（SHA-256：00）", "取自固证材料，不能手工填写"),
        ("listings.1.captured_at", "2026-11-29T05:00:00+08:00", "请在线索页面重新固证"),
        ("listings.1.sha256", "0" * 64, "请在线索页面重新固证"),
        ("listings.1.title", "另一个标题", "请在线索页面重新固证"),
    ],
)
def test_a_fact_of_evidence_is_never_typed(path: str, value: Any, words: str) -> None:
    with pytest.raises(Refused) as caught:
        check_allowed(STORED, {path: value})
    assert words in caught.value.text(Language.CHINESE)


def test_the_ledger_alone_says_when_renewal_was_applied_for() -> None:
    with pytest.raises(Refused) as caught:
        check_allowed(STORED, {"rights.0.renewal_filed": "2026-09-01"})
    assert "由权利台账得出" in caught.value.text(Language.CHINESE)


def test_what_was_typed_gives_way_to_what_the_store_says_since() -> None:
    typed: dict[str, Any] = {
        "holder.name": "另一协会",
        "evidence.0.stamped_at": "2026-11-29T05:00:00+08:00",
        "listings.1.item_id": "9002",
    }
    assert allowed_additions(STORED, typed) == {"listings.1.item_id": "9002"}


@pytest.mark.parametrize("path", ["listings.5.url", "listings.x.url", "holder.name.first", "shoe"])
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(BadInput):
        fill(STORED, {path: "x"})


@pytest.mark.parametrize("path", ["holder.name", "listings.0.url", "rights", "office.name"])
def test_what_is_established_is_not_overwritten(path: str) -> None:
    with pytest.raises(Refused):
        check_allowed(STORED, {path: "x"})


def test_every_refused_fact_is_named_at_once_by_label_and_path() -> None:
    added = {
        "holder.name": "甲",
        "fields.measure": "删除",
        "office.name": "乙",
        "listings.0.url": "http://x.example/",
        "fields.blocked": "三次",
    }
    with pytest.raises(Refused) as refused:
        check_allowed(STORED, added, find_kind("infringement-notice"))
    text = refused.value.text(Language.CHINESE)
    assert text.startswith("有4项不能填写，全部未保存")
    for called in (
        "权利人名称（holder.name）",
        "机关名称（office.name）",
        "商品链接（第1项）（listings.0.url）",
        "fields.blocked",
    ):
        assert called in text
    with pytest.raises(Refused) as single:
        check_allowed(STORED, {"fields.blocked": "三次"}, find_kind("data-request"))
    assert "访问受限情况（取自合规台账）（fields.blocked）”由合规台账得出" in single.value.text(
        Language.CHINESE
    )


def test_what_is_not_yet_known_may_be_filled() -> None:
    check_allowed(STORED, {"holder.phone": "0478-0000000", "listings.1.item_id": "9002"})


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12) | st.lists(st.integers())))
def test_whatever_is_filled_in_gives_facts_or_one_clear_refusal(added: dict[str, Any]) -> None:
    try:
        facts = fill(STORED, added)
    except BadInput:
        return
    assert isinstance(facts, Facts)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("guarantee.agreed_on", "昨天", "文书 5 的“guarantee.agreed_on”填写有误：应为日期"),
        ("acts", "甲", "文书 5 的“acts”填写有误：应为列表"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_named_in_chinese_with_its_place(
    path: str, value: str, words: str
) -> None:
    with pytest.raises(BadInput) as caught:
        fill(STORED, {path: value}, Message("letter.numbered", {"notice": 5}))
    assert caught.value.text(Language.CHINESE).startswith(words)
