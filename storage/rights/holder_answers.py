"""企业答复: what a right holder answers on a lead, and what an officer makes of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound, Refused
from storage.leads.lead_state import load_lead, lock_lead
from storage.leads.standing_verdicts import last_decisions
from storage.outgoing.attachments import MOST_FILES
from storage.records import AuthorisedSeller
from storage.records.attachment import Attachment
from storage.rights.answer_links import standing_answer, working_link
from storage.rights.asked_leads import asked_leads, choose_asked
from storage.rights.licence_ledger import add_licence
from storage.rights.licences import rescore
from storage.tables import AnswerRow, Choice, HolderLinkRow, ListingVersionRow
from storage.tables.base import Moment, now

LONGEST_REMARK = 2000
"""Characters of a remark, chosen by hand."""


CHOICE_NAMES = {
    Choice.SUPPLIED: "确为我单位正品（含经销商供货）",
    Choice.AUTHORISED: "不是我单位产品，但经我单位授权",
    Choice.UNAUTHORISED: "不是我单位产品，也未经我单位授权",
}
"""The answers in the order in which they are offered: where the goods come from, else who permitted
them. Exactly one of the three is true of a listing."""
LONGEST_NAME = 50
"""Characters of the name and of the function of who answers, chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Answerer:
    """Who answers for the holder (答复人); the answer may become evidence."""

    name: str
    function: str


def answer_link(
    session: Session,
    secret: str,
    *,
    choice: Choice,
    answerer: Answerer,
    remark: str = "",
    attachments: Sequence[Attachment] = (),
) -> AnswerRow:
    """Record the holder's answer on the lead. It changes no state: an officer reads it first.

    Raises NotFound as `open_link`, Refused when the link was used, BadInput on too much.
    """
    link = working_link(session, secret)
    answerer = checked_answerer(answerer, remark, len(attachments))
    lock_lead(session, link.lead_id)
    if standing_answer(session, link) is not None:
        raise Refused("answer.given")
    answer = AnswerRow(link_id=link.id, lead_id=link.lead_id, holder_id=link.holder_id)
    return _record(session, answer, choice, answerer, remark, attachments)


def answer_leads(
    session: Session,
    link: HolderLinkRow,
    lead_ids: Sequence[int],
    *,
    until: datetime,
    choice: Choice,
    answerer: Answerer,
    remark: str = "",
    attachments: Sequence[Attachment] = (),
) -> list[AnswerRow]:
    """Record one answer on several leads of the holder's page, `until` as in `asked_leads`.

    Leads that do not wait for this holder's answer (answered meanwhile, withdrawn, another
    holder's) are left out. Raises BadInput on too much, Refused where no lead is left.
    """
    answerer = checked_answerer(answerer, remark, len(attachments))
    for number in sorted(choose_asked(asked_leads(session, link.holder_id, until=until), lead_ids)):
        lock_lead(session, number)
    # What another window answered before the locks is seen now.
    waiting = choose_asked(asked_leads(session, link.holder_id, until=until), lead_ids)
    if not waiting:
        raise Refused("answer.none-waiting")
    answers = (
        AnswerRow(holder_link_id=link.id, lead_id=number, holder_id=link.holder_id)
        for number in waiting
    )
    return [_record(session, answer, choice, answerer, remark, attachments) for answer in answers]


def checked_answerer(answerer: Answerer, remark: str, files: int) -> Answerer:
    """Who answers, without blanks around the names. Raises BadInput on no name or too much."""
    if len(remark) > LONGEST_REMARK or files > MOST_FILES:
        raise BadInput("answer.too-much", characters=LONGEST_REMARK, files=MOST_FILES)
    name, function = answerer.name.strip(), answerer.function.strip()
    if not (0 < len(name) <= LONGEST_NAME and 0 < len(function) <= LONGEST_NAME):
        raise BadInput("answer.no-name", characters=LONGEST_NAME)
    return Answerer(name=name, function=function)


def _record(
    session: Session,
    answer: AnswerRow,
    choice: Choice,
    answerer: Answerer,
    remark: str,
    attachments: Sequence[Attachment],
) -> AnswerRow:
    """Store what was answered in a row that knows its link, lead and holder."""
    answer.choice = choice
    answer.name, answer.function = answerer.name, answerer.function
    answer.remark, answer.attachments = remark.strip(), tuple(attachments)
    session.add(answer)
    session.flush()
    through = {"link": answer.holder_link_id} if answer.holder_link_id is not None else {}
    trail.record(
        session,
        actor=f"holder:{answer.holder_id}",
        act="link.answer",
        subject=f"lead:{answer.lead_id}",
        choice=answer.choice,
        attachments=[attachment.sha256 for attachment in answer.attachments],
        **through,
    )
    return answer


def accept_answer(session: Session, answer_id: int, *, officer: str) -> None:
    """Take an answer over: an authorised shop, or one the holder supplies, enters the licence
    ledger (许可台账), and the right's leads are scored anew.

    An officer does this, not the link: whoever holds a forwarded mail must not license a shop.
    Raises NotFound, Refused.
    """
    answer = lock_row(session, AnswerRow, answer_id)
    if answer is None:
        raise NotFound("answer.unknown", answer=answer_id)
    if answer.accepted_at is not None:
        raise Refused("answer.accepted", answer=answer_id, user=answer.accepted_by)
    answer.accepted_by, answer.accepted_at = officer, now()
    lead = load_lead(session, answer.lead_id)
    if answer.choice != Choice.UNAUTHORISED.value:
        _license(session, lead.right_id, lead.version_id)
    trail.record(
        session, actor=officer, act="link.accept", subject=f"lead:{lead.id}", answer=answer.id,
        choice=answer.choice,
    )  # fmt: skip


def _license(session: Session, right_id: str, version_id: int) -> None:
    listing = session.get_one(ListingVersionRow, version_id).record
    if not listing.shop:
        raise Refused("answer.no-shop")
    seller = AuthorisedSeller(shop=listing.shop, platform=listing.platform)
    rescore(session, right_id)
    add_licence(session, right_id, seller, source="holder")


def lead_answers(session: Session, lead_id: int) -> list[AnswerRow]:
    """What holders answered on a lead, the newest first."""
    mine = sa.select(AnswerRow).where(AnswerRow.lead_id == lead_id)
    return list(session.scalars(mine.order_by(AnswerRow.id.desc())))


def permissions_after_verdict(session: Session, lead_ids: Sequence[int]) -> list[int]:
    """Leads whose holder said 授权 or 我司提供 after the verdict that stands: nobody has decided
    with that in mind. In the order given."""
    query = sa.select(AnswerRow.lead_id, sa.func.max(AnswerRow.answered_at, type_=Moment()))
    permitted = AnswerRow.choice != Choice.UNAUTHORISED.value
    newest = session.execute(
        query.where(AnswerRow.lead_id.in_(lead_ids), permitted).group_by(AnswerRow.lead_id)
    )
    answered = {lead: at for lead, at in newest if at is not None}
    verdicts = last_decisions(session, list(answered)) if answered else {}
    return [
        lead
        for lead in lead_ids
        if lead in answered and (lead not in verdicts or verdicts[lead].decided_at < answered[lead])
    ]
