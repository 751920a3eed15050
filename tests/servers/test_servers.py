"""The servers that other tests lean on do what they claim."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

import psycopg
import pytest

from tests.servers.smtp import Relay


def _message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@x.invalid", "b@x.invalid", "线索"
    message.set_content("正文")
    return message


def _signed_in(relay: Relay) -> smtplib.SMTP:
    client = smtplib.SMTP(relay.host, relay.port, timeout=60)
    client.starttls(context=ssl.create_default_context(cafile=str(relay.authority)))
    client.login(relay.user, relay.password)
    return client


def test_each_postgres_database_starts_empty_and_keeps_chinese(empty_postgres_url: str) -> None:
    with psycopg.connect(empty_postgres_url) as connection:
        tables = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()
        assert tables == (0,)
        assert connection.execute("SELECT %s::text", ["天赋河套"]).fetchone() == ("天赋河套",)


def test_the_relay_takes_a_mail_over_tls_from_a_signed_in_sender(smtp_relay: Relay) -> None:
    with _signed_in(smtp_relay) as client:
        client.send_message(_message())
    assert smtp_relay.mails[0]["Subject"] == "线索"


def test_the_relay_takes_nothing_in_clear(smtp_relay: Relay) -> None:
    with (
        smtplib.SMTP(smtp_relay.host, smtp_relay.port, timeout=60) as client,
        pytest.raises(smtplib.SMTPException),
    ):
        client.send_message(_message())
    assert smtp_relay.accepted == []
