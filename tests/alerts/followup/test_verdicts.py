from __future__ import annotations

import dataclasses
import io
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from PIL import Image
from sqlalchemy.orm import Session

from alerts.followup.verdicts import give_verdict, take_back
from alerts.mail.holder_alerts import alert_status
from classifiers.pictures.mail_pictures import make_mail_pictures
from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.message import Language
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.outgoing.mail_leases import finish_mail, lease_mail
from storage.outgoing.mail_retries import DeliveryOutcome
from storage.records import Signal
from storage.tables import AuditRow, DecisionRow, EvidenceRow, LeadRow, OutboxRow
from storage.tables.base import now
from tests.alerts.conftest import FLOUR, OpenLead

MARK = Signal.from_json({"kind": "mark", "field": "title", "span": [0, 4], "text": "天斌河套", "weight": 2.5,
        "explanation": "标题中的“天斌河套”与“天赋河套”形近"})  # fmt: skip
PLACE = dataclasses.replace(MARK, weight=-1.0, explanation="“河套”也是地名")


def confirm(session: Session, lead_id: int, settings: Settings) -> DecisionRow:
    return give_verdict(
        session, lead_id, Verdict.CONFIRMED, officer="li", reason="similar_mark", settings=settings
    )


def mails(session: Session) -> list[OutboxRow]:
    return list(session.scalars(sa.select(OutboxRow).order_by(OutboxRow.id)))


