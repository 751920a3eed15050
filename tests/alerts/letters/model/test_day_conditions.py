"""Days of a letter that contradict each other are refused."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.letters.model.completeness import Missing, check
from alerts.letters.model.letter_kind import Field, Kind, find_kind, kinds
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, sample

NOTICE = "infringement-notice"
CITING = [
    pytest.param(kind, id=slug) for slug, kind in kinds().items() if sample(slug).get("listings")
]
PAST = [
    pytest.param(kind, field, id=f"{slug}-{field.name}")
    for slug, kind in kinds().items()
    for field in kind.fields
    if field.past
]


def findings(slug: str, data: dict[str, Any]) -> dict[str, Missing]:
    missing = check(find_kind(slug), read_facts(data), today=TODAY)
    return {finding.path: finding for finding in missing}


@pytest.mark.parametrize(
    ("day", "why"), [("2026-11-19", "早于"), ("2026-11-23", "晚于"), ("2027-05-01", "晚于")]
)
def test_a_guarantee_follows_its_captures_and_is_not_to_come(day: str, why: str) -> None:
    data = sample(NOTICE)
    data["guarantee"]["agreed_on"] = day
    assert why in findings(NOTICE, data)["guarantee.agreed_on"].why
    data["guarantee"]["agreed_on"] = "2026-11-20"
    assert findings(NOTICE, data) == {}


@pytest.mark.parametrize("kind", CITING)
def test_no_letter_cites_a_capture_later_than_itself(kind: Kind) -> None:
    data = sample(kind.slug)
    data["listings"][-1]["captured_at"] = "2026-11-23T00:00:30+08:00"
    path = f"listings.{len(data['listings']) - 1}.captured_at"
    assert "晚于文书日期2026年11月22日" in findings(kind.slug, data)[path].why


@pytest.mark.parametrize(("kind", "field"), PAST)
def test_what_is_told_as_done_is_not_to_come(kind: Kind, field: Field) -> None:
    data = sample(kind.slug)
    data["fields"][field.name] = "2026年11月23日"
    assert "晚于文书日期" in findings(kind.slug, data)[f"fields.{field.name}"].why


def test_the_days_that_are_told_as_done_are_marked() -> None:
    names = {item.values[1].name for item in PAST if isinstance(item.values[1], Field)}
    assert names == {
        "found_on", "registered_on", "filed_on", "arrived_on", "action_on", "original_on"
    }  # fmt: skip


TERMS = [
    pytest.param(kind.slug, field.name, id=f"{kind.slug}-{field.name}")
    for kind in kinds().values()
    for field in kind.fields
    if field.term and sample(kind.slug).get("fields", {}).get(field.name)
]


@pytest.mark.parametrize(("slug", "name"), TERMS)
@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("二〇二五年一月一日前", False),
        ("二〇二六年十一月三十一日前", False),
        ("11月20日前", False),
        ("2月30日前", False),
        ("二〇二六年十二月一日前", True),
        ("12月8日前", True),
        ("1月5日前", True),
    ],
)
def test_a_term_in_any_spelling_is_a_day_to_come(
    slug: str, name: str, text: str, is_kept: bool
) -> None:
    data = sample(slug)
    data["fields"][name] = text
    assert (f"fields.{name}" not in findings(slug, data)) is is_kept
