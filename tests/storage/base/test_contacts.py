"""Numbers of private persons are known in each way of writing, and numbers of goods are not taken for them."""

from __future__ import annotations

import pytest

from storage.base.contacts import mask_numbers, names_a_person


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678", "电话138****5678"),
        ("电话 138 1234 5678", "电话 138****5678"),
        ("致电.138-1234-5678。", "致电.138****5678。"),
        ("+86 13812345678", "138****5678"),
        ("身份证150802199001011234。", "身份证150802************。"),
    ],
)
def test_a_person_s_number_is_masked_however_it_is_written(text: str, masked: str) -> None:
    assert names_a_person(text)
    assert mask_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "编号 7381234567812",
        "0.13812345678",
        "91150800MA0EXAMP0X",
        "150802199013011234",
        "订单 123456789012345678",
    ],
)
def test_other_long_numbers_stay(text: str) -> None:
    assert not names_a_person(text)
    assert mask_numbers(text) == text
