"""The rights of a package as a rights file: nothing of it is believed, and an odd record is said to be one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import yaml

from storage.base.errors import BadInput
from storage.records.outside.transfer import PastAssessment, TransferredLead, TransferredRight
from storage.transfers.right_file import rights_file

RECORD = {"id": "tianfu-hetao", "text": "天赋河套", "kind": "trademark", "verified": True}


def lead(**record: object) -> TransferredLead:
    return TransferredLead(
        number=1,
        right=TransferredRight(record={**RECORD, **record}),
        listing={},
        state="已确认",
        opened_at=datetime(2026, 11, 30, tzinfo=UTC),
        assessment=PastAssessment(model="m", score=0.5, level="red"),
    )


def test_neither_a_licence_nor_the_word_verified_comes_along() -> None:
    (right,) = yaml.safe_load(
        rights_file([lead(authorised_sellers=[{"shop": "示例店"}])], "示例局")
    )["rights"]
    assert right["verified"] is False
    assert "authorised_sellers" not in right


@pytest.mark.parametrize(
    "odd",
    [
        {"origin": {"places": [], "yearly_tonnes": "much"}},
        {"kind": "none"},
        {"id": ["a"]},
        {"unknown": 1},
        {"meanings": [1]},
    ],
)
def test_a_record_that_is_none_is_refused_in_one_line(odd: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        rights_file([lead(**odd)], "示例局")
