"""Texts bear the marks of the terms that stand in them, and of the tests that they pass."""

from __future__ import annotations

import re

import pytest

from crawler.extract.page.text_marks import TextMarks

_BUY, _STOCK = re.compile(r"\bbuy\b|购买", re.I), re.compile("stock|库存", re.I)


def test_a_text_bears_the_marks_of_all_that_it_holds() -> None:
    marks = TextMarks()
    buy, stock = marks.declare_term(_BUY), marks.declare_term(_STOCK)
    short = marks.declare_test(lambda text: len(text) < 4)
    texts = ["Buy", "buying guide", "立即购买：库存 3", "out of STOCK", ""]
    assert marks.of(texts) == [buy | short, 0, buy | stock, stock, short]


def test_a_test_is_asked_of_those_texts_alone_in_which_its_pattern_stands() -> None:
    marks, asked = TextMarks(), list[str]()
    priced = marks.declare_test(lambda text: not asked.append(text), among=re.compile(r"\d\s?元"))
    assert marks.of(["12 元", "12 pieces", "元宵", "共3元"]) == [priced, 0, 0, priced]
    assert sorted(asked) == ["12 元", "共3元"]


def test_what_is_declared_later_is_looked_for_in_texts_of_earlier_pages() -> None:
    marks = TextMarks()
    buy = marks.declare_term(_BUY)
    assert marks.of(["buy from stock"]) == [buy]
    stock = marks.declare_term(_STOCK)
    assert marks.of(["buy from stock"]) == [buy | stock]
    assert marks.declare_term(_BUY) == marks.bit_of(_BUY) == buy


def test_a_page_that_is_read_while_a_term_is_declared_keeps_no_marks_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marks = TextMarks()
    buy = marks.declare_term(_BUY)
    forget = marks._texts.forget

    def forget_while_another_thread_reads() -> None:
        forget()
        marks.of(["buy from stock"])

    monkeypatch.setattr(marks._texts, "forget", forget_while_another_thread_reads)
    stock = marks.declare_term(_STOCK)
    short = marks.declare_test(lambda text: len(text) < 20)
    assert marks.of(["buy from stock"]) == [buy | stock | short]


def test_a_term_that_nobody_declared_is_an_error() -> None:
    with pytest.raises(KeyError):
        TextMarks().bit_of(_BUY)
