from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.verdicts import give_verdict, take_back
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.outgoing.attachments import keep_attachment, read_attachment
from storage.records.attachment import Attachment
from storage.rights.answer_links import hide_secrets, make_link, open_link, revoke_links
from storage.rights.holder_answers import Answerer, accept_answer, answer_link, lead_answers
from storage.rights.store import load_right
from storage.tables import AuditRow, Choice, LeadRow, LinkRow, OutboxRow, RightRow
from storage.tables.base import now
from tests.alerts.conftest import OpenLead

CLERK = Answerer(name="示例经办人", function="法务专员")


def link_in_mail(session: Session) -> str:
    body = session.scalars(sa.select(OutboxRow.body)).one()
    message = message_from_bytes(body, policy=policy.default)
    text = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    link = re.search(r"https://hubiao\.example/answer/(\S+)", text)
    assert link is not None
    return link[1]


@pytest.mark.both_databases
def test_the_alert_carries_a_link_that_opens_its_lead_and_no_other(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    settings = settings.model_copy(update={"console_url": "https://hubiao.example"})
    with database.begin() as session:
        lead_id = new_lead(session)
        new_lead(session)
        give_verdict(
            session, lead_id, Verdict.CONFIRMED, officer="li", reason="same_mark",
            settings=settings,
        )  # fmt: skip
    with database.begin() as session:
        secret = link_in_mail(session)
        opened = open_link(session, secret)
        assert (opened.lead_id, opened.holder_id) == (lead_id, "lvye")
        for kind in ("answer", "holder"):
            hidden = hide_secrets(f"请答复 https://hubiao.example/{kind}/{secret}。")
            assert hidden == f"请答复 https://hubiao.example/{kind}/……。"
        assert secret not in str(session.scalars(sa.select(LinkRow.secret_hash)).all())
    with database.begin() as session:
        take_back(session, lead_id, officer="li", settings=settings)
        with pytest.raises(NotFound):
            open_link(session, secret)


def test_wrong_expired_and_revoked_links_are_told_apart_by_nobody(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        expired = make_link(session, lead_id=lead_id, holder_id="lvye", days=-1)
        revoked = make_link(session, lead_id=lead_id, holder_id="lvye")
        assert revoke_links(session, lead_id, actor="li") == 2
        texts = set()
        for secret in (expired, revoked, "", "x" * 43, expired[:-1]):
            with pytest.raises(NotFound) as refused:
                open_link(session, secret)
            texts.add(str(refused.value))
    assert len(texts) == 1


@pytest.mark.both_databases
def test_an_answer_stands_on_the_lead_and_changes_no_state(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        secret = make_link(session, lead_id=lead_id, holder_id="lvye")
        proof = keep_attachment(settings, "../许可合同.pdf", b"%PDF-1.7 ...")
        answer_link(
            session,
            secret,
            choice=Choice.AUTHORISED,
            answerer=CLERK,
            remark=" 经销商 ",
            attachments=[proof],
        )
    with database.read() as session:
        (answer,) = lead_answers(session, lead_id)
        assert (answer.choice, answer.remark, answer.holder_id) == ("authorised", "经销商", "lvye")
        assert answer.attachments[0].name == "许可合同.pdf"
        assert session.get_one(LeadRow, lead_id).state == "pending"
        assert load_right(session, "hetao").authorised_sellers == ()
        act = session.scalars(sa.select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert act is not None
        assert (act.act, act.actor) == ("link.answer", "holder:lvye")
    with database.begin() as session, pytest.raises(Refused, match="has been answered"):
        answer_link(session, secret, choice=Choice.UNAUTHORISED, answerer=CLERK)


@pytest.mark.both_databases
def test_an_officer_takes_an_authorisation_over_into_the_licence_ledger(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        secret = make_link(session, lead_id=lead_id, holder_id="lvye")
        answer = answer_link(session, secret, choice=Choice.AUTHORISED, answerer=CLERK)
        before = session.get_one(RightRow, "hetao").revision
        accept_answer(session, answer.id, officer="li")
        (seller,) = load_right(session, "hetao").authorised_sellers
        assert (seller.shop, seller.platform) == ("示例粮油店", "shop.example")
        assert session.get_one(RightRow, "hetao").revision == before + 1
        with pytest.raises(Refused, match="li"):
            accept_answer(session, answer.id, officer="wang")


def test_a_denial_licenses_nobody(database: Database, new_lead: OpenLead) -> None:
    with database.begin() as session:
        secret = make_link(session, lead_id=new_lead(session), holder_id="lvye")
        answer = answer_link(session, secret, choice=Choice.UNAUTHORISED, answerer=CLERK)
        accept_answer(session, answer.id, officer="li")
        assert load_right(session, "hetao").authorised_sellers == ()


def test_a_link_ends_by_itself(database: Database, new_lead: OpenLead) -> None:
    with database.begin() as session:
        secret = make_link(session, lead_id=new_lead(session), holder_id="lvye")
        link = session.scalars(sa.select(LinkRow)).one()
        assert timedelta(days=29) < link.expires_at - now() <= timedelta(days=30)
        link.expires_at = now()
        session.flush()
        with pytest.raises(NotFound):
            answer_link(session, secret, choice=Choice.SUPPLIED, answerer=CLERK)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<html>", b"%PDF-" + b"x" * 11 * 2**20])
def test_programs_pages_and_giants_are_no_attachments(settings: Settings, content: bytes) -> None:
    with pytest.raises(BadInput):
        keep_attachment(settings, "a.pdf", content)


def test_an_attachment_cannot_be_run_named_into_place_or_changed_unseen(
    settings: Settings,
) -> None:
    attachment = keep_attachment(settings, "..\\..\\x.png", b"\x89PNG\r\n\x1a\n...")
    path = settings.home / "attachments" / attachment.sha256[:2] / attachment.sha256
    assert (attachment.name, path.stat().st_mode & 0o777) == ("x.png", 0o600)
    assert read_attachment(settings, attachment.sha256).startswith(b"\x89PNG")
    path.write_bytes(b"\x89PNG\r\n\x1a\n changed")
    with pytest.raises(NotFound, match="changed"):
        read_attachment(settings, attachment.sha256)
    with pytest.raises(NotFound):
        read_attachment(settings, "../../hubiao.db")


def test_too_long_a_remark_or_too_many_files_are_refused(
    database: Database, new_lead: OpenLead, tmp_path: Path
) -> None:
    file = Attachment(name="a.pdf", type="application/pdf", size=1, sha256="0" * 64)
    with database.begin() as session:
        secret = make_link(session, lead_id=new_lead(session), holder_id="lvye")
        with pytest.raises(BadInput):
            answer_link(session, secret, choice=Choice.SUPPLIED, answerer=CLERK, remark="长" * 2001)
        with pytest.raises(BadInput):
            answer_link(
                session, secret, choice=Choice.SUPPLIED, answerer=CLERK, attachments=[file] * 6
            )
