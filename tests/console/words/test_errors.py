"""Refusals reach an officer in Chinese, whichever room they come from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alerts.letters.model.additions import fill
from console.words.errors import in_chinese
from storage.base.errors import BadInput
from storage.rights.import_file import read_rights
from tests.console.words.refusals import Raised, raised_in

ROOT = Path(__file__).parents[3]
EXAMPLE = "7"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ONLY_ANOTHERS_WORDS = re.compile(rf"{EXAMPLE}(?:: {EXAMPLE})+")
_NEVER_ASKED_IN_THE_CONSOLE = ("alerts/text/chinese.py", "alerts/letters/workflow/samples.py")
"""A mistake of ours, and a command for those who change the sample letters."""


def refusals() -> list[Raised]:
    return [
        one
        for room in ("alerts", "storage")
        for one in raised_in(ROOT / room, EXAMPLE)
        if not one.place.startswith(_NEVER_ASKED_IN_THE_CONSOLE)
        and not _ONLY_ANOTHERS_WORDS.fullmatch(one.sample)
    ]


def test_every_refusal_of_the_rooms_below_is_told_in_chinese() -> None:
    told = {one.place: in_chinese(one.sample) for one in refusals()}
    assert len(told) > 150, "the rooms' refusals were not found"
    assert {place: words for place, words in told.items() if not _CHINESE.search(words)} == {}


def test_a_full_disk_is_named_in_chinese_with_the_file() -> None:
    assert in_chinese("cannot write /数据/a: No space left on device") == (
        "/数据/a 无法写入：磁盘已满"
    )


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
        fill({}, {path: value}, "notice 5")
    assert in_chinese(str(caught.value)).startswith(words)


@pytest.mark.parametrize(
    ("right", "words"),
    [
        ({"id": "x"}, "缺少“text”"),
        ({"id": "x", "text": "字", "colour": "red"}, "不认识“colour”"),
        ({"id": "x", "text": "字", "classes": [99]}, "“99”不是商品分类"),
        ({"id": "x", "text": "字", "kind": "song"}, "没有“song”这一种类"),
        ({"id": "x", "text": "字", "valid_until": "soon"}, "日期应如 2027-12-31"),
        ({"id": "x", "text": "…"}, "没有可查找的字"),
        ({"id": "x", "text": "字", "origin": {"season": "夏"}}, "产季应如"),
    ],
)
def test_a_fault_in_a_rights_file_is_named_in_chinese_with_its_place(
    right: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read_rights({"rights": [right]}, "权利.yml")
    told = in_chinese(str(caught.value))
    assert words in told
    assert told.startswith("权利.yml")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("user '甲' is there already", "用户“甲”已存在"),
        ("no notice 7; see 'hubiao notice list'", "没有编号为 7 的内容，可能已被删除"),
        (
            "cron line 'x' must have five fields: …",
            "cron 须有五段（分 时 日 月 周），例如 0 6 * * *",
        ),
        ("反正是中文", "反正是中文"),
        ("a {0} nobody {where} foresaw", "a {0} nobody {where} foresaw"),
    ],
)
def test_usual_refusals_are_told_in_chinese_and_unknown_ones_as_they_are(
    message: str, words: str
) -> None:
    assert in_chinese(message) == words
