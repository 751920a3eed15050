"""What leaves with a letter: the office's sealed, a holder's to be signed, and the evidence cited."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from pydantic import JsonValue

from alerts.letters.files.enclosures import HASH_LIST, prepare_enclosures
from alerts.letters.files.holder_papers import COMPARISON, EVIDENCE, MOST_PAPER_BYTES
from alerts.letters.model.letter_kind import find_kind, kinds
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.sending import record_seal_use, seal, send
from alerts.mail.outbox_delivery import deliver
from alerts.text.chinese import chinese_date
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.base.working_days import add_working_days
from storage.evidence.entries import enter
from storage.evidence.visit import Occasion
from storage.leads.citable_captures import assessed_listing
from storage.leads.lifecycle import decide
from storage.outgoing.attachments import keep_attachment
from storage.outgoing.notices import load_notice
from storage.records.letter_record import HandOver
from storage.rights.certificates import add_right_file
from storage.tables import EvidenceRow, OutboxRow
from tests.alerts.conftest import FLOUR
from tests.alerts.letters.sample_letters import TODAY
from tests.alerts.letters.scans import scan
from tests.alerts.letters.workflow.conftest import ADDED, NOTICE, SIGNALS
from tests.alerts.mail.test_outbox_delivery import through
from tests.servers.local_mailbox import mails_in
from tests.servers.smtp import Relay
from tests.storage.evidence.visits import visit

SCAN = scan()
DISPOSAL = {
    "recipient.name": "示例电商平台有限公司",
    "recipient.email": "ip@platform.example",
    "fields.measure": "删除",
    "fields.findings": "上述行为涉嫌侵犯注册商标专用权。",
}


@pytest.fixture
def office(settings: Settings) -> Settings:
    return settings.model_copy(update={"office_contact": "示例科 0478-0000000"})


@pytest.fixture
def new_approved(
    database: Database, office: Settings, people: None, new_lead: Callable[..., int]
) -> Callable[..., int]:
    """Approves a letter of that kind on one confirmed lead whose page was captured and packed."""

    def make(slug: str) -> int:
        with database.begin() as session:
            lead = new_lead(session, signals=SIGNALS)
            decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="similar_mark")
            assessed = assessed_listing(session, lead)
        text = f"{FLOUR.title} 天斌河套"
        page = dataclasses.replace(visit(FLOUR.title), kind="listing", text=text)
        enter(database, office, page, Occasion(officer="zhang", lead=lead), assessed=assessed)
        guaranteed: dict[str, JsonValue] = {**ADDED, "guarantee.agreed_on": today().isoformat()}
        due = f"{chinese_date(add_working_days(today(), 10).day)}前"
        disposal: dict[str, JsonValue] = {**DISPOSAL, "fields.deadline": due}
        added = guaranteed if slug == NOTICE.slug else disposal
        kind = find_kind(slug)
        with database.begin() as session:
            row = draft(session, office, kind=kind, lead_ids=[lead], by="zhang", added=added)
            approve(session, office, row.id, by="wang", today=today())
            return row.id

    return make


def attachments(mail: EmailMessage) -> dict[str, bytes]:
    return {
        str(part.get_filename()): bytes(part.get_payload(decode=True))  # type: ignore[arg-type]
        for part in mail.iter_attachments()
    }


def suffixes(names: object) -> list[str]:
    return sorted(str(name).rpartition(".")[2] for name in names)  # type: ignore[attr-defined]


def test_an_office_s_letter_does_not_leave_unsealed(
    database: Database, office: Settings, new_approved: Callable[..., int]
) -> None:
    number = new_approved("platform-disposal")
    for handed_over in (None, "邮寄"):
        with database.begin() as session, pytest.raises(Refused, match="leaves sealed"):
            send(session, office, number, by="zhang", handed_over=handed_over)
    with database.begin() as session:
        assert load_notice(session, number).state == "approved"
        assert session.scalars(sa.select(OutboxRow)).all() == []
        with pytest.raises(BadInput, match="can still be edited"):
            seal(session, office, number, b"PK\x03\x04 a document", by="zhang")


def test_the_relay_gets_the_sealed_copy_and_the_evidence_and_no_document_to_edit(
    database: Database, office: Settings, new_approved: Callable[..., int], smtp_relay: Relay
) -> None:
    number = new_approved("platform-disposal")
    with database.begin() as session:
        seal(session, office, number, SCAN, by="zhang", pages=1)
        send(session, office, number, by="zhang")
        (capture,) = session.scalars(sa.select(EvidenceRow))
        path = office.home / "evidence" / capture.folder / str(capture.package)
    assert deliver(database, through(smtp_relay, office)).sent == 1
    (mail,) = smtp_relay.mails
    assert mail["To"] == "ip@platform.example"
    files = attachments(mail)
    assert suffixes(files) == ["pdf", "txt", "wacz"]
    assert SCAN in files.values()
    package = path.read_bytes()
    assert files[f"{capture.id}.wacz"] == package
    listed = files[HASH_LIST].decode()
    assert f"{hashlib.sha256(package).hexdigest()}  {capture.id}.wacz" in listed
    assert str(capture.manifest_sha256) in listed


def test_a_holder_gets_the_document_its_reading_copy_and_the_evidence(
    database: Database, office: Settings, new_approved: Callable[..., int]
) -> None:
    number = new_approved("infringement-notice")
    with database.read() as session:
        enclosures = prepare_enclosures(session, office, number)
    with database.begin() as session:
        send(session, office, number, by="zhang", enclosures=enclosures)
        docx_sha256 = load_notice(session, number).docx_sha256
    deliver(database, office)
    (mail,) = mails_in(office).values()
    files = attachments(mail)
    assert suffixes(files) == ["docx", "pdf", "pdf", "pdf", "txt", "wacz", "xlsx", "xlsx"]
    assert files["权利证明1-权利登记证书.pdf"] == b"%PDF-1.7 certificate"
    assert files["权利证明2-权利人身份证明.pdf"] == b"%PDF-1.7 identity"
    rows = list(load_workbook(io.BytesIO(files[EVIDENCE])).active.values)  # type: ignore[union-attr]
    assert rows[0] == ("证据名称", "证明内容", "可信时间戳", "时间戳机构", "SHA-256")
    with database.read() as session:
        manifest = session.scalars(sa.select(EvidenceRow.manifest_sha256)).one()
    assert manifest in [row[-1] for row in rows]
    comparison = load_workbook(io.BytesIO(files[COMPARISON])).active
    assert comparison is not None
    assert [row[0] for row in comparison.values][:2] == ["比对项目", "标识"]
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert all(name in body for name in files)
    assert "未随本邮件附送" not in body
    document = next(content for name, content in files.items() if name.endswith(".docx"))
    assert hashlib.sha256(document).hexdigest() == docx_sha256


def test_papers_that_are_too_large_are_named_with_where_to_get_them(
    database: Database, office: Settings, new_approved: Callable[..., int]
) -> None:
    large = b"%PDF-1.7 " + bytes(MOST_PAPER_BYTES)
    with database.begin() as session:
        file = keep_attachment(office, "注册证.pdf", large)
        add_right_file(session, "hetao", "certificate", file, actor="li")
    number = new_approved("infringement-notice")
    with database.begin() as session:
        send(session, office, number, by="zhang")
    deliver(database, office)
    (mail,) = mails_in(office).values()
    assert not [name for name in attachments(mail) if name.startswith("权利证明")]
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "权利证明文件共8.0MB，超出附件大小，未随本邮件附送" in body
    assert f"注册证.pdf，SHA-256：{hashlib.sha256(large).hexdigest()}" in body
    assert "向示例市市场监督管理局（示例科 0478-0000000）领取" in body


def test_a_mail_that_would_be_too_large_takes_the_hashes_and_says_where_the_evidence_is(
    database: Database, office: Settings, new_approved: Callable[..., int]
) -> None:
    number = new_approved("platform-disposal")
    with database.begin() as session:
        seal(session, office, number, SCAN, by="zhang", pages=1)
    small = office.model_copy(update={"mail_max_bytes": 2**17 + 2**12 + len(SCAN) * 4 // 3})
    with database.begin() as session:
        send(session, small, number, by="zhang")
    deliver(database, office)
    (mail,) = mails_in(office).values()
    files = attachments(mail)
    assert suffixes(files) == ["pdf", "txt"]
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    for text in (body, files[HASH_LIST].decode()):
        assert "未随本邮件附送" in text
        assert "向示例市市场监督管理局（示例科 0478-0000000）领取" in text
    assert len(mail.as_bytes()) < small.mail_max_bytes


def test_a_letter_larger_than_a_mail_is_handed_over(
    database: Database, office: Settings, new_approved: Callable[..., int]
) -> None:
    number = new_approved("platform-disposal")
    with database.begin() as session:
        seal(session, office, number, SCAN + bytes(2**20), by="zhang", pages=1)
    small = office.model_copy(update={"mail_max_bytes": 2**20})
    with database.begin() as session:
        with pytest.raises(Refused, match="larger than a mail may be"):
            send(session, small, number, by="zhang")
        assert send(session, small, number, by="zhang", handed_over="邮寄").mails == ()


def test_a_letter_sealed_on_paper_is_handed_over_and_not_mailed(
    database: Database, office: Settings, new_approved: Callable[..., int]
) -> None:
    number = new_approved("platform-disposal")

    def record(sealed_by: str, sealed_on: date) -> None:
        with database.begin() as session:
            record_seal_use(
                session, number, by="zhang", sealed_by=sealed_by, sealed_on=sealed_on, today=TODAY
            )

    for sealed_by, sealed_on in ((" ", TODAY), ("示例印章员", TODAY + timedelta(days=1))):
        with pytest.raises(BadInput, match="who sealed"):
            record(sealed_by, sealed_on)
    record("示例印章员", TODAY)
    with database.begin() as session:
        row = load_notice(session, number)
        assert row.state == "sealed"
        assert row.record.seal_use is not None
        assert row.record.seal_use.sealed_by == "示例印章员"
        with pytest.raises(Refused, match="leaves sealed by mail"):
            send(session, office, number, by="zhang")
        send(session, office, number, by="zhang", handed_over="当面送交")
        sent = load_notice(session, number)
        assert sent.state == "sent"
        assert sent.record.handed_over == HandOver(how="当面送交", at=None, by="zhang")


def test_evidence_that_was_damaged_is_not_sent(
    database: Database, office: Settings, new_approved: Callable[..., int]
) -> None:
    number = new_approved("platform-disposal")
    with database.begin() as session:
        seal(session, office, number, SCAN, by="zhang", pages=1)
        (capture,) = session.scalars(sa.select(EvidenceRow))
        path = office.home / "evidence" / capture.folder / str(capture.package)
        path.chmod(0o600)  # a package is written read-only, which stops everybody but root
        path.write_bytes(b"damaged")
        with pytest.raises(Refused):
            send(session, office, number, by="zhang")


@pytest.mark.parametrize(
    "slug",
    ["correction-order", "interview-notice", "service-receipt", "risk-advice", "data-request"],
)
def test_a_party_gets_no_evidence_packages(slug: str) -> None:
    assert not kinds()[slug].encloses_packages
