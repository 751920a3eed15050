"""What a letter lacks is told by label and path."""

from __future__ import annotations

import pytest

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import Kind, find_kind, kinds
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, sample


def test_a_missing_member_of_a_list_is_named_with_its_path() -> None:
    data = sample("infringement-notice")
    del data["rights"][0]["chain"]
    (missing,) = check(find_kind("infringement-notice"), read_facts(data), today=TODAY)
    assert missing.path == "rights.0.chain"
    assert str(missing).endswith("（rights.0.chain）")


def test_a_missing_field_is_named_with_its_path() -> None:
    data = sample("infringement-notice")
    del data["fields"]["measure"]
    (missing,) = check(find_kind("infringement-notice"), read_facts(data), today=TODAY)
    assert str(missing) == (
        "缺少“请求采取的措施”：未填写；请在本文书“补充事实”填写或更正（fields.measure）"
    )


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.slug)
def test_a_person_s_number_stands_only_in_a_field_that_is_made_for_it(kind: Kind) -> None:
    for field in kind.fields:
        if field.choices:
            continue
        data = sample(kind.slug)
        data.setdefault("fields", {})[field.name] = "涉嫌侵权的经营者电话13800000000。"
        findings = check(kind, read_facts(data), today=TODAY)
        named = [missing for missing in findings if missing.element == "不含个人信息"]
        if field.particulars:
            assert named == []
            continue
        (missing,) = named
        assert missing.path == f"fields.{field.name}"
        assert f"“{field.label}”一栏中有个人的手机号码“138****00”" in missing.why


def test_the_contact_of_the_office_may_be_repeated_and_a_party_s_number_may_not() -> None:
    kind = find_kind("platform-disposal")
    data = sample(kind.slug)
    data["office"]["contact"] = "示例科 13800000000"
    data["fields"]["deadline"] = "2026年12月1日前反馈至138-0000-0000"
    assert check(kind, read_facts(data), today=TODAY) == ()
    data["attachments"] = ["经营者身份证 150802199001011234 复印件"]
    (missing,) = check(kind, read_facts(data), today=TODAY)
    assert missing.element == "不含个人信息"
    assert "150802199001011234" not in str(missing)
