"""权利证明 is shown, not asserted: papers as files, numbers that can be true."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.letters.model.compiler import warnings_of
from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import find_kind, kinds
from alerts.letters.model.letter_law import PUBLISHED_LAW, letter_law
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, sample

NOTICE = find_kind("infringement-notice")


def reasons(**changes: Any) -> dict[str, str]:
    missing = check(NOTICE, read_facts({**sample(NOTICE.slug), **changes}), today=TODAY)
    return {finding.element: finding.why for finding in missing}


def holder(identity: str) -> dict[str, Any]:
    return {**sample(NOTICE.slug)["holder"], "identity": identity}


def right(**changes: Any) -> list[dict[str, Any]]:
    return [{**sample(NOTICE.slug)["rights"][0], **changes}]


@pytest.mark.parametrize("text", ["无", "待查", "不详", "（待补）", "N/A", " 未知 "])
def test_a_word_for_nobody_knows_fills_nothing(text: str) -> None:
    assert (
        "不能视为已填写" in reasons(holder=holder(text))["权利人真实身份信息（统一社会信用代码等）"]
    )
    assert "权利来源与许可链条" in reasons(rights=right(chain=text))
    named = reasons(rights=right(registration_no=text))
    assert named.keys() & {"注册号", "权利编号符合登记机关的格式"}


@pytest.mark.parametrize("number", ["示例123", "123", "1234567890", "ZL202020123456.8"])
def test_a_mark_s_number_is_one_of_the_register(number: str) -> None:
    assert number in reasons(rights=right(registration_no=number))["权利编号符合登记机关的格式"]


@pytest.mark.parametrize("number", ["284526", "1234567", "第12345678号", "12345678A", "G1234567"])
def test_numbers_of_marks_as_the_register_writes_them(number: str) -> None:
    assert reasons(rights=right(registration_no=number)) == {}


@pytest.mark.parametrize(
    "slug",
    [slug for slug, kind in kinds().items()
     if any(element.needs == "rights" for element in kind.elements)],
)  # fmt: skip
def test_every_letter_on_a_right_asks_for_a_number_that_can_be_true(slug: str) -> None:
    data = sample(slug)
    data["rights"][0]["registration_no"] = "123"
    missing = check(find_kind(slug), read_facts(data), today=TODAY)
    assert [item.why for item in missing if item.element == "权利编号符合登记机关的格式"]


def test_a_rare_format_is_named_to_the_approver() -> None:
    facts = read_facts({**sample(NOTICE.slug), "rights": right(registration_no="1234")})
    assert check(NOTICE, facts, today=TODAY) == ()
    law = letter_law(NOTICE, facts, PUBLISHED_LAW, TODAY)
    assert any("“1234”位数少见" in warning for warning in warnings_of(facts, law))


@pytest.mark.parametrize(
    "identity",
    ["91150800MA0HETA009", "统一社会信用代码 91150800MA0HETA00", "11010519491231002Y", "营业执照"],
)
def test_an_identity_code_has_its_check_digit(identity: str) -> None:
    assert "身份信息中的证照号码" in reasons(holder=holder(identity))


@pytest.mark.parametrize(
    "identity",
    ["91150800MA0HETA008", "统一社会信用代码：９１１５０８００MA0HETA008", "11010519491231002X",
     "护照 E12345678"],
)  # fmt: skip
def test_identities_that_can_be_true(identity: str) -> None:
    assert reasons(holder=holder(identity)) == {}


def test_the_papers_are_demanded_as_files() -> None:
    assert reasons(papers=[]).keys() == {"权利登记证书文件", "权利人身份证明文件"}


def test_a_licensee_shows_the_licence() -> None:
    chain = "发出人经注册人许可使用，并获授权以自己名义维权。"
    assert reasons(rights=right(chain=chain)).keys() == {"许可、授权文件"}
    papers = [*sample(NOTICE.slug)["papers"], {"kind": "licence", "name": "a.pdf", "sha256": "a"}]
    assert reasons(rights=right(chain=chain), papers=papers) == {}
