"""A text that people send is as long as its field may be."""

from __future__ import annotations

import pytest

from storage.base.errors import BadInput
from storage.intake_gate.text_limits import FORM_FIELD, RECORD_LIMITS, check_form_field
from storage.rights.import_file import read_rights_bytes


def rights(**values: object) -> bytes:
    """A rights file with one right."""
    lines = {"id": "r", "text": "示例", **values}
    return ("rights:\n- " + "\n  ".join(f"{key}: {value}" for key, value in lines.items())).encode()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("text", "火" * (RECORD_LIMITS["text"] + 1)),
        ("aliases", "[" + "火" * (RECORD_LIMITS["aliases"] + 1) + "]"),
        ("goods", "[" + ", ".join(f"g{n}" for n in range(10_001)) + "]"),
        ("note", "火" * 5001),
        ("registration_no", "1" * 101),
    ],
)
def test_a_right_with_too_long_a_text_is_refused(key: str, value: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_rights_bytes(rights(**{key: value}), "rights.yml")
    assert refusal.value.code in ("text.too-long", "text.too-many")


def test_the_longest_sign_is_taken() -> None:
    book = read_rights_bytes(rights(text="火" * RECORD_LIMITS["text"]), "rights.yml")
    assert len(book.rights[0].text) == RECORD_LIMITS["text"]


def test_a_field_of_a_form_has_an_end() -> None:
    check_form_field("remark", "x" * FORM_FIELD)
    check_form_field("text", "x" * 2**20)
    with pytest.raises(BadInput) as refusal:
        check_form_field("remark", "x" * (FORM_FIELD + 1))
    assert refusal.value.code == "text.too-long"
