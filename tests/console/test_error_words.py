"""Refusals reach an officer in Chinese, whichever room they come from."""

from __future__ import annotations

import pytest

from console.error_words import in_chinese
from storage.errors import BadInput
from storage.rights_file import read_rights


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
