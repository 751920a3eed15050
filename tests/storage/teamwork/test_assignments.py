"""交办: a lead is given away with a term, reported on, returned, closed; a verdict reports by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from alerts.followup.verdicts import give_verdict, take_back
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused, StaleState
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.tables import AssignmentState, AuditRow, UserRow
from storage.teamwork import assignments
from storage.teamwork.assignments import assign
from storage.teamwork.sub_offices import add_sub_office, change_sub_office, place_user
from tests.console.sample_office import add_leads, an_office

Office = tuple[Settings, Database]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    settings, database = an_office(tmp_path_factory.mktemp("office"), leads=0)
    yield settings, database
    database.close()


def test_it_is_reported_sent_back_reported_again_and_closed(office: Office) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 交办 一"])
    with office[1].begin() as session:
        row = assign(session, lead, by="审", assignee="甲", due_on=today() + timedelta(days=3),
                     note="到现场看一看")  # fmt: skip
        with pytest.raises(Refused):
            assignments.report(session, row.id, by="乙", feedback="看过")
        assignments.report(session, row.id, by="甲", feedback="已到现场，店已关")
        with pytest.raises(Refused):
            assignments.close_assignment(session, row.id, by="甲")
        assignments.send_back(session, row.id, by="审", reason="请附照片")
        assert (row.state, row.reason) == (AssignmentState.RUNNING, "请附照片")
        assignments.report(session, row.id, by="甲", feedback="照片已附")
        assignments.close_assignment(session, row.id, by="审")
        with pytest.raises(StaleState):
            assignments.withdraw(session, row.id, by="审")
        acts = session.scalars(
            sa.select(AuditRow.act).where(AuditRow.subject == f"lead:{lead}").order_by(AuditRow.id)
        ).all()
    assert acts[1:] == [
        "lead.assign", "lead.report", "lead.send_back", "lead.report", "lead.settle",
    ]  # fmt: skip


def test_the_assignee_may_return_it_with_a_reason_and_it_can_be_assigned_anew(
    office: Office,
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 交办 二"])
    with office[1].begin() as session:
        row = assign(session, lead, by="审", assignee="甲")
        with pytest.raises(StaleState):
            assign(session, lead, by="管", assignee="乙")
        with pytest.raises(BadInput):
            assignments.give_back(session, row.id, by="甲", reason=" ")
        assignments.give_back(session, row.id, by="甲", reason="不属本人辖区")
        again = assign(session, lead, by="审", assignee="乙")
        assignments.withdraw(session, again.id, by="审")
    assert (row.state, again.state) == (AssignmentState.RETURNED, AssignmentState.WITHDRAWN)


def test_whoever_belongs_to_the_sub_office_may_report(office: Office) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 交办 三"])
    with office[1].begin() as session:
        branch = add_sub_office(session, "示例旗局", "150824", actor="管")
        user = session.scalars(sa.select(UserRow).where(UserRow.name == "乙")).one()
        place_user(session, user.id, branch.id, actor="管")
        row = assign(session, lead, by="审", sub_office_id=branch.id)
        with pytest.raises(Refused):
            assignments.report(session, row.id, by="甲", feedback="看过")
        assignments.report(session, row.id, by="乙", feedback="看过")
        change_sub_office(session, branch.id, name="示例旗局", region="", active=False, actor="管")
        assignments.withdraw(session, row.id, by="审")
        with pytest.raises(BadInput):
            assign(session, lead, by="审", sub_office_id=branch.id)


def test_the_assignees_verdict_is_her_feedback_until_it_is_taken_back(office: Office) -> None:
    settings, database = office
    (lead,) = add_leads(database, ["天赋河套 交办 四"])
    with database.begin() as session:
        row = assign(session, lead, by="审", assignee="甲")
        give_verdict(session, lead, Verdict.DISMISSED, officer="甲", reason="place_name",
                     settings=settings)  # fmt: skip
        assert row.state is AssignmentState.REPORTED
        assert row.feedback == "核查意见：已排除；正当使用地名、产地"
        take_back(session, lead, officer="甲", settings=settings)
        assert (row.state, row.feedback) == (AssignmentState.RUNNING, None)


def test_a_wrong_person_term_or_target_is_refused(office: Office) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 交办 五"])
    with office[1].begin() as session:
        with pytest.raises(NotFound):
            assign(session, lead, by="审", assignee="看")
        with pytest.raises(BadInput):
            assign(session, lead, by="审")
        with pytest.raises(BadInput):
            assign(session, lead, by="审", assignee="甲", due_on=today() - timedelta(days=1))
        with pytest.raises(StaleState):
            assign(session, lead, by="审", assignee="甲", revision=99)
