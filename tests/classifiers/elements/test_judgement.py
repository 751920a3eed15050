"""The elements as a court asks them: each with its grounds, in the words of the contract."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from storage.records import (
    ANSWERS,
    ElementName,
)
from tests.classifiers.elements.answers import FAMOUS, answer
from tests.classifiers.samples import LANZE, assess


def test_a_well_known_mark_on_other_goods_is_diluted() -> None:
    assessment = assess("岚泽谷香 蓝牙耳机", FAMOUS, brand="岚泽谷香")
    assert answer(assessment, ElementName.GOODS) == "other"
    assert answer(assessment, ElementName.CONFUSION) == "dilution"
    assert assessment.fair_use is None
    assert assess("岚泽谷香 蓝牙耳机", LANZE).lead is False


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("岚泽谷香面粉 5kg", {}),
        ("岚泽谷香 蓝牙耳机", {}),
        ("非岚泽谷香面粉 农家自磨 5kg", {"brand": "示例磨坊"}),
        ("适用于岚泽谷香面粉的密封夹", {}),
        ("岚泽谷香 家用 现货", {}),
    ],
)
def test_sign_goods_and_use_name_a_ground_each_and_a_lead_claims_no_fair_use(
    title: str, fields: dict[str, Any]
) -> None:
    assessment = assess(title, LANZE, shop="某粮油铺", **fields)
    for element in assessment.elements[:3]:
        assert element.why, element
    assert not (assessment.lead and assessment.fair_use)


def test_each_element_answers_in_the_words_of_the_contract_with_grounds_that_exist() -> None:
    assessment = assess("岚泽谷香面粉 5kg", LANZE, shop="某粮油铺", price="2")
    assert [e.element for e in assessment.elements] == list(ElementName)
    for element in assessment.elements:
        assert element.answer in ANSWERS[element.element]
        assert 0 <= element.probability <= 1
        weights = [abs(assessment.signals[n].weight) for n in element.why]
        assert all(first >= second for first, second in pairwise(weights))
    assert "why" in assessment.to_json()["elements"][0]
