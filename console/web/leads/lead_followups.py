"""What follows on one lead beside its letters (后续): requests to assist, visits, samples, its site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.platform_assistance import (
    KIND,
    Escalation,
    replies_to,
    service_term,
)
from console.words.labels import MARK_STATES
from storage.base.vocabulary import SENT_NOTICES, DeadlineState
from storage.leads.shop_visits import visits_of
from storage.leads.site_contacts import lead_host, registrations_of, site_checks
from storage.leads.test_purchases import purchases_of
from storage.tables import (
    DeadlineRow,
    NoticeRow,
    PlatformReplyRow,
    RegistrationRow,
    ShopVisitRow,
    SiteCheckRow,
    TestPurchaseRow,
)
from storage.tables.assistance import REPLY_NAMES
from storage.tables.base import now
from storage.tables.purchases import IDENTIFICATION_NAMES


@dataclass(frozen=True, kw_only=True)
class AssistanceNotice:
    """One 配合调查通知 on the lead, with its term and what the platform did."""

    row: NoticeRow
    term: DeadlineRow | None
    replies: Sequence[PlatformReplyRow]
    now: datetime

    @property
    def awaits_service(self) -> bool:
        return self.term is None and self.row.state in SENT_NOTICES

    @property
    def is_overdue(self) -> bool:
        return self.is_running and self.term is not None and self.term.due_at < self.now

    @property
    def is_running(self) -> bool:
        return self.term is not None and self.term.state is DeadlineState.RUNNING


@dataclass(frozen=True, kw_only=True)
class LeadFollowUps:
    """All of it, the newest first."""

    reply_names: ClassVar = REPLY_NAMES
    mark_names: ClassVar = MARK_STATES
    identification_names: ClassVar = IDENTIFICATION_NAMES

    notices: Sequence[AssistanceNotice]
    visits: Sequence[ShopVisitRow]
    purchases: Sequence[TestPurchaseRow]
    registrations: Sequence[RegistrationRow]
    site_checks: Sequence[SiteCheckRow]

    @property
    def ways(self) -> Mapping[str, str]:
        """What may be drafted when a term is over, by kind of letter."""
        return {way.value: find_kind(way.value).name for way in Escalation}


def read_follow_ups(session: Session, lead_id: int, notices: Sequence[NoticeRow]) -> LeadFollowUps:
    """What followed on a lead; `notices` are all of its letters."""
    return LeadFollowUps(
        notices=[
            AssistanceNotice(
                row=row,
                term=service_term(session, row.id),
                replies=replies_to(session, row.id),
                now=now(),
            )
            for row in notices
            if row.kind == KIND
        ],
        visits=visits_of(session, [lead_id]),
        purchases=purchases_of(session, [lead_id]),
        registrations=registrations_of(session, lead_host(session, lead_id)),
        site_checks=site_checks(session, lead_id),
    )
