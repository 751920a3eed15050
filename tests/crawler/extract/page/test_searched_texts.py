"""Texts are searched once in a process, whatever page they stand on, and take bounded room."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extract.page.searched_texts import SearchedTexts


class _Lengths:
    """A search that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> list[int]:
        self.asked += texts
        return list(map(len, texts))


def test_each_text_is_searched_once() -> None:
    search = _Lengths()
    lengths = SearchedTexts(search)
    assert lengths.of(["面粉", "buy", "面粉"]) == [2, 3, 2]
    assert lengths.of(["buy", "枸杞子"]) == [3, 3]
    assert search.asked == ["面粉", "buy", "枸杞子"]


def test_texts_that_come_again_outlive_those_that_do_not() -> None:
    search = _Lengths()
    lengths = SearchedTexts(search, most_characters=250)
    for number in range(20):
        lengths.of(["menu", f"goods {number}"])
    assert search.asked.count("menu") == 1
    assert lengths.of(["goods 0"]) == [7]
    assert search.asked.count("goods 0") == 2


def test_one_page_of_long_texts_is_read_and_goes() -> None:
    lengths = SearchedTexts(_Lengths(), most_characters=250)
    assert lengths.of(["x" * 1000, "y"]) == [1000, 1]
    assert lengths.of(["z" * 1000]) == [1000]
    assert lengths.of(["x" * 1000]) == [1000]


def test_what_is_forgotten_is_searched_anew() -> None:
    search = _Lengths()
    lengths = SearchedTexts(search)
    lengths.of(["buy"])
    lengths.forget()
    lengths.of(["buy"])
    assert search.asked == ["buy", "buy"]
