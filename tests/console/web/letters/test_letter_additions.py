"""Facts of a letter bear Chinese names on its page, not the paths of a file."""

from __future__ import annotations

import re

import pytest

from alerts.letters.model.letter_kind import find_kind
from console.web.letters.letter_additions import filled_facts

NOTICE = find_kind("infringement-notice")


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("recipient.name", "收件平台名称"),
        ("recipient.address", "收件人地址"),
        ("rights.0.chain", "权利来源与许可链条（第1项）"),
        ("listings.2.item_id", "商品编号（第3项）"),
        ("confusion", "容易导致混淆的理由"),
        ("fair_use.trademark_law", "商标法正当使用条款的回应"),
        ("guarantee.signatory", "真实性书面保证的签署人"),
        ("fields.measure", "请求采取的措施"),
        ("acts", "侵权行为的具体项"),
        ("listings.0.price", "listings.0.price"),
    ],
)
def test_a_fact_is_called_as_the_letter_calls_it(path: str, label: str) -> None:
    (fact,) = filled_facts({path: "x"}, NOTICE)
    assert fact.label == label


def test_what_the_demonstration_fills_in_is_all_named_in_chinese() -> None:
    added = ("recipient.name", "recipient.address", "rights.0.chain", "confusion", "fair_use.trademark_law",
             "fair_use.collective_rules", "guarantee.signatory", "guarantee.capacity",
             "guarantee.agreed_on", "fields.measure")  # fmt: skip
    labels = [fact.label for fact in filled_facts(dict.fromkeys(added, "x"), NOTICE)]
    assert all(re.search(r"[\u4e00-\u9fff]", label) for label in labels), labels
