"""How a try to send a mail ended, and whether and when it is tried again (重发)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from storage.base.backoff import Backoff
from storage.base.vocabulary import MailState
from storage.tables import OutboxRow

BACKOFF = Backoff(first=timedelta(minutes=1), longest=timedelta(hours=4))
"""Waits after the first and after many temporary refusals, chosen by hand; RFC 5321 §4.5.4.1 advises
at least 30 minutes once a relay has refused for a while."""
MOST_TRIES = 14
"""Tries, chosen by hand: about a day and a half of temporary refusals, then an officer has to look."""
MOST_UNCLEAR = 5
"""Times, chosen by hand: a relay that takes mails and never says so must not send a holder the same
alert for ever."""


class DeliveryOutcome(StrEnum):
    """How handing over a mail ended."""

    ACCEPTED = "accepted"
    PUT_OFF = "put_off"
    """A temporary refusal (4xx)."""
    REFUSED = "refused"
    """A permanent one (5xx)."""
    UNCLEAR = "unclear"
    """The connection broke after the text had gone: nobody knows."""
    UNTRIED = "untried"
    """No connection; nothing was offered."""


def is_statutory(mail: OutboxRow) -> bool:
    """Whether a second copy would be a second act of the office."""
    return mail.kind == "letter" or mail.notice_id is not None


def state_after(mail: OutboxRow, outcome: DeliveryOutcome) -> MailState:
    """State of a mail after a try; one that may have arrived at an earlier try never counts as kept back."""
    state = _state_after(mail, outcome)
    if mail.perhaps_arrived and state in (MailState.FAILED, MailState.WITHDRAWN):
        return MailState.UNCLEAR
    return state


def _state_after(mail: OutboxRow, outcome: DeliveryOutcome) -> MailState:
    if outcome is DeliveryOutcome.ACCEPTED:
        return MailState.SENT
    if outcome is DeliveryOutcome.REFUSED:
        return MailState.FAILED
    if outcome is DeliveryOutcome.UNCLEAR and (
        is_statutory(mail) or mail.tries + 1 >= MOST_UNCLEAR
    ):
        return MailState.UNCLEAR
    if mail.recalled:
        return MailState.UNCLEAR if outcome is DeliveryOutcome.UNCLEAR else MailState.WITHDRAWN
    if outcome is DeliveryOutcome.PUT_OFF and mail.tries + 1 >= MOST_TRIES:
        return MailState.FAILED
    return MailState.QUEUED
