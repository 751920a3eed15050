"""A 风险提示函 to a holder names the leads that it was drafted on, and reaches the holder."""

from __future__ import annotations

from collections.abc import Callable

from alerts.letters.gather.recipients import recipients
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.letter_check import check_letter
from alerts.letters.workflow.letter_document import draft_document
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from tests.alerts.conftest import FLOUR, NOON
from tests.alerts.letters.sample_letters import words_of

ADVICE = {
    "fields.subject": "“天赋河套”系列商品网络侵权",
    "fields.level": "黄",
    "fields.findings": "监测到涉嫌使用近似文字的面粉一条。",
    "fields.source": "公开商品页面的自动监测。",
    "fields.risks": "消费者可能误认来源。",
    "fields.advice": "核对授权名册。",
}


def test_the_advice_lists_its_leads_and_is_addressed_to_the_holder(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int]
) -> None:
    office = settings.model_copy(update={"office_name": "示例局", "office_contact": "示例 0478-1"})
    with database.begin() as session:
        lead = new_lead(session)
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="similar_mark")
        kind = find_kind("risk-advice")
        row = draft(session, office, kind=kind, lead_ids=[lead], by="zhang", added=ADVICE)
        letter = check_letter(session, office, row, today=NOON.date())
        assert letter.missing == ()
        text = words_of(draft_document(office, letter))
        reached = recipients(session, kind, letter.facts)
    assert FLOUR.url in text
    assert "所涉商品信息共1条，见附件" in text
    assert [party.address for party in reached] == ["brand@holder.example"]
