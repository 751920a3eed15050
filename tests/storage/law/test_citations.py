"""Articles cited by number in a text are read with their law and version."""

from __future__ import annotations

from datetime import date

import pytest

from storage.law.citations import Citation, find_citations, says_the_same


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("违反商标法第六十条", [60]),
        ("依照《中华人民共和国商标法》第57条、第六十条第二款的规定", [57, 60]),
        ("商标法60条", [60]),
        ("《商标法》§57", [57]),
        ("商标法2019年修正", []),
        ("商标法实施条例第六十条", []),
        ("《商标法》与《电子商务法》第四十五条", []),
        ("现有120条商品信息，第六十条链接", []),
    ],
)
def test_citations_of_a_law_with_versions(text: str, numbers: list[int]) -> None:
    assert [citation.number for citation in find_citations(text)] == numbers


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("商标法第六十条", None),
        ("原商标法第六十条", date(2019, 11, 1)),
        ("《商标法》（2026年修订）第六十条", date(2027, 1, 1)),
        ("现行商标法第六十条", date(2027, 1, 1)),
    ],
)
def test_a_version_named_beside_the_law(text: str, version: date | None) -> None:
    (citation,) = find_citations(text)
    assert citation.version == version


def test_an_article_that_stayed_is_the_same_in_both_versions() -> None:
    def same(number: int) -> bool:
        return says_the_same(
            Citation(statute="trademark-law", number=number, words="", version=None)
        )

    assert same(1)
    assert not same(60)
    assert not same(57)
