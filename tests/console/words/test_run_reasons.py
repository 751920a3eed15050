from __future__ import annotations

import pytest

from console.words.run_reasons import in_chinese


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("finished", "已采完"),
        ("interrupted", "继续"),
        ("unhealthy: 3 listings, profile jd expects 20", "profile jd expects 20"),
        ("https://x.invalid/: robots.txt forbids it", "不允许采集"),
        ("https://x.invalid/: status 503", "HTTP 503"),
        ("https://x.invalid/: blocked: login", "要求登录或验证"),
        ("something nobody foresaw", "something nobody foresaw"),
        (None, ""),
    ],
)
def test_a_reason_is_told_in_chinese_where_it_is_a_usual_one(
    reason: str | None, words: str
) -> None:
    assert words in in_chinese(reason)
