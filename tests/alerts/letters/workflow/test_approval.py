"""A letter in the database: from leads to a numbered document that a second person approved."""

from __future__ import annotations

import io
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import sqlalchemy as sa
from docx import Document
from sqlalchemy.orm import Session

from alerts.letters.files.document_store import read_document
from alerts.letters.render.docx_package import digest
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import add_facts, draft
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.letter_document import draft_document, render_notice
from alerts.letters.workflow.review import keep_edit, review_law
from alerts.letters.workflow.sending import send, withdraw
from storage.base.database import Database
from storage.base.errors import Incomplete, Refused, StaleState
from storage.base.settings import Settings
from storage.law.confirmations import confirm
from storage.outgoing.notices import load_notice
from storage.records import RightHolder, RightsBook
from storage.records.letter_record import LetterRecord
from storage.rights.book_import import import_rights
from storage.tables import AuditRow, LeadRow, OutboxRow
from tests.alerts.letters.sample_letters import TODAY, words_of
from tests.alerts.letters.workflow.conftest import ADDED, HASH, NOTICE

pytestmark = pytest.mark.usefixtures("letters_day")


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


def test_nobody_approves_what_he_wrote_into_a_draft(
    database: Database, settings: Settings, drafted: int
) -> None:
    """The two-person rule: another person has read the very words that go out."""
    words = {"fields.measure": "断开链接"}
    with database.begin() as session:
        row = load_notice(session, drafted)
        add_facts(session, settings, row, words, by="wang")
        with pytest.raises(Refused, match="written by wang"):
            approve(session, settings, drafted, by="wang", today=TODAY)
        add_facts(session, settings, row, words, by="zhang")
        assert approve(session, settings, drafted, by="wang", today=TODAY).number


def test_nobody_approves_what_he_edited_in_word(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        packed = draft_document(settings, check_notice(session, settings, drafted, today=TODAY))
        keep_edit(session, settings, drafted, packed, by="wang", today=TODAY)
        with pytest.raises(Refused, match="edited in Word by wang"):
            approve(session, settings, drafted, by="wang", today=TODAY)
        keep_edit(session, settings, drafted, packed, by="zhang", today=TODAY)
        assert approve(session, settings, drafted, by="wang", today=TODAY).number
