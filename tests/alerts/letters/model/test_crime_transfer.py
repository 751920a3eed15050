"""移送: what is late says why, and who has no goods to list may say so."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import find_kind
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, sample

TRANSFER = find_kind("crime-transfer")
LATE = {"reported_on": "2026年11月16日10时", "approved_on": "2026年11月22日9时30分"}


def problems(**fields: str) -> list[str]:
    data: dict[str, Any] = sample(TRANSFER.slug)
    data["fields"].update(fields)
    return [m.why for m in check(TRANSFER, read_facts(data), today=TODAY)]


@pytest.mark.parametrize(
    "reason", ["x", "无", "情况特殊", "因为因为因为因为因为", "xxxxxxxxxxxxxxxx"]
)
def test_a_late_transfer_without_a_reason_is_refused(reason: str) -> None:
    assert problems(**LATE, late_reason=reason) == [
        f"逾期移送的说明“{reason}”没有写明理由（不少于8个字）"
    ]


def test_a_late_transfer_with_its_reason_goes_out() -> None:
    assert problems(**LATE, late_reason="等待鉴定机构出具鉴定意见") == []


def test_who_has_no_goods_to_list_says_so() -> None:
    assert problems(goods_list="无", other_materials="无。") == []
    assert problems(goods_list="待查") == ["“待查”不能视为已填写"]
    assert problems(investigation_report="无") == ["“无”不能视为已填写"]
