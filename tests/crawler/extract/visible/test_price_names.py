"""Names of elements are told together to be made for a price exactly as each is alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.visible.price_words import PRICE_NAMES, names_price

_PIECES = st.sampled_from(
    ["price", "Prices", "prism", "preț", "hind", "hinder", "AMOUNT", "ár", "cost", "-", "_", " ", "x", "\x1f", "金额"]
)  # fmt: skip


@given(names=st.lists(st.lists(_PIECES, max_size=4).map("".join) | st.text(max_size=12)))
def test_names_are_told_together_as_alone(names: list[str]) -> None:
    assert PRICE_NAMES.of(names) == [names_price(name) for name in names]
