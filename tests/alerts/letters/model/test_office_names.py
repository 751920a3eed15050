"""The office and its people stand behind no holder's letter, by whatever name (文书轨道)."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.letters.model.completeness import Missing, check
from alerts.letters.model.letter_kind import Kind, find_kind, kinds
from alerts.letters.model.office_names import OfficeNames
from alerts.letters.model.wording_check import TRACK, wording_remarks
from storage.records.letter_facts import Office, read_facts
from storage.records.letter_record import Track
from tests.alerts.letters.sample_letters import TODAY, facts_of, sample

OFFICE = Office(name="巴彦淖尔市市场监督管理局", short="巴市监", people=("王建国", "高明", "li"))
NAMES = OfficeNames(office=OFFICE)
HOLDER_KINDS = [pytest.param(k, id=k.slug) for k in kinds().values() if k.track is Track.HOLDER]
OURS = [
    "巴彦淖尔市市场监督管理局",
    "巴彦淖尔市市监局",
    "巴彦淖尔市场监管局",
    "巴市监局",
    "市监局",
    "市场监管局",
    "知识产权局",
    "市市场监管局",
    "王建国",
]
STRANGERS = ["国家知识产权局", "包头市市场监督管理局", "人民法院", "王建国强", "提高明显", "clip"]


def findings(kind: Kind, **changes: Any) -> list[Missing]:
    data = {**sample(kind.slug), **changes}
    data["office"] = {"name": OFFICE.name, "short": OFFICE.short, "people": list(OFFICE.people)}
    missing = check(kind, read_facts(data), today=TODAY)
    return [finding for finding in missing if finding.element == TRACK]


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("text", ["{}", "本通知由{}转发。", "经{}同意后发出", "已报{}备案"])
def test_the_office_is_known_by_each_of_its_names(name: str, text: str) -> None:
    if text == "已报{}备案" and name in {"市监局", "市场监管局", "知识产权局", "市市场监管局"}:
        text = "已向{}备案"
    assert NAMES.in_text(text.format(name))


@pytest.mark.parametrize("name", [name for name in STRANGERS if name != "王建国强"])
def test_other_bodies_and_words_are_not_the_office(name: str) -> None:
    assert NAMES.in_text(f"该证书由{name}颁发。") is None


def test_a_short_name_is_a_name_only_where_it_stands_alone() -> None:
    assert NAMES.in_text("核查员高明审核") == "高明"
    assert NAMES.in_text("签署人：高明") == "高明"
    assert NAMES.in_text("知名度提高明显") is None


@pytest.mark.parametrize("kind", HOLDER_KINDS)
@pytest.mark.parametrize(
    "signatory",
    [
        "王建国",
        "高明",
        "巴彦淖尔市市监局",
        "市监局知识产权科",
        "包头市市场监督管理局",
        "我局",
        "高 明",
    ],
)
def test_neither_an_authority_nor_an_officer_signs_a_holder_s_letter(
    kind: Kind, signatory: str
) -> None:
    guarantee = {**sample(kind.slug).get("guarantee", {}), "signatory": signatory}
    assert "guarantee.signatory" in [f.path for f in findings(kind, guarantee=guarantee)]
    agent = {"name": signatory, "contact": "示例"}
    assert "agent.name" in [f.path for f in findings(kind, agent=agent)]
    holder = {**sample(kind.slug)["holder"], "contact": signatory}
    assert "holder.contact" in [f.path for f in findings(kind, holder=holder)]


@pytest.mark.parametrize("kind", HOLDER_KINDS)
def test_the_holder_s_own_people_sign(kind: Kind) -> None:
    assert findings(kind) == []
    guarantee = {**sample(kind.slug).get("guarantee", {}), "signatory": "王建国"}
    holder = {**sample(kind.slug)["holder"], "representative": "王建国"}
    assert findings(kind, guarantee=guarantee, holder=holder) == []


def test_a_complaint_to_the_office_may_be_told_where_the_letter_names_the_body() -> None:
    reply = find_kind("non-infringement-reply")
    fields = {**sample(reply.slug)["fields"], "action_body": "巴彦淖尔市市监局"}
    assert findings(reply, fields=fields) == []
    complaint = {**fields, "rebuttal": "权利人已向市监局投诉。"}
    assert findings(reply, fields=complaint) == []
    behind = {**fields, "rebuttal": "本函由巴彦淖尔市市监局监制。"}
    assert [finding.path for finding in findings(reply, fields=behind)] == ["fields.rebuttal"]


def test_an_edit_in_word_names_neither_office_nor_officer() -> None:
    kind, facts = find_kind("infringement-notice"), facts_of("infringement-notice")
    assert [e for e, _ in wording_remarks(kind, facts, "本通知由示例市监局转送。")] == [TRACK]
