"""Texts as they are compared: without blanks and differences of width."""

from __future__ import annotations

from storage.base.compact_text import compact


def test_blanks_and_width_make_no_other_text() -> None:
    assert compact(" 巴市监\u3000函〔２０２６〕\n1号 ") == "巴市监函〔2026〕1号"
    assert compact(None) == ""
