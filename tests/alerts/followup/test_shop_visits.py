"""幽灵网店: a visit to a false address, the request to mark it, and whether the mark appeared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from alerts.followup.recheck_results import settle_rechecks
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused
from storage.leads.shop_visits import (
    record_mark,
    record_visit,
    request_mark,
    settle_marks,
    visits_of,
)
from storage.listings.store import SeenListing, save_listings
from storage.records.attachment import Attachment
from storage.tables.base import now
from tests.alerts.conftest import FLOUR, OpenLead

PHOTO = Attachment(name="门牌.jpg", type="image/jpeg", size=3, sha256="ab" * 32)
VISIT = {
    "address": "示例街9号",
    "officers": ["张", "李"],
    "finding": "未见该店",
    "address_false": True,
    "recorded_by": "zhang",
}


@pytest.mark.both_databases
def test_the_mark_is_looked_for_on_pages_seen_after_the_request(
    database: Database, new_lead: OpenLead
) -> None:
    asked_at = now() - timedelta(days=3)
    with database.begin() as session:
        lead = new_lead(session, key="flour")
        visit = record_visit(
            session, lead, visited_at=asked_at - timedelta(days=1), photos=[PHOTO], **VISIT
        )
        request_mark(session, visit.id, at=asked_at, by="zhang")
        assert settle_rechecks(session) == {}
        crawled = SeenListing(key="flour", listing=FLOUR)
        save_listings(session, [crawled], run_id=None, at=asked_at + timedelta(days=1))
        assert settle_rechecks(session)["mark_missing"] == 1
        assert settle_rechecks(session) == {}
        marked = replace(FLOUR, title=f"【经营地址不实】{FLOUR.title}")
        save_listings(
            session,
            [SeenListing(key="flour", listing=marked)],
            run_id=None,
            at=asked_at + timedelta(days=2),
        )
        assert settle_rechecks(session)["mark_visible"] == 1
    with database.read() as session:
        (visit,) = visits_of(session, [lead])
        assert (visit.mark, visit.mark_note) == ("visible", "页面文字有“地址不实”")
        assert (visit.officers, visit.photos) == (("张", "李"), (PHOTO,))


def test_a_visit_needs_two_persons_and_a_mark_a_false_address(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead = new_lead(session)
        for officers in (["张"], ["张", " 张 "], ["张", ""]):
            with pytest.raises(BadInput, match="two different officers"):
                record_visit(session, lead, visited_at=now(), **{**VISIT, "officers": officers})
        with pytest.raises(BadInput, match="still to come"):
            record_visit(session, lead, visited_at=now() + timedelta(hours=1), **VISIT)
        with pytest.raises(BadInput, match="what was found"):
            record_visit(session, lead, visited_at=now(), **{**VISIT, "finding": " "})
        with pytest.raises(NotFound):
            record_visit(session, 999, visited_at=now(), **VISIT)
        true = record_visit(session, lead, visited_at=now(), **{**VISIT, "address_false": False})
        with pytest.raises(Refused, match="did not find a false address"):
            request_mark(session, true.id, at=now(), by="zhang")
        false = record_visit(session, lead, visited_at=now(), **VISIT)
        with pytest.raises(Refused, match="not asked for yet"):
            record_mark(session, false.id, is_visible=True, by="zhang")
        request_mark(session, false.id, at=now(), by="zhang")
        record_mark(session, false.id, is_visible=False, note="店铺首页、商品页均无", by="li")
        assert (false.mark, false.mark_note) == ("missing", "店铺首页、商品页均无")


def test_no_lead_is_read_where_no_mark_is_asked_for(database: Database, new_lead: OpenLead) -> None:
    statements: list[str] = []
    with database.begin() as session:
        new_lead(session, key="flour")
        event.listen(
            database.engine,
            "before_cursor_execute",
            lambda _connection, _cursor, statement, *_: statements.append(statement),
        )
        assert settle_marks(session, at=now()) == {"visible": 0, "missing": 0}
    assert [
        statement
        for statement in statements
        if "FROM leads" in statement or "JOIN leads" in statement
    ] == []
