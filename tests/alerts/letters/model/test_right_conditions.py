"""Letters that name an infringement rest on a right that is in force, numbered and read in its certificate."""

from __future__ import annotations

import pytest

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.model.right_conditions import term_warnings
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, facts_of, sample


def elements(slug: str, **changes: object) -> list[str]:
    data = sample(slug)
    for right in data["rights"]:
        right.update(changes)
    return [f.element for f in check(find_kind(slug), read_facts(data), today=TODAY)]


@pytest.mark.parametrize("slug", ["crime-transfer", "correction-order", "platform-assistance"])
def test_an_order_or_a_transfer_rests_on_a_registration_that_somebody_read(slug: str) -> None:
    assert elements(slug) == []
    assert elements(slug, verified=False) == ["权利登记信息已核对"]


@pytest.mark.parametrize("slug", ["crime-transfer", "correction-order", "lead-transfer"])
def test_a_transfer_names_the_number_of_the_registration(slug: str) -> None:
    assert "权利注册号" in elements(slug, registration_no="")


def test_without_a_capture_the_right_is_in_force_on_the_letter_s_day() -> None:
    data = sample("case-source-register")
    for row in data["listings"]:
        row.pop("captured_at", None)
    data["rights"][0]["valid_until"] = "2026-11-01"
    lacking = check(find_kind("case-source-register"), read_facts(data), today=TODAY)
    assert "权利在行为时有效" in [finding.element for finding in lacking]


@pytest.mark.parametrize(
    "slug", ["infringement-notice", "platform-disposal", "case-source-register"]
)
def test_a_mark_in_its_grace_period_is_relied_on_once_renewal_is_applied_for(slug: str) -> None:
    """法释〔2002〕32号第五条: a case is taken before the renewal is approved."""
    assert len(elements(slug, valid_until="2026-06-01")) == 1
    assert elements(slug, valid_until="2026-06-01", renewal_filed="2026-09-01") == []
    assert len(elements(slug, valid_until="2026-05-01")) == 1
    assert len(elements(slug, valid_until="2026-05-01", renewal_filed="2026-11-10")) == 1


def test_what_lacks_in_the_grace_period_and_what_the_approver_reads_say_so() -> None:
    data = sample("infringement-notice")
    for right in data["rights"]:
        right["valid_until"] = "2026-06-01"
    (lacking,) = check(find_kind("infringement-notice"), read_facts(data), today=TODAY)
    assert "续展宽展期至2026-12-01" in str(lacking)
    for right in data["rights"]:
        right["renewal_filed"] = "2026-09-01"
    (warning,) = term_warnings(read_facts(data))
    assert "有效期截止日为2026-06-01" in warning
    assert "尚未核准" in warning


@pytest.mark.parametrize(
    ("kind", "filed", "warned"),
    [
        ("商标", "2029-11-01", True),
        ("商标", "2020-03-01", False),
        ("专利", "2029-11-01", False),
    ],
)
def test_only_a_renewal_of_the_term_under_way_is_told_to_the_approver(
    kind: str, filed: str, warned: bool
) -> None:
    data = sample("platform-disposal")
    for right in data["rights"]:
        right |= {"kind": kind, "valid_until": "2030-03-13", "renewal_filed": filed}
    warnings = list(term_warnings(read_facts(data)))
    assert bool(warnings) is warned
    assert all("届满" not in warning for warning in warnings)


def test_a_right_whose_term_nobody_knows_is_told_to_the_approver() -> None:
    assert list(term_warnings(facts_of("platform-disposal"))) == []
    data = sample("platform-disposal")
    for right in data["rights"]:
        right.pop("valid_until")
    assert any("没有有效期截止日" in why for why in term_warnings(read_facts(data)))
    for right in data["rights"]:
        right["kind"] = "地理标志"
    assert list(term_warnings(read_facts(data))) == []
