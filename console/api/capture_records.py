"""What an officer's browser sends and gets back (JSON), as typed records."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from console.api.records import Count, Id, Moment, Record, Score
from console.intake.sent_page import SentPage
from storage.base.errors import BadInput
from storage.records import Level, NextStep

_Short = Annotated[str, Field(max_length=2000)]


class BrowserDesk(Record):
    """Whose token this is, the console's clock, and what it takes."""

    officer: str
    office: str
    now: Moment
    most_dom: Count
    """Bytes of a page's document in UTF-8."""
    most_text: Count
    most_screenshot: Count


class BrowserPage(BaseModel):
    """A page as the browser held it; further keys are ignored."""

    model_config = ConfigDict(frozen=True)

    url: str
    title: _Short
    dom: str
    text: str
    taken_at: AwareDatetime
    sent_at: AwareDatetime
    browser: _Short
    extension: _Short
    pictures: Annotated[Sequence[str], Field(max_length=500)] = ()
    remarks: Annotated[Sequence[_Short], Field(max_length=20)] = ()

    def page(self) -> SentPage:
        """As the intake takes it."""
        return SentPage(
            url=self.url,
            title=self.title,
            dom=self.dom.encode("utf-8", "replace").decode(),
            text=self.text.encode("utf-8", "replace").decode(),
            taken_at=self.taken_at,
            sent_at=self.sent_at,
            browser=self.browser,
            extension=self.extension,
            pictures=tuple(self.pictures),
            remarks=tuple(self.remarks),
        )


class WholeBrowserPage(BrowserPage):
    """A page to be kept as evidence, with its picture and the hashes that the browser made."""

    screenshot: str
    """Full page, PNG, base64."""
    hashes: Mapping[str, str]
    """SHA-256 (hex) of dom, text and screenshot."""

    def picture(self) -> bytes:
        """The PNG. Raises BadInput."""
        try:
            return base64.b64decode(self.screenshot, validate=True)
        except (binascii.Error, ValueError):
            raise BadInput("sent-page.no-picture") from None


class ShownElement(Record):
    """One element with its answer, in Chinese."""

    name: str
    answer: str
    tone: str
    """`for`, `against` or `open`."""
    percent: Count
    why: Sequence[str]


class ShownOffer(Record):
    """One offer of a page with its assessment, as the side panel shows it."""

    url: str
    title: str
    price: str | None = None
    shop: str | None = None
    right: str | None = None
    score: Score | None = None
    level: Level = Level.NONE
    lead: bool = False
    """Whether it would be a lead."""
    next_step: NextStep = NextStep.NONE
    next_step_name: str
    elements: Sequence[ShownElement] = ()
    lawful: str | None = None
    """Why it is fair use, where it is."""


class ShownKnowledge(Record):
    """What the office already knows of the page."""

    listing: Id | None = None
    leads: Sequence[Id] = ()
    shop: Id | None = None
    shop_leads: Count = 0
    picture_leads: Sequence[Id] = ()


class BrowserReading(Record):
    """What the reader understood of a page."""

    kind: str
    """listing, list, page, other."""
    offer: ShownOffer | None = None
    hits: Sequence[ShownOffer] = ()
    cards: Count = 0
    earlier: ShownKnowledge


class BrowserReceipt(Record):
    """What a page that is kept became."""

    evidence: Id
    lead: Id | None = None
    listing: Id | None = None
    opened: bool
    again: bool
    """Whether it had arrived before."""
