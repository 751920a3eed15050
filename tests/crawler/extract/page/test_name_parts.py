"""Names hold the parts that selectors declare, as a plain search finds them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.page.name_parts import END, JoinedTexts, NameParts

_NAMES = st.lists(
    st.lists(st.sampled_from(["price", "old", "-", "pri", "ce", " ", END, "P"])).map("".join)
)


@given(names=_NAMES)
def test_every_name_holds_its_parts(names: list[str]) -> None:
    parts = NameParts()
    for part in ("price", "old", "rice", "price"):
        parts.declare(part)
    declared = ("price", "old", "rice")
    assert parts.of(names) == [tuple(part for part in declared if part in name) for name in names]


def test_no_part_is_found_across_two_texts() -> None:
    joined = JoinedTexts(["goods-pri", "ce", "price price", "price"])
    assert joined.places_of("price") == [2, 3]
    assert joined.places_of("old") == []
