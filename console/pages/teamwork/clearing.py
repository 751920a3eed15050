"""成组核查: one verdict on a shop's or a picture's leads, but for those unticked; undone as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session
from starlette.responses import Response

from alerts.followup.verdicts import give_verdict, take_back
from console.web.change_each import change_each, ticked_leads
from console.web.form_values import read_lead_number, read_revision, read_verdict
from console.web.leads.reasons import suggested_for_group
from console.web.leads.verdict_choices import VerdictChoice, verdict_choices
from console.web.page_request import PageRequest
from console.web.queue_view import QueueView, read_view
from console.web.rendering import mark_words, to_query
from console.web.route import DECIDERS, SIGNED_IN, Route
from console.words.prices import show_price
from storage.base.errors import BadInput
from storage.base.reasons import REASON_BY_CODE
from storage.base.vocabulary import LeadState
from storage.tables import ShopRow
from storage.teamwork.batches import BatchCount, count_batch, open_batch, standing_leads
from storage.views.queue_groups import Grouping
from storage.views.teamwork.lead_group import LeadCard, LeadCards, next_group, read_cards

Refusal = tuple[int, str]
"""(lead, why) of a lead that was not decided."""


@dataclass(frozen=True, kw_only=True)
class ShownCard:
    """One lead of the group as the page shows it."""

    card: LeadCard
    pieces: Sequence[tuple[str, str]]
    """Its title, the marks in it apart."""
    price: str
    holder: str | None
    """The colleague who works on it; None when it is free."""


@dataclass(frozen=True, kw_only=True)
class GroupModel:
    """What the page of a group shows."""

    view: QueueView
    grouping: Grouping
    name: str
    cards: Sequence[ShownCard]
    total: int
    skip: int
    place: float
    rights: Sequence[str]
    verdicts: Sequence[VerdictChoice]
    can_decide: bool
    batch: BatchCount | None
    """The batch that this officer gave just before."""
    next_url: str

    @property
    def batch_reason(self) -> str:
        return REASON_BY_CODE[self.batch.batch.reason].name if self.batch else ""

    @property
    def queue_url(self) -> str:
        cleared = {"shop": None, "picture": None, "group": self.grouping.value}
        return self.view.queue_url(**cleared)


def show_group(request: PageRequest) -> Response:
    """One group of a view; without a group named, on to the first one."""
    view, grouping = _read_group(request)
    key = view.value(grouping.value)
    skip = request.query_number("skip", 0)
    with request.database.read() as session:
        if not key:
            return request.redirect(_next_url(session, view, grouping, None))
        page = read_cards(session, view.lead_filter, skip=skip)
        suggested = suggested_for_group([card.signals for card in page.cards])
        number = request.query_number("done", 0)
        batch = count_batch(session, number) if number else None
        model = GroupModel(
            view=view,
            grouping=grouping,
            name=_group_name(session, view, grouping),
            cards=[_shown_card(card, request.officer_name) for card in page.cards],
            total=page.total,
            skip=skip,
            place=page.place,
            rights=list(dict.fromkeys(card.line.right for card in page.cards)),
            verdicts=verdict_choices(suggested),
            can_decide=request.has_role(DECIDERS),
            batch=batch,
            next_url=_next_url(session, view, grouping, (page.place, key)),
        )
    return request.render("group.html", page=model)


def decide_group(request: PageRequest) -> Response:
    """One verdict on the ticked leads of a group, each decided or refused by itself, then the next
    group; where a lead was refused, why."""
    view, grouping = _read_group(request)
    verdict, reason = read_verdict(request.form_value("verdict")), request.form_value("reason")
    note = request.form_value("note") or None
    revisions = {read_lead_number(lead): text for lead, text in ticked_leads(request).items()}
    if not revisions:
        raise BadInput("batch.empty")
    with request.database.begin() as session:
        number = open_batch(
            session, verdict, reason=reason, note=note, officer=request.officer_name
        ).id

    def decide(session: Session, lead: int) -> None:
        give_verdict(
            session, lead, verdict, officer=request.officer_name, reason=reason, note=note,
            revision=read_revision(revisions[lead]), batch_id=number, settings=request.settings,
        )  # fmt: skip

    changes = change_each(request, revisions, decide)
    refusals = changes.refused
    with request.database.read() as session:
        going_on = _after_verdict(request, session, view, grouping, len(changes.changed))
        if not refusals and going_on.startswith("/leads/group"):
            return request.redirect(f"{going_on}&done={number}")
        if not refusals:
            return request.redirect(f"/batches/{number}{to_query(view.parameters)}")
        count = count_batch(session, number)
    return _show_batch(request, count, refusals, going_on)


def show_batch(request: PageRequest) -> Response:
    """What a batch decided, and how many of its verdicts stand."""
    view = read_view(request.query, request.officer_name)
    with request.database.read() as session:
        count = count_batch(session, request.path_number())
    cleared = {"shop": None, "picture": None}
    return _show_batch(request, count, [], view.queue_url(**cleared))


def undo_batch(request: PageRequest) -> Response:
    """Take all verdicts of a batch back that stand, lead by lead."""
    with request.database.read() as session:
        count_batch(session, request.path_number())
        leads = standing_leads(session, request.path_number())

    def undo(session: Session, lead: int) -> None:
        take_back(
            session, lead, officer=request.officer_name,
            note=request.form_value("note") or None, settings=request.settings,
        )  # fmt: skip

    changes = change_each(request, leads, undo)
    with request.database.read() as session:
        count = count_batch(session, request.path_number())
    return _show_batch(request, count, changes.refused, "/leads")


def _show_batch(
    request: PageRequest, count: BatchCount, refusals: Sequence[Refusal], going_on: str
) -> Response:
    nothing_changed = bool(refusals) and not count.standing and count.verdicts == 0
    return request.render(
        "batch.html",
        status=409 if nothing_changed else 200,
        count=count,
        refusals=refusals,
        going_on=going_on,
        reason=REASON_BY_CODE[count.batch.reason].name,
        can_decide=request.has_role(DECIDERS),
    )


def _after_verdict(
    request: PageRequest, session: Session, view: QueueView, grouping: Grouping, decided: int
) -> str:
    """The rest of the group where it has more than one page, else the next group."""
    skip = _read_count(request, "skip") + _read_count(request, "cards") - decided
    remaining: LeadCards = read_cards(session, view.lead_filter, skip=skip)
    if remaining.cards:
        return "/leads/group" + to_query(view.parameters, skip=skip)
    place = (_read_place(request.form_value("place")), view.value(grouping.value))
    return _next_url(session, view, grouping, place)


def _next_url(
    session: Session, view: QueueView, grouping: Grouping, after: tuple[float, str] | None
) -> str:
    """The next group of the view; the queue where there is none."""
    key = next_group(session, view.lead_filter, grouping, after=after)
    cleared = {"shop": None, "picture": None, "group": grouping.value}
    if key is None:
        return view.queue_url(**cleared)
    return "/leads/group" + to_query(view.parameters, **{**cleared, grouping.value: key})


def _read_group(request: PageRequest) -> tuple[QueueView, Grouping]:
    """The view and by what it is grouped; a named picture groups by picture, all else by shop."""
    view = read_view(request.query, request.officer_name)
    by_picture = view.value("picture") and not view.value("shop")
    return view, view.grouping or (Grouping.PICTURE if by_picture else Grouping.SHOP)


def _group_name(session: Session, view: QueueView, grouping: Grouping) -> str:
    if grouping is Grouping.PICTURE:
        return "相同主图"
    shop = session.get(ShopRow, view.lead_filter.shop_id or 0)
    return shop.name if shop else "店铺"


def _shown_card(card: LeadCard, officer: str) -> ShownCard:
    line = card.line
    spans = [
        (start, start + len(quote), "for")
        for quote in card.quotes
        if (start := line.title.find(quote)) >= 0
    ]
    is_taken = line.state is LeadState.CLAIMED and line.claimed_by != officer
    return ShownCard(
        card=card,
        pieces=mark_words(line.title, spans),
        price="" if line.price is None else show_price(Decimal(line.price) / 100, line.currency),
        holder=line.claimed_by if is_taken else None,
    )


def _read_count(request: PageRequest, name: str) -> int:
    text = request.form_value(name)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("batch.place")
    return int(text)


def _read_place(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise BadInput("batch.place") from error


ROUTES = (
    Route(path="/leads/group", handler=show_group, roles=SIGNED_IN),
    Route(path="/leads/group", handler=decide_group, roles=DECIDERS, method="POST"),
    Route(path="/batches/{id:int}", handler=show_batch, roles=SIGNED_IN),
    Route(path="/batches/{id:int}/undo", handler=undo_batch, roles=DECIDERS, method="POST"),
)
