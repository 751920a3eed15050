"""Refusals reach an officer in Chinese, whichever room they come from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from console.words.errors import in_chinese
from storage.base.message import catalogue
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
    raised = refusals()
    assert len(raised) > 150, "the rooms' refusals were not found"
    texts = {
        refusal.place: in_chinese(refusal.sample)
        for refusal in raised
        if refusal.sample not in catalogue()
    }
    assert {place: words for place, words in texts.items() if not _CHINESE.search(words)} == {}


def test_a_full_disk_is_named_in_chinese_with_the_file() -> None:
    assert in_chinese("cannot write /数据/a: No space left on device") == (
        "/数据/a 无法写入：磁盘已满"
    )


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("user '甲' is there already", "用户“甲”已存在"),
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
