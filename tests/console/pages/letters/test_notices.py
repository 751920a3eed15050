"""Letters in the console: drafted, and approved as the draft that was seen."""

from __future__ import annotations

from collections.abc import Callable

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import (
    NoticeRow,
)
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_an_approval_names_the_draft_that_was_seen(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 审批 1"])
    page = visit("甲").get(f"/leads/{lead}").text
    assert f'action="/leads/{lead}/verdict' in page
    visit("甲").post(
        f"/leads/{lead}/verdict", verdict="confirmed", reason="no_licence", revision="1"
    )
    drafted = visit("甲").post("/notices", kind="infringement-notice", lead=[f"{lead}:2"])
    assert drafted.status_code == 303, drafted.text
    letter = drafted.headers["location"]
    page = visit("审").get(letter).text
    assert "还缺" in page
    assert "材料不齐，不能成文" in page
    assert visit("审").post(f"{letter}/approve", draft_digest="0" * 64).status_code == 409
    with office[1].read() as session:
        row = session.get_one(NoticeRow, int(letter.rsplit("/", 1)[1]))
        assert (row.state, row.number) == ("draft", None)
