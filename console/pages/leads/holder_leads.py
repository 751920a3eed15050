"""权利人线索页面: all leads that wait for one holder's answer, answered in bulk without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session
from starlette.responses import Response

from alerts.mail.alert_mail import MOST_REASONS, listing_rows, load_alerts
from alerts.mail.alert_picture import lead_picture, leads_with_picture
from alerts.mail.grounds import grounds
from alerts.text.plain_text import masked_line
from console.web.answer_form import (
    ANSWER_FIELDS,
    answer_values,
    answerer_of,
    chosen_answer,
    store_attachments,
)
from console.web.outside_links import behind_link, contacts, link_secret
from console.web.page_request import PageRequest
from console.web.pagination import Pagination
from console.web.parameters import LARGEST_ID
from console.web.queue.platform_names import PlatformNames, platform_names
from console.web.route import EVERYONE, Route
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.message import Language
from storage.base.settings import Settings
from storage.base.vocabulary import DecisionKind
from storage.leads.citable_captures import assessed_listings
from storage.leads.standing_verdicts import last_decisions
from storage.records import Listing, Right
from storage.records.right_words import HOLDER_NAMES
from storage.rights.asked_leads import (
    AskedLead,
    GivenAnswer,
    asked_leads,
    choose_asked,
    given_answers,
)
from storage.rights.holder_answers import CHOICE_NAMES, LONGEST_NAME, LONGEST_REMARK, answer_leads
from storage.rights.holder_links import HOLDER_PATH, open_holder_link
from storage.rights.link_secrets import load_working_link
from storage.rights.offered_papers import paper_kind_names, papers_of_holder, rights_of_holder
from storage.rights.store import load_holder, load_rights_of
from storage.tables import (
    HolderLinkRow,
    LeadRow,
    OfferedPaperRow,
    RightRow,
)
from storage.tables.base import now

_A_PAGE = 20
"""Leads on one page; chosen by hand, since each has a picture."""
_MOST_ANSWERS = 100
"""Earlier answers that the page lists; chosen by hand, the newest ones."""


@dataclass(frozen=True, kw_only=True)
class HolderCard:
    """One lead as its holder may see it, without officers' names and notes."""

    asked: AskedLead
    title: str
    right: Right
    right_kind: str
    rows: Sequence[tuple[str, str]]
    listing: Listing
    reason: str
    grounds: Sequence[str]
    has_picture: bool
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class HolderPage:
    """What the page of one holder shows."""

    holder: str
    expires_at: datetime
    cards: Sequence[HolderCard]
    pagination: Pagination
    answers: Sequence[GivenAnswer]
    rights: Sequence[RightRow]
    """The holder's rights, for which papers may be handed in."""
    papers: Sequence[OfferedPaperRow]


@behind_link
def show_holder_leads(request: PageRequest) -> Response:
    """The leads that wait for the holder's answer, and what the holder answered."""
    return _page(request, dict.fromkeys(ANSWER_FIELDS, ""))


@behind_link
def receive_holder_answers(request: PageRequest) -> Response:
    """Receive one answer for the ticked leads; it changes nothing before an officer has read it."""
    values = answer_values(request)
    numbers = _ticked(request)
    with request.database.read() as session:
        link = load_working_link(session, HolderLinkRow, link_secret(request))
        waiting = asked_leads(session, link.holder_id, until=_settled(request.settings))
    try:
        # Files are kept only for an answer that is whole.
        if not choose_asked(waiting, numbers):
            raise Refused("answer.none-waiting")
        choice, answerer = chosen_answer(values), answerer_of(request, values)
        attachments = store_attachments(request)
        with request.database.begin() as session:
            answers = answer_leads(
                session,
                open_holder_link(session, link_secret(request)),
                numbers,
                until=_settled(request.settings),
                choice=choice,
                answerer=answerer,
                remark=values["remark"],
                attachments=attachments,
            )
    except (BadInput, Refused) as error:
        return _page(request, values, numbers, error=error.text(Language.CHINESE))
    left = len(set(numbers)) - len(answers)
    return request.redirect(f"{request.path}?received={len(answers)}&left={left}")


@behind_link
def show_lead_picture(request: PageRequest) -> Response:
    """The captured page's top, numbers of persons covered, of a lead that waits for the holder."""
    number = request.path_number()
    with request.database.read() as session:
        link = load_working_link(session, HolderLinkRow, link_secret(request))
        waiting = asked_leads(session, link.holder_id, until=_settled(request.settings))
        picture = (
            lead_picture(session, request.settings, number)
            if choose_asked(waiting, [number])
            else None
        )
    if picture is None:
        raise NotFound("page.row-unknown", number=number)
    return Response(picture.jpeg, media_type="image/jpeg")


