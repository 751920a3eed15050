from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.page.text import plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("净重<500g 大于>3", "净重<500g 大于>3"),
        ("<p>面粉</p><script>alert(1)</script><br>产地：临河&amp;五原", "面粉 产地：临河&五原"),
        ("&lt;p&gt;先编码&lt;/p&gt;", "先编码"),
        ("<ul><li>一<li>二</ul><!-- 三 -->", "一 二"),
    ],
)
def test_markup_in_a_description_is_told_from_words(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize("tag", ["<div>", "<p>", "<a ", "<b x=1>y", "<table><tr><td>", "</p>"])
def test_a_flood_of_tags_costs_little(tag: str) -> None:
    began = time.process_time()
    plain_text(tag * 40_000)
    assert time.process_time() - began < 5


@given(st.text(alphabet=st.sampled_from("<>/!&;?#ap \x00\ud800文"), max_size=40))
def test_any_broken_markup_gives_some_text(markup: str) -> None:
    assert "\x00" not in plain_text(markup)
