"""XARF: the report that goes to a host or registrar along with the letter."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from uuid import UUID

import pytest

from alerts.letters.files.abuse_reports import MOST_REPORTS, abuse_reports
from storage.base.settings import Settings
from storage.records.letter_facts import Facts
from tests.alerts.letters.sample_letters import facts_of

SITE = "https://www.brand.example.cn/"


@pytest.fixture
def facts() -> Facts:
    sample = facts_of("site-closure")
    return replace(sample, fields={**sample.fields, "official_site": SITE})


def test_each_page_has_its_report_with_all_that_the_format_requires(
    facts: Facts, settings: Settings
) -> None:
    reports = abuse_reports("site-closure", facts, settings)
    assert [report.name for report in reports] == [
        f"xarf-{n}.json" for n in range(1, len(facts.listings) + 1)
    ]
    first = json.loads(reports[0].content)
    # Required by xarf-core, content-base and content-brand_infringement of version 4.
    assert {
        "xarf_version", "report_id", "timestamp", "reporter", "sender", "source_identifier",
        "category", "type", "url", "infringement_type", "legitimate_site",
    } <= set(first)  # fmt: skip
    assert (first["category"], first["type"]) == ("content", "brand_infringement")
    assert first["reporter"] == {
        "org": "示例市市场监督管理局",
        "contact": "office@office.example",
        "domain": "office.example",
    }
    assert (first["source_identifier"], first["legitimate_site"]) == ("www.site.example.cn", SITE)
    assert UUID(first["report_id"]).version == 4
    assert first["timestamp"] == "2026-11-19T07:21:00+00:00"
    payload = base64.b64decode(first["evidence"][0]["payload"])
    assert facts.listings[0].sha256.encode() in payload  # type: ignore[union-attr]
    assert first["evidence"][0]["hash"] == "sha256:" + hashlib.sha256(payload).hexdigest()
    assert reports == abuse_reports("site-closure", facts, settings)
    assert len({json.loads(report.content)["report_id"] for report in reports}) == len(reports)


def test_there_is_none_where_the_format_does_not_fit(facts: Facts, settings: Settings) -> None:
    assert abuse_reports("platform-disposal", facts, settings) == ()
    for site in ("", "没有", "javascript:alert(1)", "https://"):
        fields = {**facts.fields, "official_site": site}
        assert abuse_reports("site-closure", replace(facts, fields=fields), settings) == ()
    patent = tuple(replace(right, kind="专利") for right in facts.rights)
    assert abuse_reports("site-closure", replace(facts, rights=patent), settings) == ()
    nowhere = settings.model_copy(update={"mail_from": "office"})
    assert abuse_reports("site-closure", facts, nowhere) == ()
    many = replace(facts, listings=facts.listings * 30)
    assert len(abuse_reports("site-closure", many, settings)) == MOST_REPORTS
