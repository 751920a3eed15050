"""To whom a form offers to assign leads (承办): colleagues and the sub-offices that take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from storage.tables import SubOfficeRow
from storage.teamwork.colleagues import Colleague, colleagues
from storage.teamwork.sub_offices import list_sub_offices


@dataclass(frozen=True, kw_only=True)
class AssignmentChoices:
    """What the form of an assignment offers."""

    people: Sequence[Colleague]
    sub_offices: Sequence[SubOfficeRow]


def assignment_choices(session: Session, *, region: str | None = None) -> AssignmentChoices:
    """Colleagues by login; the sub-office in whose district `region` (GB/T 2260) lies stands first."""
    offices = list_sub_offices(session, active_only=True)
    return AssignmentChoices(
        people=colleagues(session),
        sub_offices=sorted(
            offices,
            key=lambda office: not (region and office.region and region.startswith(office.region)),
        ),
    )
