from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.base.errors import BadInput
from storage.base.money import read_price
from storage.records import Listing, field_texts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("¥29.90", "29.90"),
        ("29.9-59", "29.9"),
        ("1,299元起", "1299"),
        ("￥１９．８", "19.8"),
        ("1.2万", "12000.0"),
        (29.9, "29.9"),
        (0, "0"),
        ("面议", None),
        ("-5", None),
        (-5, None),
        ("价格-12元", None),
        (float("nan"), None),
        ("", None),
        (True, None),
    ],
)
def test_a_price_is_read_as_shown_and_junk_is_unknown(text: str, amount: str | None) -> None:
    assert read_price(text) == (None if amount is None else Decimal(amount))


@given(st.text() | st.floats() | st.integers())
def test_no_price_is_ever_an_error(text: str | float) -> None:
    amount = read_price(text)
    assert amount is None or amount >= 0


def test_unknown_keys_are_kept() -> None:
    line = {"url": "u", "title": "t", "price": "1", "campaign": {"name": "铁拳"}}
    assert Listing.from_json(line).to_json() == line


@pytest.mark.parametrize("line", [{}, {"url": "u"}, {"title": "t"}, [], "text", None, 3])
def test_a_listing_without_url_or_title_is_refused(line: object) -> None:
    with pytest.raises(BadInput):
        Listing.from_json(line)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@example({"price": 9.222541516087542e-188})
@given(st.dictionaries(st.sampled_from(["price", "sales", "seen_at", "operator", "images"]), _json))
def test_a_field_of_a_wrong_type_is_unknown_and_never_an_error(fields: dict[str, object]) -> None:
    record = Listing.from_json({"url": "u", "title": "t", **fields}).to_json()
    assert Listing.from_json(json.loads(json.dumps(record))).to_json() == record


def test_every_text_that_can_hold_a_mark_is_offered_with_its_field() -> None:
    listing = Listing(
        url="u", title="标题", brand="牌", attributes={"产地": "某地"}, category=("食品", "面粉")
    )
    assert dict(field_texts(listing)) == {
        "title": "标题",
        "brand": "牌",
        "attributes.产地": "某地",
        "category": "食品 > 面粉",
    }
