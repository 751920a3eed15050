"""A description is read without what could forge its look, and refused where nothing else is left."""

from __future__ import annotations

from typing import Any

import pytest

from storage.base.errors import BadInput
from storage.base.message import Language
from storage.records.outside.transfer import FORMAT
from storage.transfers.description_file import description_of


def record(**office: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "office": {"name": "示例局", **office},
        "letter": {
            "kind": "线索移送函",
            "number": "示市监移〔2026〕1号",
            "sha256": "0" * 64,
            "fields": {"rea\u202eson": "示\0例"},
        },
        "leads": [],
        "files": {},
    }


def test_signs_that_turn_or_end_a_text_stand_neither_in_values_nor_in_names() -> None:
    assert description_of(record(), "d").letter.fields == {"reason": "示例"}


def test_a_name_of_nothing_but_such_signs_is_none() -> None:
    with pytest.raises(BadInput, match=r"office\.name"):
        description_of(record(name="\u202e\0"), "d")


def test_a_name_that_no_column_holds_is_refused_in_the_words_of_the_console() -> None:
    with pytest.raises(BadInput) as refused:
        description_of(record(name="局" * 301), "移送.zip")
    assert refused.value.text(Language.CHINESE) == "移送.zip 的 office.name：最多 300 个字"
