"""Views of the queue are kept for an officer or the office, renamed, deleted, and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.vocabulary import Role
from storage.people.saved_views import (
    KEPT_DAYS,
    MOST_VIEWS,
    delete_view,
    rename_view,
    restore_view,
    save_view,
    saved_views,
)
from storage.people.sign_in import Officer
from storage.tables import SavedViewRow
from storage.tables.base import now
from tests.officers import enter_officer


def _officer(session: Session, name: str) -> Officer:
    row = enter_officer(session, name, Role.OFFICER)
    session.flush()
    return Officer(user_id=row.id, name=name, role=Role.OFFICER, shown_name=name)


def _names(session: Session, officer: Officer, *, deleted: bool = False) -> Sequence[str]:
    return [view.name for view in saved_views(session, officer, deleted=deleted)]


@pytest.mark.both_databases
def test_the_offices_views_are_everybodys_and_an_officers_are_her_own(database: Database) -> None:
    with database.begin() as session:
        li, wang = _officer(session, "li"), _officer(session, "wang")
        save_view(session, li, "红色", "tab=pending&level=red", for_office=False)
        save_view(session, li, "京东", "platform=jd.com", for_office=True)
        assert _names(session, li) == ["京东", "红色"]
        assert _names(session, wang) == ["京东"]
        again = save_view(session, li, "红色", "tab=all&level=red", for_office=False)
        assert [view.query for view in saved_views(session, li)][1] == again.query
        with pytest.raises(NotFound):
            rename_view(session, wang, again.id, "我的", may_office=True)


@pytest.mark.both_databases
def test_a_deleted_view_comes_back_under_a_name_that_is_free(database: Database) -> None:
    with database.begin() as session:
        li = _officer(session, "li")
        first = save_view(session, li, "红色", "level=red", for_office=False)
        delete_view(session, li, first.id, may_office=False)
        assert (_names(session, li), _names(session, li, deleted=True)) == ([], ["红色"])
        save_view(session, li, "红色", "level=red&tier=1", for_office=False)
        restore_view(session, li, first.id, may_office=False)
        assert sorted(_names(session, li)) == ["红色", "红色 2"]
        delete_view(session, li, first.id, may_office=False)
        long_ago = now() - timedelta(days=KEPT_DAYS + 1)
        session.execute(sa.update(SavedViewRow).values(deleted_at=long_ago).where(
            SavedViewRow.id == first.id))  # fmt: skip
        second = save_view(session, li, "橙色", "level=orange", for_office=False)
        delete_view(session, li, second.id, may_office=False)
        assert _names(session, li, deleted=True) == ["橙色"]


def test_what_cannot_be_kept_is_refused(database: Database) -> None:
    with database.begin() as session:
        li = _officer(session, "li")
        office = save_view(session, li, "本局", "", for_office=True)
        for name in ("", " ", "长" * 41):
            with pytest.raises(BadInput):
                save_view(session, li, name, "", for_office=False)
        with pytest.raises(BadInput):
            save_view(session, li, "长", "q=" + "x" * 2000, for_office=False)
        for change in (delete_view, restore_view):
            with pytest.raises(Refused):
                change(session, li, office.id, may_office=False)
        for number in range(MOST_VIEWS):
            save_view(session, li, f"视图{number}", "", for_office=False)
        with pytest.raises(Refused):
            save_view(session, li, "再一个", "", for_office=False)
        mine = saved_views(session, li)[-1]
        with pytest.raises(BadInput):
            rename_view(session, li, mine.id, "视图0", may_office=False)
