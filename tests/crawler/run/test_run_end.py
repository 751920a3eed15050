"""How a run whose queue is empty says that it ended, and what it left."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import cast

from crawler.frontier.left_pages import CUT_SHORT, Left
from crawler.run.active_run import ActiveRun
from crawler.run.run_lifecycle import _end
from storage.base.message import Language


def end_of(**counts: int) -> str:
    run = SimpleNamespace(has_enough=lambda: False, buffer=SimpleNamespace(counts=Counter(counts)))
    return _end(cast("ActiveRun", run)).text(Language.CHINESE)


def test_a_run_that_left_nothing_says_so() -> None:
    assert "未采" not in end_of(pages=3)


def test_lists_that_still_grew_when_their_time_was_over_are_named_beside_what_was_left() -> None:
    words = end_of(**{CUT_SHORT: 2, Left.DEPTH: 7})
    assert "2 个列表页到时限仍未显示完" in words
    assert "7 个层级过深" in words
