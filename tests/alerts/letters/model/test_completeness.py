"""What a letter lacks is told by label and path."""

from __future__ import annotations

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import find_kind
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


def test_a_rule_names_the_field_by_its_label() -> None:
    data = sample("risk-warning")
    data["fields"]["summary"] = "涉嫌侵权的经营者电话13800000000。"
    (missing,) = check(find_kind("risk-warning"), read_facts(data), today=TODAY)
    label = find_kind("risk-warning").field_label("summary")
    assert f"“{label}”（fields.summary）中含有" in missing.why
