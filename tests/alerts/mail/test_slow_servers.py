"""A mail server that answers a byte at a time holds nobody longer than its deadline."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from alerts.mail import bounce_mailbox as mailbox_module
from alerts.mail import smtp_relay
from alerts.mail.bounce_mailbox import MailboxDown, bounce_mailbox
from alerts.mail.smtp_relay import Relay, RelayDown
from storage.base.settings import Settings
from storage.outgoing.mail_retries import DeliveryOutcome
from storage.tables import OutboxRow


def _speak(listener: socket.socket, polite_answers: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        connection, _ = listener.accept()
        with connection:
            for answer in polite_answers:
                connection.sendall(answer)
                connection.recv(65536)
            while True:
                connection.sendall(b"2")
                time.sleep(0.05)


@contextlib.contextmanager
def dripping(*polite_answers: bytes) -> Iterator[int]:
    """The port of a server that says these lines, one a request, and drips from then on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)
        thread = threading.Thread(target=_speak, args=(listener, list(polite_answers)))
        thread.start()
        yield listener.getsockname()[1]
    thread.join()


def test_a_relay_whose_greeting_drips_is_down(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_relay, "SIGN_IN_SECONDS", 0.5)
    with dripping() as port:
        using = settings.model_copy(
            update={"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none"}
        )
        begun = time.monotonic()
        with pytest.raises(RelayDown, match="timed out"):
            Relay(using).hand_in(OutboxRow(sender="a@office.example", recipient="b@x.example"))
    assert time.monotonic() - begun < 30  # the dripping has no end


def test_a_mail_whose_answer_drips_is_unclear_and_not_sent_again_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_relay, "MAIL_SECONDS", 3.0)
    polite = (b"220 x\r\n", b"250 x\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
    with dripping(*polite) as port:
        using = settings.model_copy(
            update={"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none"}
        )
        mail = OutboxRow(sender="a@office.example", recipient="b@x.example", body=b"text\r\n")
        begun = time.monotonic()
        relay = Relay(using)
        assert relay.hand_in(mail)[0] is DeliveryOutcome.UNCLEAR
        relay.close()
    assert time.monotonic() - begun < 30  # the dripping has no end


def test_a_mailbox_whose_greeting_drips_is_down(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox_module, "SIGN_IN_SECONDS", 0.5)
    with dripping() as port:
        changed = {"imap_host": "127.0.0.1", "imap_port": port, "imap_tls": "none"}
        using = Settings(home=settings.home, **changed, imap_user="a", imap_password="b")  # type: ignore[arg-type]
        begun = time.monotonic()
        with pytest.raises(MailboxDown, match="timed out"), bounce_mailbox(using):
            pass
    assert time.monotonic() - begun < 30  # the dripping has no end
