"""Pages from an officer's own browser (执法人员浏览器提取): read and assessed at once, kept on her word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from console.api.call import Call, Operation
from console.api.capture_records import (
    BrowserDesk,
    BrowserPage,
    BrowserReading,
    BrowserReceipt,
    ShownElement,
    ShownKnowledge,
    ShownOffer,
    WholeBrowserPage,
)
from console.intake import sent_page
from console.intake.kept_page import keep_page
from console.intake.page_understanding import AssessedOffer, Understanding, understand
from console.web.leads.elements import next_step_name, read_elements
from console.web.route import DECIDERS
from storage.base.errors import BadInput
from storage.law.article_words import with_articles
from storage.people.api_tokens import CAPTURES
from storage.people.sign_in import Officer
from storage.records import NextStep

_MOST_HITS = 100
"""Hits of a list in one answer; chosen by hand."""


def browser_desk(call: Call) -> BrowserDesk:
    """Whose token this is, and the console's clock: what the extension asks when it is set up."""
    return BrowserDesk(
        officer=_officer(call).shown_name,
        office=call.settings.office_name,
        now=datetime.now(UTC).isoformat(timespec="milliseconds"),
        most_dom=sent_page.MOST_DOM,
        most_text=sent_page.MOST_TEXT,
        most_screenshot=sent_page.MOST_SCREENSHOT,
    )


def read_browser_page(call: Call) -> BrowserReading:
    """Read and assess a page that the officer looks at; nothing is kept."""
    assert isinstance(call.body, BrowserPage)
    _officer(call)
    return _shown_reading(understand(call.database, call.settings, call.body.page()))


def keep_browser_page(call: Call) -> BrowserReceipt:
    """Keep a page as evidence taken in the officer's browser, with its listing and lead."""
    assert isinstance(call.body, WholeBrowserPage)
    page = replace(call.body.page(), screenshot=call.body.picture(), hashes=dict(call.body.hashes))
    receipt = keep_page(call.database, call.settings, page, _officer(call))
    return BrowserReceipt(
        evidence=receipt.evidence,
        lead=receipt.lead,
        listing=receipt.listing,
        opened=receipt.opened,
        again=receipt.again,
    )


def _officer(call: Call) -> Officer:
    """Raises BadInput unless the token's officer may take evidence, and while she must change her password."""
    if call.officer is None or not call.officer.may(DECIDERS):
        raise BadInput("sent-page.role")
    if call.officer.must_change:
        raise BadInput("sent-page.password")
    return call.officer


def _shown_reading(understanding: Understanding) -> BrowserReading:
    knowledge = understanding.earlier
    return BrowserReading(
        kind=understanding.kind,
        offer=_shown_offer(understanding.offer) if understanding.offer else None,
        hits=[_shown_offer(offer) for offer in understanding.hits[:_MOST_HITS]],
        cards=understanding.cards,
        earlier=ShownKnowledge(
            listing=knowledge.listing,
            leads=knowledge.leads,
            shop=knowledge.shop,
            shop_leads=knowledge.shop_leads,
            picture_leads=knowledge.picture_leads,
        ),
    )


def _shown_offer(offer: AssessedOffer) -> ShownOffer:
    listing, assessment = offer.listing, offer.assessment
    price = listing.price
    line_of_offer = ShownOffer(
        url=listing.url,
        title=listing.title,
        price=f"{price:f} {listing.currency or '元'}" if price is not None else None,
        shop=listing.shop,
        right=offer.right,
        next_step_name=next_step_name(NextStep.NONE),
    )
    if assessment is None or offer.right is None:
        return line_of_offer
    lines = read_elements(assessment.elements, assessment.signals).lines
    return line_of_offer.model_copy(
        update={
            "score": assessment.score,
            "level": assessment.level,
            "lead": assessment.lead,
            "next_step": assessment.next_step,
            "next_step_name": next_step_name(assessment.next_step),
            "lawful": with_articles(assessment.fair_use.why) if assessment.fair_use else None,
            "elements": [
                ShownElement(
                    name=line.name,
                    answer=line.answer,
                    tone=line.tone,
                    percent=line.percent,
                    why=[ground.explanation for ground in line.why][:3],
                )
                for line in lines
            ],
        }
    )


CAPTURE_OPERATIONS = (
    Operation(
        path="/captures/desk", handler=browser_desk, summary="The token's officer and the clock",
        scope=CAPTURES, answer=BrowserDesk, for_extension=True,
    ),
    Operation(
        path="/captures/reading", handler=read_browser_page, summary="Read and assess a page",
        scope=CAPTURES, method="POST", body=BrowserPage, answer=BrowserReading,
        for_extension=True,
    ),
    Operation(
        path="/captures", handler=keep_browser_page, summary="Keep a page as evidence",
        scope=CAPTURES, method="POST", body=WholeBrowserPage, answer=BrowserReceipt,
        for_extension=True,
    ),
)  # fmt: skip
