"""The form of a draft: a labelled input for what lacks, links where no letter states it, nothing typed is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest

from alerts.letters.workflow.readiness import check_drafts, note_readiness
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.tables import NoticeRow
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


@pytest.fixture
def drafted(office: Office, visit: Enter, request: pytest.FixtureRequest) -> str:
    """The address of a fresh 侵权通知书 on one confirmed lead without evidence."""
    (lead,) = add_leads(office[1], [f"天赋河套 填写 {request.node.name}"])
    with office[1].begin() as session:
        decide(session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence")
    answer = visit("甲").post("/notices", kind="infringement-notice", lead=[f"{lead}:2"])
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def added(office: Office, where: str) -> dict[str, object]:
    with office[1].read() as session:
        row = session.get_one(NoticeRow, int(where.rsplit("/", 1)[1]))
        return dict(row.record.added)


def test_every_element_has_a_labelled_input_or_a_link(visit: Enter, drafted: str) -> None:
    page = visit("甲").get(drafted).text
    for label in (
        "权利来源与许可链条（第1项）：天赋河套",
        "商品编号（第1项）：天赋河套 填写",
        "收件平台名称",
        "请求采取的措施",
    ):
        assert re.search(rf"<label>\s*(?:<span class=\"unseen\">)?{label}", page), label
    items = re.findall(r"<li><b>(.*?)</b>(.*?)</li>", page, re.S)
    assert len(items) > 10
    for name, inputs in items:
        filled = 'name="fact:' in inputs or 'name="acts"' in inputs or 'name="comparison:' in inputs
        assert filled or "<a href=" in inputs, name
    assert 'placeholder="acts=[1]"' not in page
    assert not re.search(r'name="fact:(evidence|office|reviewer|sender)', page)


def test_what_a_setting_or_a_ledger_states_is_a_link(visit: Enter, drafted: str) -> None:
    page = visit("甲").get(drafted).text
    assert re.search(r"权利人真实身份信息.*?<a href=\"/holders/lvye\">权利人资料</a>", page, re.S)
    lead = re.search(r"<b>证据清单</b> <small>.*?<a href=\"(/leads/\d+\?tab=all)\"", page, re.S)
    assert lead is not None
    assert visit("甲").get(lead[1]).status_code == 200


def test_a_refused_field_is_marked_and_nothing_typed_is_lost(
    office: Office, visit: Enter, drafted: str
) -> None:
    typed = {
        "fact:recipient.name": "示例电商平台有限公司",
        "fact:confusion": "相关公众容易误认。",
        "fact:guarantee.agreed_on": "昨天",
        "fact:office.contact": "示例联系人",
        "acts": "2",
        "lines": "商品编号=6",
    }
    answer = visit("甲").post(f"{drafted}/fill", **typed)
    assert answer.status_code == 400
    page = answer.text
    assert 'value="示例电商平台有限公司"' in page
    assert ">相关公众容易误认。</textarea>" in page
    assert 'value="昨天"' in page
    assert ">商品编号=6</textarea>" in page
    assert re.search(r'name="acts" value="2" checked', page)
    refused = re.search(
        r'<label class="refused">\s*(?:<span class="unseen">)?权利人同意作出书面保证的日期.*?</label>',
        page,
        re.S,
    )
    assert refused is not None
    assert "应为日期" in refused[0]
    assert "没有这一事项" in page
    assert "Unexpected keyword" not in page
    assert added(office, drafted) == {}


def test_a_time_stamp_typed_by_hand_is_refused_and_said(
    office: Office, visit: Enter, drafted: str
) -> None:
    answer = visit("甲").post(
        f"{drafted}/fill", lines="evidence.0.stamped_at=2026-11-29T05:00:00+08:00"
    )
    assert answer.status_code == 400
    assert "可信时间戳只能由时间戳服务机构出具" in answer.text
    assert added(office, drafted) == {}


def test_ticks_and_rows_of_the_comparison_become_facts(
    office: Office, visit: Enter, drafted: str
) -> None:
    page = visit("甲").get(drafted).text
    aspects = re.findall(r'name="comparison:(\d+):aspect" value="(.*?)"', page)
    assert {"商品", "使用位置"} <= {aspect for _, aspect in aspects}
    rows = {
        f"comparison:{n}:{cell}": f"{aspect}的{cell}" if cell != "aspect" else aspect
        for n, aspect in aspects
        for cell in ("aspect", "right", "listing", "finding")
    }
    gap = visit("甲").post(f"{drafted}/fill", **{**rows, "comparison:0:finding": ""})
    assert (gap.status_code, "没有填全" in gap.text) == (400, True)
    saved = visit("甲").post(f"{drafted}/fill", acts=["1", "3"], **rows)
    assert saved.status_code == 303, saved.text
    facts = added(office, drafted)
    assert facts["acts"] == [1, 3]
    comparisons = facts["comparisons"]
    assert isinstance(comparisons, list)
    assert len(comparisons) == len(aspects)
    page = visit("甲").get(drafted).text
    assert "<b>侵权行为的具体项</b>" not in page
    assert "<b>比对表" not in page


def test_a_document_is_uploaded_hashed_listed_and_taken_off(
    office: Office, visit: Enter, drafted: str
) -> None:
    content = b"%PDF-1.7 certificate"
    words = {"document-name": "商标注册证", "document-proves": "权利人享有注册商标专用权"}
    refused = visit("甲").post(f"{drafted}/documents", files={"file": ("a.exe", b"MZ")}, **words)
    assert (refused.status_code, 'value="商标注册证"' in refused.text) == (400, True)
    uploaded = visit("甲").post(f"{drafted}/documents", files={"file": ("a.pdf", content)}, **words)
    assert uploaded.status_code == 303, uploaded.text
    page = visit("甲").get(drafted).text
    assert hashlib.sha256(content).hexdigest()[:16] in page
    assert "<b>证据清单</b>" not in page
    assert visit("甲").post(f"{drafted}/documents/remove", place="1", sure="1").status_code == 303
    assert "<b>证据清单</b>" in visit("甲").get(drafted).text


def test_drafts_that_lack_something_are_told_from_those_that_wait_for_an_approver(
    office: Office, visit: Enter, drafted: str
) -> None:
    number = int(drafted.rsplit("/", 1)[1])
    assert check_drafts(office[1], office[0]) >= 1
    assert check_drafts(office[1], office[0]) == 0  # not again for some minutes
    link = f'<a href="{drafted}">'
    clerk = visit("甲")
    assert link in clerk.get("/notices?state=draft&ready=0").text
    assert link not in clerk.get("/notices?state=draft&ready=1").text
    assert "待完善文书" in clerk.get("/").text
    with office[1].begin() as session:
        note_readiness(session, number, 0)
    assert link in clerk.get("/notices?state=draft&ready=1").text
    assert "待审批文书" in clerk.get("/").text
    clerk.get(drafted)  # its page checks it anew
    with office[1].read() as session:
        assert session.get_one(NoticeRow, number).lacks
