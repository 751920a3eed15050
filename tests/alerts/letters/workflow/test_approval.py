"""A letter in the database: from leads to a numbered document that a second person approved."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import sqlalchemy as sa
from docx import Document
from sqlalchemy.orm import Session

from alerts.letters.files.document_store import read_document
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.render.docx_package import digest
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import add_facts, draft
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.letter_document import draft_document, render_notice
from alerts.letters.workflow.review import keep_edit, review_law
from alerts.letters.workflow.sending import record_answer, seal, send, withdraw
from storage.base.database import Database
from storage.base.errors import BadInput, Incomplete, Refused, StaleState
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.crawls.compliance_ledger import HostConduct, record_conduct
from storage.law.confirmations import confirm
from storage.leads.lifecycle import decide, undo
from storage.outgoing.notices import load_notice, notice_leads
from storage.records import RightHolder, RightsBook
from storage.records.capture_facts import CaptureFacts
from storage.records.letter_record import LetterRecord
from storage.rights.answer_links import make_link
from storage.rights.holder_answers import Answerer, Choice, answer_link
from storage.rights.store import import_rights, load_holder, load_right
from storage.tables import AuditRow, EvidenceRow, LeadRow, OutboxRow, RunRow
from storage.tables.base import now
from tests.alerts.conftest import NOON
from tests.alerts.letters.sample_letters import TODAY, words_of
from tests.alerts.letters.scans import scan
from tests.alerts.letters.workflow.conftest import ADDED, HASH, NOTICE

CLERK = Answerer(name="示例经办人", function="法务专员")

SCAN = scan()


def lead_state(session: Session) -> str:
    return session.scalars(sa.select(LeadRow.state)).one()


@pytest.mark.both_databases
@pytest.mark.usefixtures("drafted")
def test_a_notice_goes_from_leads_to_the_holder_s_letter_box(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        assert check_notice(session, settings, drafted, today=TODAY).missing == ()
        row = approve(session, settings, drafted, by="wang", today=TODAY)
        assert row.number == "lvye权通〔2026〕1号"
        assert lead_state(session) == "confirmed"
    with database.begin() as session:
        sent = send(session, settings, drafted, by="zhang")
        assert sent.leads == (1,)
        assert lead_state(session) == "noticed"
        mail = session.get_one(OutboxRow, sent.mails[0].id)
        assert mail.recipient == "brand@holder.example"
        message = message_from_bytes(mail.body, policy=default)
        attached = next(message.iter_attachments())
        assert digest(attached.get_content()) == row.docx_sha256
        assert "示例绿业公司" in words_of(attached.get_content())
        acts = session.scalars(
            sa.select(AuditRow.act).where(AuditRow.subject == f"notice:{drafted}")
        )
        assert list(acts) == ["notice.draft", "notice.fill", "notice.approve", "notice.sent"]


def test_the_store_s_facts_fill_the_letter_and_the_comparison(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.read() as session:
        letter = check_notice(session, settings, drafted, today=TODAY)
        text = words_of(draft_document(settings, letter))
    assert "1 | 1 | 示例粮油店 | 2026-11-22 12:00:00" in text
    assert f"固证材料SHA-256：{HASH}　链接：http://shop.example/item/1" in text
    assert "标识 | “天赋河套”（注册号00000001） | “天斌河套”" in text
    assert "第五十七条第（二）项" in text
    assert not [name for name in ("zhang", "wang", "核查员", "审批人", "示例市") if name in text]


def test_nobody_approves_a_letter_of_his_own(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        load_notice(session, drafted).drafted_by = "wang"
        with pytest.raises(Refused, match="another person approves"):
            approve(session, settings, drafted, by="wang", today=TODAY)


@pytest.mark.parametrize("by", ["zhang", "fa", "cli"])
def test_only_a_named_approver_approves(
    database: Database, settings: Settings, drafted: int, by: str
) -> None:
    with database.begin() as session:
        load_notice(session, drafted).drafted_by = "li"
        with pytest.raises(Refused, match=r"may not approve|approver with a name"):
            approve(session, settings, drafted, by=by, today=TODAY)


def test_a_letter_without_approval_is_not_sent(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        with pytest.raises(Refused, match="sent after its approval"):
            send(session, settings, drafted, by="zhang")
        assert session.scalars(sa.select(OutboxRow)).all() == []
        assert lead_state(session) == "confirmed"


def test_a_draft_that_changed_after_it_was_seen_is_not_approved(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        row = load_notice(session, drafted)
        letter = check_notice(session, settings, drafted, today=TODAY)
        add_facts(session, settings, row, {"confusion": "另写的理由。"}, by="zhang")
        for draft_digest in (letter.digest, digest(draft_document(settings, letter))):
            with pytest.raises(StaleState, match="look again"):
                approve(
                    session, settings, drafted, by="wang", today=TODAY, draft_digest=draft_digest
                )
        draft_digest = check_notice(session, settings, drafted, today=TODAY).digest
        assert approve(
            session, settings, drafted, by="wang", today=TODAY, draft_digest=draft_digest
        ).number


def test_an_incomplete_letter_is_not_approved_and_uses_up_no_number(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        row = load_notice(session, drafted)
        additions = row.record.added
        fewer = {name: additions[name] for name in additions if name != "guarantee.signatory"}
        row.record = LetterRecord(added=fewer)
        with pytest.raises(Incomplete, match="真实性书面保证的签署人"):
            approve(session, settings, drafted, by="wang", today=TODAY)
        row.record = LetterRecord(added=additions)
        assert (
            approve(session, settings, drafted, by="wang", today=TODAY).number
            == "lvye权通〔2026〕1号"
        )


def test_what_was_approved_stays_as_it_was_whatever_the_ledger_says_later(
    database: Database, settings: Settings, drafted: int, tmp_path: Any
) -> None:
    with database.begin() as session:
        approved = approve(session, settings, drafted, by="wang", today=TODAY).docx_sha256
        moved = RightHolder(id="lvye", name="示例绿业公司", address="示例市示例区新址9号")
        import_rights(session, RightsBook(holders=(moved,)))
    with database.read() as session:
        files = render_notice(session, settings, drafted, tmp_path, today=TODAY + timedelta(days=9))
        assert files.sha256 == approved == digest(files.docx.read_bytes())
        assert files.pdf.read_bytes().startswith(b"%PDF-")
    path = settings.home / "notices" / str(drafted) / f"{approved}.docx"
    path.write_bytes(path.read_bytes() + b" ")
    with database.read() as session, pytest.raises(Refused, match="was changed"):
        render_notice(session, settings, drafted, tmp_path, today=TODAY)


def test_a_number_is_never_used_again(database: Database, settings: Settings, drafted: int) -> None:
    with database.begin() as session:
        first = approve(session, settings, drafted, by="wang", today=TODAY)
        withdraw(session, drafted, by="zhang", why="权利人要求撤回")
        again = draft(session, settings, kind=NOTICE, lead_ids=[1], by="zhang", added=ADDED)
        second = approve(session, settings, again.id, by="wang", today=TODAY)
        assert (first.number, second.number) == ("lvye权通〔2026〕1号", "lvye权通〔2026〕2号")


def test_a_platform_never_gets_two_copies(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session, pytest.raises(Refused, match="not drafted twice"):
        draft(session, settings, kind=NOTICE, lead_ids=[1], by="zhang")


def test_a_letter_on_an_undecided_lead_waits_for_the_verdict(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        session.scalars(sa.select(LeadRow)).one().state = "claimed"
        missing = check_notice(session, settings, drafted, today=TODAY).missing
        assert [m.element for m in missing] == ["线索核查意见"]
        with pytest.raises(Incomplete, match="核查中"):
            approve(session, settings, drafted, by="wang", today=TODAY)


def test_leads_of_two_rights_or_a_dismissed_lead_make_no_notice(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int]
) -> None:
    with database.begin() as session:
        first, second, third = (
            new_lead(session),
            new_lead(session, right="quiet"),
            new_lead(session),
        )
        decide(session, third, Verdict.DISMISSED, officer="zhang", reason="place_name")
        with pytest.raises(Refused, match="dismissed"):
            draft(session, settings, kind=NOTICE, lead_ids=[third], by="zhang")
        for lead in (first, second):
            decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="same_mark")
        with pytest.raises(BadInput, match="asserts one right"):
            draft(session, settings, kind=NOTICE, lead_ids=[first, second], by="zhang")


def test_a_product_rule_never_becomes_a_holder_s_notice(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int]
) -> None:
    with database.begin() as session:
        lead = new_lead(session, right="ward")
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="product_rule")
        with pytest.raises(Refused, match="产品管理规定没有权利人"):
            draft(session, settings, kind=NOTICE, lead_ids=[lead], by="zhang")


@pytest.mark.parametrize(
    "path",
    ["office.name", "approver", "number", "listings.0.sha256", "holder.name", "listings"],
)
def test_what_the_store_established_cannot_be_filled_in_by_hand(
    database: Database, settings: Settings, drafted: int, path: str
) -> None:
    with (
        database.begin() as session,
        pytest.raises(Refused, match=r"not filled in by hand|is on record|is not typed"),
    ):
        add_facts(session, settings, load_notice(session, drafted), {path: "x"}, by="zhang")


def test_a_letter_edited_in_word_is_a_new_version_that_keeps_what_is_required(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        row = load_notice(session, drafted)
        original = draft_document(settings, check_notice(session, settings, drafted, today=TODAY))
        edited = _replace(original, "贵平台内经营者", "贵方平台内经营者")
        sha256 = keep_edit(session, settings, drafted, edited, by="zhang", today=TODAY)
        with pytest.raises(StaleState):
            approve(
                session, settings, drafted, by="wang", today=TODAY, draft_digest=digest(original)
            )
        approve(session, settings, drafted, by="wang", today=TODAY, draft_digest=sha256)
        final = read_document(settings, drafted, str(row.docx_sha256))
        text = words_of(final)
        assert "贵方平台内经营者" in text
        assert "编号：lvye权通〔2026〕1号" in text
        assert b"draft-mark" not in _header(final)
        lost = _replace(original, "示例电商平台有限公司", "某平台")
    with database.begin() as session:
        load_notice(session, drafted).state = "draft"
        with pytest.raises(Incomplete, match="收件平台名称"):
            keep_edit(session, settings, drafted, lost, by="zhang", today=TODAY)


def test_legal_review_is_a_third_step_where_the_setting_asks_for_it(
    database: Database, settings: Settings, drafted: int
) -> None:
    strict = settings.model_copy(update={"letters_legal_review": True})
    with database.begin() as session:
        with pytest.raises(Refused, match="no legal review"):
            approve(session, strict, drafted, by="wang", today=TODAY)
        with pytest.raises(Refused, match="may not give the legal review"):
            review_law(session, strict, drafted, by="wang", today=TODAY)
        review_law(session, strict, drafted, by="fa", today=TODAY)
        row = load_notice(session, drafted)
        add_facts(session, strict, row, {"confusion": "审核后又改。"}, by="zhang")
        with pytest.raises(Refused, match="no legal review"):
            approve(session, strict, drafted, by="wang", today=TODAY)
        review_law(session, strict, drafted, by="fa", today=TODAY)
        assert approve(session, strict, drafted, by="wang", today=TODAY).number


def test_the_sealed_form_goes_out_and_the_receipt_comes_back(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        with pytest.raises(Refused, match="only after"):
            seal(session, settings, drafted, SCAN, by="zhang", pages=1)
        approve(session, settings, drafted, by="wang", today=TODAY)
        with pytest.raises(BadInput, match="must be PDF"):
            seal(session, settings, drafted, b"MZ program", by="zhang", pages=1)
        assert seal(session, settings, drafted, SCAN, by="zhang", pages=1)
        sent = send(session, settings, drafted, by="zhang")
        message = message_from_bytes(
            session.get_one(OutboxRow, sent.mails[0].id).body, policy=default
        )
        assert next(message.iter_attachments()).get_content() == SCAN
        record_answer(session, drafted, by="zhang", receipt="示例回执1", remark="")
        assert load_notice(session, drafted).state == "answered"


def test_the_holder_s_signed_file_comes_back_to_a_sent_notice(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        approve(session, settings, drafted, by="wang", today=TODAY)
        send(session, settings, drafted, by="zhang")
        sha256 = seal(session, settings, drafted, SCAN, by="zhang", pages=1)
        row = load_notice(session, drafted)
        assert (row.state, row.record.sealed and row.record.sealed.sha256) == ("sent", sha256)


def test_the_approver_learns_which_articles_the_legal_staff_have_not_confirmed(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        before = check_notice(session, settings, drafted, today=TODAY)
        confirm(session, "trademark.fair-use", TODAY, user="fang", source="国家法律法规数据库")
        after = check_notice(session, settings, drafted, today=TODAY)
    assert any("《商标法》第五十九条" in line for line in before.warnings)
    assert not any("《商标法》第五十九条" in line for line in after.warnings)
    assert any("《商标法》第五十七条" in line for line in after.warnings)


def test_evidence_that_is_not_stamped_is_never_called_stamped(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        capture = session.scalars(sa.select(EvidenceRow)).one()
        capture.state = "captured"
        letter = check_notice(session, settings, drafted, today=TODAY)
        assert letter.missing == ()
        assert (letter.facts.evidence[0].stamped_at, letter.facts.evidence[0].authority) == (
            None,
            None,
        )
        assert any("1项固证材料未加盖可信时间戳" in line for line in letter.warnings)
        words = words_of(draft_document(settings, letter))
        assert f" | 未加盖可信时间戳\nSHA-256：{HASH}" in words


@pytest.mark.parametrize("kind", ["infringement-notice", "platform-disposal", "site-closure"])
def test_a_letter_on_a_right_that_nobody_verified_is_refused(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int], kind: str
) -> None:
    with database.begin() as session:
        right = replace(load_right(session, "hetao"), verified=False)
        holder = replace(load_holder(session, "lvye"), verified=False)
        import_rights(session, RightsBook(holders=(holder,), rights=(right,)))
        lead = new_lead(session)
        row = draft(session, settings, kind=find_kind(kind), lead_ids=[lead], by="zhang")
        missing = check_notice(session, settings, row.id, today=TODAY).missing
    lacking = {m.element: m for m in missing}
    assert lacking["权利登记信息已核对"].why == "“天赋河套”的登记信息无人核对过"
    assert lacking["权利登记信息已核对"].where.startswith("权利台账")
    assert ("权利人身份已核对" in lacking) == (kind == "infringement-notice")


def test_a_time_stamp_that_was_asked_for_is_waited_for(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        capture = session.scalars(sa.select(EvidenceRow)).one()
        capture.state = "captured"
        capture.facts = CaptureFacts(authorities=("https://tsa.invalid",))
        missing = check_notice(session, settings, drafted, today=TODAY).missing
        assert [m.element for m in missing] == ["可信时间戳"]


def test_a_holder_without_an_address_is_named_and_a_hand_over_recorded(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        assert load_right(session, "hetao").holder == "lvye"
        approve(session, settings, drafted, by="wang", today=TODAY)
        row = load_notice(session, drafted)
        assert row.record.approved is not None
        unreachable = replace(row.record.approved.holder, email=None)
        facts = replace(row.record.approved, holder=unreachable)
        row.record = replace(row.record, approved=facts)
        with pytest.raises(Refused, match="no usable e-mail address"):
            send(session, settings, drafted, by="zhang")
        sent = send(session, settings, drafted, by="zhang", handed_over="当面送交")
        assert sent.mails == ()
        assert row.sent_at is not None
        assert row.sent_at <= now()


def _replace(packed: bytes, old: str, new: str) -> bytes:
    document = Document(io.BytesIO(packed))
    for text in document.element.body.iter():
        if text.tag.endswith("}t") and text.text:
            text.text = text.text.replace(old, new)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _header(packed: bytes) -> bytes:
    from alerts.letters.render.docx_package import open_docx

    with open_docx(packed) as package:
        return b"".join(package.read(n) for n in package.namelist() if "header" in n)


DATA_REQUEST = find_kind("data-request")


def met_a_wall(
    session: Session,
    host: str,
    *,
    blocked: int,
    signed_in: bool = False,
    robots: str | None = "obeyed",
) -> None:
    run = RunRow(fingerprint=host, urls=[f"https://{host}/"], state="finished")
    session.add(run)
    session.flush()
    conduct = HostConduct(
        host=host, robots=robots, signed_in=signed_in, crawl_delay=1.0, requests=20, refused_by_robots=0,
        blocked=blocked, blocked_why="login" if blocked else None, user_agent="hubiao",
        first_at=NOON, last_at=NOON,
    )  # fmt: skip
    record_conduct(session, run.id, [conduct])


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("mall.example", True),
        ("mall.example:8443", True),
        ("item.mall.example", True),
        ("item.mall.example:8443", True),
        ("othermall.example", False),
        ("mall.example.net", False),
    ],
)
def test_a_data_request_tells_the_walls_of_the_platform_s_own_hosts(
    database: Database, settings: Settings, people: None, host: str, named: bool
) -> None:
    with database.begin() as session:
        met_a_wall(session, host, blocked=3)
        row = draft(
            session, settings, kind=DATA_REQUEST, platform="mall.example", lead_ids=(), by="zhang"
        )
        lacking = {m.element for m in check_notice(session, settings, row.id, today=TODAY).missing}
    assert ("访问受限情况" not in lacking) is named


def test_a_letter_waits_while_the_holder_says_that_the_goods_are_licensed(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        (lead,) = notice_leads(session, drafted)
        secret = make_link(session, lead_id=lead, holder_id="lvye")
        answer_link(
            session, secret, choice=Choice.AUTHORISED, answerer=CLERK, remark="系我司经销商"
        )
    with database.read() as session:
        (missing,) = check_notice(session, settings, drafted, today=TODAY).missing
        assert "权利人在核查之后答复为其授权" in str(missing)
    with database.begin() as session, pytest.raises(Incomplete, match="授权"):
        approve(session, settings, drafted, by="wang", today=TODAY)
    with database.begin() as session:
        undo(session, lead, officer="zhang")
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="similar_mark")
        assert not check_notice(session, settings, drafted, today=TODAY).missing


def test_a_holder_s_denial_holds_no_letter_up(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        (lead,) = notice_leads(session, drafted)
        secret = make_link(session, lead_id=lead, holder_id="lvye")
        answer_link(session, secret, choice=Choice.UNAUTHORISED, answerer=CLERK)
        assert not check_notice(session, settings, drafted, today=TODAY).missing
