"""合并: of two leads on one matter one remains and is counted; the other points to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.base.database import Database
from storage.base.errors import BadInput, Refused, StaleState
from storage.base.vocabulary import LeadState, Verdict
from storage.leads.lead_state import load_lead
from storage.leads.lifecycle import decide
from storage.teamwork.assignments import assign
from storage.teamwork.merges import likely_duplicates, merge, merged_into, undo_merge
from storage.views.lead_queue import count_leads
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue_export import every_lead
from tests.console.sample_office import add_leads, an_office


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    _, database = an_office(tmp_path_factory.mktemp("office"), leads=0)
    yield database
    database.close()


def test_an_export_counts_the_matter_once_until_the_merge_is_undone(database: Database) -> None:
    first, second = add_leads(database, ["天赋河套 重复", "天赋河套 重复"])
    with database.begin() as session:
        assert [row.id for row in likely_duplicates(session, load_lead(session, first))] == [second]
        merge(session, second, first, officer="甲", note="同一商品换了网址")
        assert load_lead(session, second).state is LeadState.MERGED
        assert [row.id for row in merged_into(session, first)] == [second]
        assert [line["id"] for line in every_lead(session)] == [first]
        assert count_leads(session, LeadFilter(states=(LeadState.MERGED,))) == 1
        undo_merge(session, second, officer="乙")
        assert load_lead(session, second).state is LeadState.PENDING
        assert count_leads(session, LeadFilter()) == 2
        with pytest.raises(StaleState):
            undo_merge(session, second, officer="乙")


def test_only_open_leads_of_one_right_are_merged_and_no_chains_made(database: Database) -> None:
    first, second, third, decided, assigned = add_leads(database, ["天赋河套 再重复"] * 5)
    with database.begin() as session:
        merge(session, second, first, officer="甲")
        with pytest.raises(BadInput):
            merge(session, first, first, officer="甲")
        with pytest.raises(Refused):
            merge(session, third, second, officer="甲")
        with pytest.raises(Refused):
            merge(session, first, third, officer="甲")
        decide(session, decided, Verdict.DISMISSED, officer="甲", reason="wrong_match")
        with pytest.raises(StaleState):
            merge(session, decided, first, officer="甲")
        assign(session, assigned, by="审", assignee="甲")
        with pytest.raises(Refused):
            merge(session, assigned, first, officer="甲")
        with pytest.raises(StaleState):
            merge(session, third, first, officer="甲", revision=77)
