"""Mails at the figures that were promised: temporary errors, drops after DATA, senders killed."""

from __future__ import annotations

import os
import random
import time
from collections import Counter

import pytest

from storage.base.database import Database
from storage.base.settings import Settings
from tests.alerts.mail.queued_mails import make_due, queue_mails, states
from tests.servers.processes import Process, start
from tests.servers.smtp import Relay


@pytest.mark.parametrize(
    ("mails", "kills"), [(60, 1), pytest.param(300, 6, marks=pytest.mark.slow)]
)
def test_every_mail_survives_faults_and_killed_senders(
    database: Database, settings: Settings, smtp_relay: Relay, mails: int, kills: int
) -> None:
    """Of the mails, 10 % are refused for a time and 5 % are dropped after their text."""
    queue_mails(database, mails)
    dice = random.Random(7)
    refused, dropped = mails // 10, mails // 20
    faults = ["451 4.3.0 try later"] * refused + ["drop"] * dropped
    faults += ["250 ok"] * (mails - len(faults))
    dice.shuffle(faults)
    smtp_relay.replies += faults
    for kill in range(kills):
        _send_and_kill(settings, smtp_relay, until=(kill + 1) * 40)
    deadline = time.monotonic() + 60
    while set(states(database)) != {"sent"} and time.monotonic() < deadline:
        make_due(database)
        _sender(settings, smtp_relay).communicate(60)
    assert Counter(states(database)) == {"sent": mails}
    arrived = Counter(str(m["Message-ID"]) for m in smtp_relay.mails)
    assert len(arrived) == mails
    assert len(set(smtp_relay.accepted)) == mails
    assert sum(arrived.values()) - mails <= dropped + kills


def _send_and_kill(settings: Settings, relay: Relay, *, until: int) -> None:
    """Start a sender and kill it, without a word of warning, once so many mails have arrived."""
    sender = _sender(settings, relay)
    deadline = time.monotonic() + 30
    while len(relay.accepted) < until and sender.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    assert sender.poll() is None
    sender.kill()
    sender.communicate()


def _sender(settings: Settings, relay: Relay) -> Process:
    environment = {
        **os.environ, "HUBIAO_HOME": str(settings.home),
        "HUBIAO_DATABASE_URL": settings.database, **relay.environment,
    }  # fmt: skip
    return start("console", "outbox", "send", environment=environment, is_heard=False)
