"""Webhooks: rows of the lead's own transaction, signed, retried, inside the address policy."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.mail.webhook_delivery import deliver_webhooks
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide, undo
from storage.outgoing.webhook_events import (
    MOST_TRIES,
    add_webhook,
    list_webhooks,
    renew_secret,
    retry_messages,
    set_webhook,
    tell_of_lead,
    tell_test,
)
from storage.tables import LeadRow, WebhookMessageRow, WebhookRow
from storage.tables.base import now
from tests.console.sample_office import add_leads, an_office
from tests.servers.webhook_receiver import Receiver, running_receiver

Office = tuple[Settings, Database]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    settings, database = an_office(tmp_path, leads=0, allow_addresses="127.0.0.0/8")
    yield settings, database
    database.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running_receiver() as running:
        yield running


def listen(office: Office, url: str) -> str:
    with office[1].begin() as session:
        return add_webhook(session, office[0].home, "示例系统", url, actor="管")[1]


def messages(office: Office) -> list[WebhookMessageRow]:
    with office[1].read() as session:
        return list(session.scalars(sa.select(WebhookMessageRow).order_by(WebhookMessageRow.id)))


def make_due(office: Office) -> None:
    with office[1].begin() as session:
        session.execute(sa.update(WebhookMessageRow).values(not_before=now()))


def test_nothing_is_told_unless_an_address_was_named(office: Office) -> None:
    add_leads(office[1], ["天赋河套 1"])
    assert messages(office) == []
    assert deliver_webhooks(office[1], office[0]) == 0


def test_a_new_lead_is_told_once_and_signed_so_that_the_receiver_can_check_it(
    office: Office, receiver: Receiver
) -> None:
    secret = listen(office, receiver.url)
    (lead,) = add_leads(office[1], ["天赋河套 2"])
    assert deliver_webhooks(office[1], office[0]) == 1
    assert deliver_webhooks(office[1], office[0]) == 0
    ((headers, body),) = receiver.came
    event = json.loads(body)
    assert (event["type"], event["data"]["id"]) == ("lead.opened", lead)
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_a_lead_that_is_rolled_back_is_never_told(office: Office, receiver: Receiver) -> None:
    listen(office, receiver.url)
    (lead,) = add_leads(office[1], ["天赋河套 3"])
    with office[1].begin() as session:
        tell_of_lead(session, session.get_one(LeadRow, lead), "lead.returned")
        session.rollback()
    assert [row.event for row in messages(office)] == ["lead.opened"]


@pytest.mark.parametrize("status", [500, 302, 404])
def test_a_refused_message_goes_again_later_and_a_redirect_is_not_followed(
    office: Office, receiver: Receiver, status: int
) -> None:
    listen(office, receiver.url)
    add_leads(office[1], ["天赋河套 4"])
    receiver.status = status
    assert deliver_webhooks(office[1], office[0]) == 0
    (waiting,) = messages(office)
    assert (waiting.state, str(waiting.last_reply)) == ("queued", f"HTTP {status}")
    assert waiting.not_before > now() + timedelta(seconds=40)
    assert deliver_webhooks(office[1], office[0]) == 0
    assert len(receiver.came) == 1
    receiver.status = 200
    make_due(office)
    assert deliver_webhooks(office[1], office[0]) == 1
    assert receiver.came[0][0]["webhook-id"] == receiver.came[1][0]["webhook-id"]


def test_after_a_day_and_a_half_of_refusals_an_administrator_has_to_look(office: Office) -> None:
    listen(office, "http://127.0.0.1:9/closed")
    add_leads(office[1], ["天赋河套 5"])
    for _ in range(MOST_TRIES):
        make_due(office)
        deliver_webhooks(office[1], office[0])
    assert messages(office)[0].state == "failed"
    with office[1].begin() as session:
        assert retry_messages(session, 1, actor="管") == 1
    assert messages(office)[0].state == "queued"


def test_an_address_inside_the_office_network_is_refused_without_leave(
    tmp_path: Path, receiver: Receiver
) -> None:
    office = an_office(tmp_path, leads=0)
    listen(office, receiver.url)
    add_leads(office[1], ["天赋河套 6"])
    assert deliver_webhooks(office[1], office[0]) == 0
    assert receiver.came == []
    assert "HUBIAO_ALLOW_ADDRESSES" in str(messages(office)[0].last_reply)
    office[1].close()


@pytest.mark.parametrize("url", ["ftp://x.invalid/", "http://u@x.invalid/", "javascript:1", ""])
def test_an_address_that_is_none_is_refused_at_once(office: Office, url: str) -> None:
    with pytest.raises(BadInput):
        listen(office, url)


def test_a_paused_webhook_keeps_what_waits_and_hears_of_nothing_new(
    office: Office, receiver: Receiver
) -> None:
    listen(office, receiver.url)
    add_leads(office[1], ["天赋河套 7"])
    with office[1].begin() as session:
        set_webhook(session, 1, False, actor="管")
    add_leads(office[1], ["天赋河套 8"])
    assert deliver_webhooks(office[1], office[0]) == 0
    with office[1].begin() as session:
        set_webhook(session, 1, True, actor="管")
    assert deliver_webhooks(office[1], office[0]) == 1


def test_a_test_message_and_a_new_secret(office: Office, receiver: Receiver) -> None:
    old = listen(office, receiver.url)
    with office[1].begin() as session:
        new = renew_secret(session, office[0].home, 1, actor="管")
        tell_test(session, 1, actor="管")
    assert new != old
    assert deliver_webhooks(office[1], office[0]) == 1
    assert json.loads(receiver.came[0][1])["type"] == "test"
    with office[1].read() as session:
        ((_, counts, reply),) = list_webhooks(session)
        assert new not in session.get_one(WebhookRow, 1).secret
    assert (counts, str(reply)) == ({"sent": 1}, "HTTP 204")


def test_a_verdict_and_its_undoing_are_told_without_who_gave_it(
    office: Office, receiver: Receiver
) -> None:
    listen(office, receiver.url)
    (lead,) = add_leads(office[1], ["天赋河套 5"])
    with office[1].begin() as session:
        decide(session, lead, Verdict.CONFIRMED, officer="甲", reason="same_mark", note="内部意见")
    with office[1].begin() as session:
        undo(session, lead, officer="甲")
    assert deliver_webhooks(office[1], office[0]) == 3
    bodies = [body for _, body in receiver.came]
    events = [json.loads(body) for body in bodies]
    assert [event["type"] for event in events] == ["lead.opened", "lead.decided", "lead.undone"]
    assert events[1]["data"]["reason"] == "same_mark"
    assert not any("甲" in body.decode() or "内部意见" in body.decode() for body in bodies)