def parsed(row: OutboxRow) -> EmailMessage:
    message = message_from_bytes(row.body, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text(row: OutboxRow, subtype: str = "plain") -> str:
    part = parsed(row).get_body((subtype,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.both_databases
def test_a_confirmation_queues_one_alert_that_waits_out_the_undo_window(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    before = now()
    with database.begin() as session:
        confirm(session, new_lead(session, signals=(MARK, PLACE)), settings)
    with database.read() as session:
        (mail,) = mails(session)
        assert (mail.kind, mail.state, mail.recipient) == (
            "alert",
            "queued",
            "brand@holder.example",
        )
        assert mail.not_before >= before + timedelta(minutes=settings.undo_minutes)
        plain = text(mail)
        for words in (
            "涉嫌",
            "示例绿业公司",
            FLOUR.url,
            "示例粮油店",
            "29.90",
            MARK.explanation,
        ):
            assert str(words) in plain
            assert str(words) in text(mail, "html")
        assert "也是地名" not in plain
        assert parsed(mail)["Auto-Submitted"] == "auto-generated"
        assert b"\n" not in mail.body.replace(b"\r\n", b"")


def test_the_alert_names_neither_the_officer_nor_a_private_number(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    listing = dataclasses.replace(
        FLOUR, title="天斌河套 电话13812345678", shop="店主150800199001011234"
    )
    with database.begin() as session:
        give_verdict(
            session, new_lead(session, listing), Verdict.CONFIRMED,
            officer="officer-zhang", reason="same_mark", note="内部意见", settings=settings,
        )  # fmt: skip
        words = (
            mails(session)[0].subject + text(mails(session)[0]) + text(mails(session)[0], "html")
        )
    for secret in ("officer-zhang", "内部意见", "12345678", "19900101"):
        assert secret not in words


def test_hostile_words_of_a_listing_change_neither_header_nor_markup(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    listing = dataclasses.replace(
        FLOUR,
        title="河套\r\nBcc: x@y.example\n<script>alert(1)</script>\u202e",
        url="javascript:alert(1)//河套",
    )
    with database.begin() as session:
        confirm(session, new_lead(session, listing), settings)
        (mail,) = mails(session)
        assert parsed(mail)["Bcc"] is None
        assert "<script>" not in text(mail, "html")
        assert 'href="javascript' not in text(mail, "html")
        assert "\u202e" not in text(mail)


@pytest.mark.both_databases
@pytest.mark.parametrize(("right", "why"), [("quiet", "未登记电子邮箱"), ("ward", "没有权利人")])
def test_without_an_address_the_verdict_stands_and_says_that_no_alert_goes(
    database: Database, settings: Settings, new_lead: OpenLead, right: str, why: str
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session, right=right)
        confirm(session, lead_id, settings)
    with database.read() as session:
        assert mails(session) == []
        assert session.get_one(LeadRow, lead_id).state == "confirmed"
        acts = session.scalars(sa.select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert acts is not None
        assert acts.act == "alert.impossible"
        status = alert_status(session, lead_id)
        assert status is not None
        assert (status.state, why in status.why.text(Language.CHINESE)) == ("none", True)


def test_a_dismissal_sends_nothing(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        give_verdict(
            session, lead_id, Verdict.DISMISSED, officer="li", reason="place_name",
            settings=settings,
        )  # fmt: skip
        assert mails(session) == []
        assert alert_status(session, lead_id) is None


def test_a_verdict_that_fails_leaves_no_mail(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)

    def confirm_then_fail() -> None:
        with database.begin() as session:
            confirm(session, lead_id, settings)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        confirm_then_fail()
    with database.read() as session:
        assert mails(session) == []
        assert session.get_one(LeadRow, lead_id).state == "pending"


@pytest.mark.both_databases
def test_an_undo_in_time_withdraws_the_alert_and_a_new_confirmation_sends_anew(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        confirm(session, lead_id, settings)
    with database.begin() as session:
        take_back(session, lead_id, officer="li", settings=settings)
    with database.begin() as session:
        confirm(session, lead_id, settings)
    with database.read() as session:
        first, second = mails(session)
        assert (first.state, second.state) == ("withdrawn", "queued")
        assert first.message_id != second.message_id


@pytest.mark.both_databases
@pytest.mark.parametrize("gone", ["sent", "sending", "unclear"])
def test_an_undo_after_the_alert_has_gone_needs_a_reason_and_queues_a_correction(
    database: Database, settings: Settings, new_lead: OpenLead, gone: str
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        confirm(session, lead_id, settings)
        mails(session)[0].state = gone
    with database.begin() as session, pytest.raises(Refused, match="reason"):
        take_back(session, lead_id, officer="li", settings=settings)
    with database.begin() as session:
        session.expire_all()
        assert session.get_one(LeadRow, lead_id).state == "confirmed"
        take_back(session, lead_id, officer="li", note="权利人已补办许可", settings=settings)
    with database.read() as session:
        alert, correction = mails(session)
        assert alert.recalled == (gone == "sending")
        assert (correction.kind, correction.recipient) == ("correction", alert.recipient)
        assert parsed(correction)["In-Reply-To"] == alert.message_id
        assert "权利人已补办许可" in text(correction)


@pytest.mark.both_databases
def test_an_alert_that_may_have_arrived_and_waits_for_its_next_try_needs_a_correction_too(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        confirm(session, lead_id, settings)
        lease_mail(session, at=now() + timedelta(hours=1))
        finish_mail(session, mails(session)[0].id, DeliveryOutcome.UNCLEAR, "connection lost")
        assert mails(session)[0].state == "queued"
    with database.begin() as session, pytest.raises(Refused, match="reason"):
        take_back(session, lead_id, officer="li", settings=settings)
    with database.begin() as session:
        take_back(session, lead_id, officer="li", note="权利人已补办许可", settings=settings)
    with database.read() as session:
        alert, correction = mails(session)
        assert (alert.state, correction.kind) == ("unclear", "correction")


def test_one_correction_an_alert_even_when_the_lead_is_confirmed_and_undone_again(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        confirm(session, lead_id, settings)
        mails(session)[0].state = "sent"
        session.flush()
        take_back(session, lead_id, officer="li", note="核查有误", settings=settings)
        confirm(session, lead_id, settings)
        take_back(session, lead_id, officer="li", settings=settings)
        kinds = [(mail.kind, mail.state) for mail in mails(session)]
    assert kinds == [("alert", "sent"), ("correction", "queued"), ("alert", "withdrawn")]


def capture(session: Session, settings: Settings, lead_id: int, png: bytes) -> None:
    folder = settings.folder(f"evidence/a{lead_id}/evidence")
    (folder / "screenshot.png").write_bytes(png)
    session.add(
        EvidenceRow(
            lead_id=lead_id, url=FLOUR.url, state="captured", folder=f"a{lead_id}",
            manifest_sha256="ab" * 32, captured_at=now(),
        )
    )  # fmt: skip
    session.flush()


def test_the_alert_shows_the_top_of_the_captured_page_and_names_the_capture(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    page = io.BytesIO()
    Image.new("RGB", (1280, 6000), "white").save(page, "PNG")
    with database.begin() as session:
        lead_id = new_lead(session)
        capture(session, settings, lead_id, page.getvalue())
    make_mail_pictures(database, settings)
    with database.begin() as session:
        confirm(session, lead_id, settings)
        (mail,) = mails(session)
    (picture,) = (part for part in parsed(mail).walk() if part.get_content_type() == "image/jpeg")
    assert Image.open(io.BytesIO(picture.get_content())).size == (560, 640)
    assert picture["Content-ID"] == "<picture>"
    assert "ab" * 32 in text(mail)
    assert 'src="cid:picture"' in text(mail, "html")


def test_a_capture_that_is_no_picture_does_not_stop_the_alert(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        capture(session, settings, lead_id, b"not a picture")
    make_mail_pictures(database, settings)
    with database.begin() as session:
        confirm(session, lead_id, settings)
        (mail,) = mails(session)
    assert "cid:picture" not in text(mail, "html")