def _page(
    request: PageRequest,
    values: dict[str, str],
    ticked: Sequence[int] = (),
    *,
    error: str | None = None,
) -> Response:
    secret = link_secret(request)
    with request.database.begin() as session:
        link = open_holder_link(session, secret)
        page = _load_page(session, request, link)
    all_ticked = request.query.get("all") == "1"
    return request.render(
        "holder_leads.html",
        status=400 if error else 200,
        page=page,
        path=f"{HOLDER_PATH}{secret}",
        ticked={card.asked.lead_id for card in page.cards} if all_ticked else set(ticked),
        all_ticked=all_ticked,
        choices=CHOICE_NAMES,
        values=values,
        longest=LONGEST_NAME,
        longest_remark=LONGEST_REMARK,
        error=error,
        received=request.query_number("received", 0),
        left=request.query_number("left", 0),
        paper_kinds=paper_kind_names(),
        papers_received=request.query_number("papers", 0),
        **contacts(request),
    )


def _load_page(session: Session, request: PageRequest, link: HolderLinkRow) -> HolderPage:
    waiting = asked_leads(session, link.holder_id, until=_settled(request.settings))
    pagination = Pagination(total=len(waiting), page=1, size=_A_PAGE)
    number = min(max(1, request.query_number("page", 1)), pagination.last)
    pagination = Pagination(total=len(waiting), page=number, size=_A_PAGE)
    return HolderPage(
        holder=load_holder(session, link.holder_id).name,
        expires_at=link.expires_at,
        cards=_cards(session, request.settings, waiting[(number - 1) * _A_PAGE : number * _A_PAGE]),
        pagination=pagination,
        answers=given_answers(session, link.holder_id, most=_MOST_ANSWERS),
        rights=rights_of_holder(session, link.holder_id),
        papers=papers_of_holder(session, link.holder_id)[:_MOST_ANSWERS],
    )


class _Ground(NamedTuple):
    """Why a lead is shown to its holder."""

    right: Right
    listing: Listing
    reason: str
    lines: Sequence[str]


def _cards(session: Session, settings: Settings, asked: Sequence[AskedLead]) -> list[HolderCard]:
    """The cards of these leads; a fixed number of statements, whatever their number, and those that
    load each right."""
    grounds_of = _grounds(session, asked)
    pictured = leads_with_picture(session, settings, list(grounds_of))
    names = platform_names(settings)
    return [
        HolderCard(
            asked=lead,
            title=masked_line(ground.listing.title),
            right=ground.right,
            right_kind=HOLDER_NAMES[ground.right.kind],
            rows=_rows(ground.listing, names),
            listing=ground.listing,
            reason=ground.reason,
            grounds=ground.lines,
            has_picture=lead.lead_id in pictured,
            is_overdue=lead.due_at is not None and lead.due_at <= now(),
        )
        for lead in asked
        for ground in (grounds_of[lead.lead_id],)
    ]


def _rows(listing: Listing, names: PlatformNames) -> list[tuple[str, str]]:
    return [
        (name, names.name(listing.platform or "", listing.url) if name == "平台" else value)
        for name, value in listing_rows(listing)
        if name != "标题"
    ]


def _grounds(session: Session, asked: Sequence[AskedLead]) -> dict[int, _Ground]:
    """By lead: the officer's verdict where it stands confirmed, else the letter that asks the holder."""
    decisions = last_decisions(session, [lead.lead_id for lead in asked]) if asked else {}
    confirmed = [d for d in decisions.values() if d.verdict == DecisionKind.CONFIRMED]
    grounds_of = {
        alert.lead_id: _Ground(
            alert.right, alert.listing, f"核查意见：{alert.reason}", alert.grounds
        )
        for alert in load_alerts(session, confirmed)
    }
    without = {lead.lead_id: lead for lead in asked if lead.lead_id not in grounds_of}
    query = sa.select(LeadRow.id, LeadRow.right_id).where(LeadRow.id.in_(without))
    right_ids = {row.id: row.right_id for row in session.execute(query)}
    rights = load_rights_of(session, right_ids.values())
    for number, assessed in assessed_listings(session, without).items():
        right, letter = rights[right_ids[number]], without[number].letter
        grounds_of[number] = _Ground(
            right,
            assessed.listing,
            f"我局已发出协助辨认（鉴别）通知书（{letter or '文号见通知书'}）",
            grounds(assessed.signals, right.kind, most=MOST_REASONS),
        )
    return grounds_of


def _settled(settings: Settings) -> datetime:
    """The last moment whose verdicts are no longer undone in passing: the mail waits as long."""
    return now() - timedelta(minutes=settings.undo_minutes)


def _ticked(request: PageRequest) -> list[int]:
    values = [str(value) for value in request.form.getlist("lead")]
    numbers = [int(value) for value in values if value.isascii() and value.isdigit()]
    return [number for number in numbers if number <= LARGEST_ID]


ROUTES = (
    Route(path=HOLDER_PATH + "{secret}", handler=show_holder_leads, roles=EVERYONE),
    Route(
        path=HOLDER_PATH + "{secret}",
        handler=receive_holder_answers,
        roles=EVERYONE,
        method="POST",
    ),
    Route(
        path=HOLDER_PATH + "{secret}/pictures/{id:int}", handler=show_lead_picture, roles=EVERYONE
    ),
)
