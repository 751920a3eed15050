"""权利人告警: the mail that a confirmation sends to its right holder, and the mail's state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts.mail.alert_mail import (
    alert_key,
    alert_mail,
    correction_key,
    correction_mail,
    load_alert,
)
from alerts.mail.alert_picture import lead_picture
from alerts.mail.answer_request import AnswerRequest
from alerts.mail.envelope import read_address
from storage.audit import trail
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import WITHDRAWABLE, DecisionKind, MailState
from storage.leads.lead_state import load_lead
from storage.leads.standing_verdicts import last_decision
from storage.outgoing.outbox import carrier_of, find_mail, put_mail, withdraw_mail
from storage.records import RightKind
from storage.rights.answer_links import (
    ANSWER_PATH,
    LINK_DAYS,
    make_answer_link,
    revoke_links,
)
from storage.rights.store import load_holder, load_right
from storage.tables import DecisionRow
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class AlertStatus:
    """State of the alert that a confirmation causes."""

    state: str
    """State of the mail in the outbox, or `none` when there is no mail."""
    why: Message
    """One sentence for the officer."""
    recipient: str | None = None
    not_before: datetime | None = None


def queue_alert(session: Session, decision: DecisionRow, settings: Settings) -> None:
    """Queue the alert of a confirmation, or put on record why there is none."""
    to, why = _recipient(session, decision)
    if to is None:
        assert why is not None
        _note(session, decision, "alert.impossible", why=why.to_json())
        return
    alert = load_alert(session, decision)
    holder = load_holder(session, alert.right.holder or "")
    daily = holder.alerts == "daily"
    put_mail(
        session,
        key=alert_key(decision.id),
        kind="alert",
        message=alert_mail(
            alert,
            holder=holder.name,
            to=to,
            # A gathered alert leaves in the day's mail, which makes its own links.
            request=AnswerRequest(until=now())
            if daily
            else answer_request(session, decision.lead_id, holder.id, settings),
            picture=None if daily else lead_picture(session, settings, decision.lead_id),
            settings=settings,
        ),
        lead_id=decision.lead_id,
        not_before=now() + timedelta(minutes=settings.undo_minutes),
        gathered=daily,
    )
    _note(session, decision, "alert.gathered" if daily else "alert.queued", holder=holder.id)


def answer_request(
    session: Session, lead_id: int, holder_id: str, settings: Settings
) -> AnswerRequest:
    """What the holder is asked on this lead, with a link of its own where the console has a public
    address."""
    if settings.console_url is None:
        return AnswerRequest(until=now() + timedelta(days=LINK_DAYS))
    made = make_answer_link(session, lead_id=lead_id, holder_id=holder_id)
    link = f"{settings.console_url}{ANSWER_PATH}{made.secret}"
    return AnswerRequest(until=made.expires_at, link=link)


def _recipient(session: Session, decision: DecisionRow) -> tuple[str | None, Message | None]:
    """The holder's address, or None and the reason."""
    right = load_right(session, load_lead(session, decision.lead_id).right_id)
    if right.kind is RightKind.PRODUCT_RULE:
        return None, Message("alert.product-rule")
    if right.holder is None:
        return None, Message("alert.no-holder", {"right": right.text})
    holder = load_holder(session, right.holder)
    if not holder.email:
        return None, Message("alert.no-address", {"holder": holder.name})
    if (to := read_address(holder.email)) is None:
        return None, Message("alert.bad-address", {"holder": holder.name})
    return to, None


def withdraw_alert(session: Session, decision: DecisionRow, *, officer: str) -> MailState | None:
    """Take the alert of a decision back if it still waits, and end its links.

    Returns the mail's state afterwards, None when there was no mail.
    """
    revoke_links(session, decision.lead_id, actor=officer)
    state = withdraw_mail(session, alert_key(decision.id))
    if state is MailState.WITHDRAWN:
        _note(session, decision, "alert.withdrawn", actor=officer)
    return state


def alert_state(session: Session, decision: DecisionRow | None) -> MailState | None:
    """State of the mail that a decision sent, None when there is none; `merged` where another
    mail carries it, `unclear` also while one that may have arrived waits for its next try."""
    mail = find_mail(session, alert_key(decision.id)) if decision else None
    if mail is not None and mail.perhaps_arrived and mail.state in WITHDRAWABLE:
        return MailState.UNCLEAR
    return mail.state if mail else None


def queue_correction(
    session: Session, undone: DecisionRow, *, why: str, settings: Settings
) -> None:
    """Queue the correction (更正) of an alert that has gone, or may have."""
    mail = find_mail(session, alert_key(undone.id))
    assert mail is not None
    alert = load_alert(session, undone)
    holder = load_holder(session, alert.right.holder or "")
    message = correction_mail(
        alert,
        holder=holder.name,
        to=mail.recipient,
        why=why,
        at=now(),
        reply_to=carrier_of(session, mail).message_id,
        settings=settings,
    )
    put_mail(
        session,
        key=correction_key(undone.id),
        kind="correction",
        message=message,
        lead_id=undone.lead_id,
    )
    _note(session, undone, "alert.corrected", why=why)


def alert_status(session: Session, lead_id: int) -> AlertStatus | None:
    """State of the alert of the standing confirmation; None where no confirmation stands."""
    decision = last_decision(session, lead_id)
    if decision is None or decision.verdict != DecisionKind.CONFIRMED:
        return None
    mail = find_mail(session, alert_key(decision.id))
    if mail is None:
        _, why = _recipient(session, decision)
        # The holder may have been entered since; what was decided then is not sent by itself.
        return AlertStatus(state="none", why=why or Message("alert.none-then"))
    return AlertStatus(
        state=mail.state,
        why=Message(f"alert.{mail.state}", {"to": mail.recipient}),
        recipient=mail.recipient,
        not_before=mail.not_before,
    )


def _note(
    session: Session, decision: DecisionRow, act: str, *, actor: str | None = None, **detail: object
) -> None:
    trail.record(
        session,
        actor=actor or decision.officer,
        act=act,
        subject=f"lead:{decision.lead_id}",
        decision=decision.id,
        **detail,
    )
