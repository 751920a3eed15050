"""What lists say of working together: filters, marks, columns of the export, closing rates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from storage.base.database import Database
from storage.base.office_time import today
from storage.leads.snoozes import snooze, wake_due
from storage.tables.base import now
from storage.teamwork import assignments
from storage.teamwork.assignments import assign
from storage.teamwork.comments import add_comment
from storage.views.lead_queue import find_leads
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue_export import every_lead
from storage.views.teamwork.assignment_list import closing_rates
from storage.views.teamwork.day_counts import day_counts
from storage.views.teamwork.lead_marks import read_marks
from tests.console.sample_office import add_leads, an_office


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    _, database = an_office(tmp_path_factory.mktemp("office"), leads=0)
    yield database
    database.close()


def test_the_queue_is_cut_down_to_what_is_mine_by_me_or_overdue(database: Database) -> None:
    first, second, third = add_leads(database, [f"天赋河套 筛选 {n}" for n in range(3)])
    with database.begin() as session:
        assign(session, first, by="审", assignee="甲", due_on=today())
        late = assign(session, second, by="审", assignee="乙", due_on=today())
        late.due_on = today() - timedelta(days=1)
        over = assign(session, third, by="审", assignee="甲")
        assignments.give_back(session, over.id, by="甲", reason="不属本人")

    def leads(view: str, viewer: str) -> list[int]:
        with database.read() as session:
            filters = LeadFilter(assigned=view, viewer=viewer)
            return sorted(x.id for x in find_leads(session, filters, offset=0, limit=9).lines)

    assert leads("mine", "甲") == [first]
    assert leads("by-me", "审") == [first, second]
    assert leads("overdue", "看") == [second]
    assert leads("all", "看") == [first, second]
    with database.read() as session:
        lines = {line["id"]: line for line in every_lead(session)}
        assert lines[first]["assignee"] == "甲"
        assert lines[first]["due_on"] == today().isoformat()
        assert "assignee" not in lines[third]


def test_a_lead_is_marked_when_it_is_back_given_away_or_commented_on(database: Database) -> None:
    first, second, third = add_leads(database, [f"天赋河套 标记 {n}" for n in range(3)])
    tomorrow = today() + timedelta(days=1)
    with database.begin() as session:
        snooze(session, first, officer="甲", until=tomorrow, until_change=False)
        assert read_marks(session, [first])[first].snoozed_until == tomorrow
        wake_due(session, tomorrow)
        add_comment(session, second, "看过", author="甲")
        marks = read_marks(session, [first, second, third])
    assert (marks[first].back, marks[second].comments) == ("暂缓到期", 1)
    assert third not in marks


def test_the_daily_mail_names_late_assignments_and_unread_mentions(database: Database) -> None:
    (lead,) = add_leads(database, ["天赋河套 日报"])
    with database.begin() as session:
        assign(session, lead, by="审", assignee="审", due_on=today())
        add_comment(session, lead, "@法 请看", author="甲")
        lines = dict(day_counts(session, today() + timedelta(days=1)))
    assert lines["示例审逾期未反馈的交办"] == 1
    assert lines["评论中提到法，未读"] == 1


def test_the_closing_rate_leaves_out_what_was_returned_or_withdrawn(database: Database) -> None:
    leads = add_leads(database, [f"天赋河套 办结率 {n}" for n in range(4)])
    start = now()
    with database.begin() as session:
        rows = [assign(session, lead, by="管", assignee="法", due_on=today()) for lead in leads]
        for row in rows[:2]:
            assignments.report(session, row.id, by="法", feedback="看过")
        assignments.close_assignment(session, rows[0].id, by="管")
        assignments.give_back(session, rows[2].id, by="法", reason="不属本人")
        assignments.withdraw(session, rows[3].id, by="管")
        (rate,) = closing_rates(session, start, now())
    assert (rate.recipient, rate.assigned, rate.closed, rate.in_time) == ("法", 3, 1, 1)
    assert rate.rate == 0.5
