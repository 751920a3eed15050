"""Who a letter goes to: a platform is no office, and nobody is asked about himself."""

from __future__ import annotations

import pytest

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import find_kind, kinds
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, sample

TO_PLATFORMS = [
    slug
    for slug, kind in kinds().items()
    if any(e.name == "收件平台名称" for e in kind.elements) and sample(slug).get("listings")
]


def faults(slug: str, recipient: str) -> list[str]:
    data = sample(slug)
    data["recipient"] = {"name": recipient}
    missing = check(find_kind(slug), read_facts(data), today=TODAY)
    return [f.element for f in missing if f.path == "recipient.name"]


@pytest.mark.parametrize("slug", TO_PLATFORMS)
def test_a_letter_to_a_platform_goes_to_no_office_and_no_shop_of_its_own(slug: str) -> None:
    assert faults(slug, sample(slug)["recipient"]["name"]) == []
    for recipient in ("示例市公安局", "示例市人民法院", "示例县市场监督管理局"):
        assert faults(slug, recipient)
    assert faults(slug, sample(slug)["listings"][0]["shop"])


@pytest.mark.parametrize("slug", ["site-closure", "assistance-inquiry"])
def test_nobody_is_asked_to_act_against_himself(slug: str) -> None:
    data = sample(slug)
    name = data.get("subject", {}).get("name") or data["listings"][0]["shop"]
    assert faults(slug, name)
