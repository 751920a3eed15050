"""A letter that went out: its sealed form, the receipt, a hand-over."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.sending import record_answer, seal, send
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings
from storage.outgoing.notices import load_notice
from storage.rights.store import load_right
from storage.tables import OutboxRow
from storage.tables.base import now
from tests.alerts.letters.sample_letters import TODAY
from tests.alerts.letters.scans import scan

pytestmark = pytest.mark.usefixtures("letters_day")

SCAN = scan()


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
