"""A right's number is one that its register can have printed; a rare format is only a warning."""

from __future__ import annotations

import pytest

from storage.records import RightKind
from storage.rights.registration_numbers import number_remark, patent_check_digit

GOOD = [
    (RightKind.TRADEMARK, "284526"),
    (RightKind.TRADEMARK, "1234567"),
    (RightKind.COLLECTIVE, "第12345678号"),
    (RightKind.CERTIFICATION, "12345678A"),
    (RightKind.TRADEMARK, "G1234567"),
    (RightKind.TRADEMARK, "Ｇ567890"),
    (RightKind.PATENT, "ZL201710601862.3"),
    (RightKind.PATENT, "zl 95115608.x"),
    (RightKind.PATENT, "2017106018623"),
    (RightKind.GEOGRAPHICAL_INDICATION, "国家知识产权局公告第312号"),
    (RightKind.GEOGRAPHICAL_INDICATION, "质检总局2010年第12号公告"),
    (RightKind.GEOGRAPHICAL_INDICATION, "AGI00123"),
    (RightKind.GEOGRAPHICAL_INDICATION, "AGI2010-03-00312"),
    (RightKind.PLANT_VARIETY, "CNA20191006012"),
    (RightKind.PLANT_VARIETY, "CNA20100123.4"),
    (RightKind.PLANT_VARIETY, "20130012"),
    (RightKind.PRODUCT_RULE, "123"),
]
WRONG = [
    (RightKind.TRADEMARK, "123"),
    (RightKind.COLLECTIVE, "示例123"),
    (RightKind.TRADEMARK, "1234567890"),
    (RightKind.TRADEMARK, "ZL201710601862.3"),
    (RightKind.PATENT, "ZL201710601862.4"),
    (RightKind.PATENT, "ZL201740601862.3"),
    (RightKind.PATENT, "ZL95115608.1"),
]
RARE = [
    (RightKind.TRADEMARK, "1234"),
    (RightKind.TRADEMARK, "100000001"),
    (RightKind.PATENT, "CN106123456B"),
    (RightKind.GEOGRAPHICAL_INDICATION, "312"),
    (RightKind.PLANT_VARIETY, "CNA123"),
]


@pytest.mark.parametrize(("kind", "number"), GOOD)
def test_numbers_as_the_registers_print_them(kind: RightKind, number: str) -> None:
    assert number_remark(kind, number) is None


@pytest.mark.parametrize(("kind", "number"), WRONG)
def test_a_number_that_no_register_has_is_wrong(kind: RightKind, number: str) -> None:
    remark = number_remark(kind, number)
    assert remark is not None
    assert remark.is_wrong
    assert number in remark.why


@pytest.mark.parametrize(("kind", "number"), RARE)
def test_a_rare_format_is_a_warning(kind: RightKind, number: str) -> None:
    remark = number_remark(kind, number)
    assert remark is not None
    assert not remark.is_wrong


def test_the_check_digit_is_that_of_the_standard() -> None:
    """ZC 0006-2003; the numbers are of published patents."""
    assert patent_check_digit("201710601862") == "3"
    assert patent_check_digit("95115608") == "X"


@pytest.mark.parametrize(
    ("serial", "kind"),
    [("201710601862", "发明"), ("201780601862", "发明"), ("201720601862", "实用新型"),
     ("201790601862", "实用新型"), ("201730601862", "外观设计")],
)  # fmt: skip
def test_the_digit_of_the_kind_agrees_with_the_kind(serial: str, kind: str) -> None:
    number = f"ZL{serial}.{patent_check_digit(serial)}"
    assert number_remark(RightKind.PATENT, number, patent_kind=kind) is None
    for named_kind in {"发明", "实用新型", "外观设计"} - {kind}:
        remark = number_remark(RightKind.PATENT, number, patent_kind=named_kind)
        assert remark is not None
        assert remark.is_wrong
        assert f"表示{kind}" in remark.why
