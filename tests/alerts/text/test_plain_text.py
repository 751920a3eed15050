from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alerts.text.plain_text import masked_line, one_line
from storage.base.personal.contact_search import mask_numbers


@given(st.text(st.characters(), max_size=300))
def test_any_text_becomes_one_short_line_that_can_be_encoded(text: str) -> None:
    line = masked_line(text, 50)
    line.encode("utf-8")
    assert len(line) <= 50
    assert line.splitlines() in ([], [line])


def test_a_lone_surrogate_is_replaced() -> None:
    assert one_line("面\ud800粉") == "面\ufffd粉"


def test_private_numbers_are_masked_and_item_ids_are_not() -> None:
    assert mask_numbers("电话138 1234 5678") == "电话138****5678"
    assert mask_numbers("身份证150802199001011234。") == "身份证150802************。"
    assert mask_numbers("编号 7381234567812") == "编号 7381234567812"
    assert mask_numbers("91150800MA0EXAMP0X") == "91150800MA0EXAMP0X"
