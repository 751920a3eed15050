"""补充档案: proposals with their sources, each confirmed by a button."""

from __future__ import annotations

import re
from collections.abc import Callable

from storage.base.database import Database
from storage.base.settings import Settings
from storage.records import Right, RightKind, RightsBook
from storage.rights.book_import import import_rights
from storage.rights.store import load_right
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
PLACE = "/rights/panjin/enrich"


def test_a_confirmed_proposal_is_written_and_the_remaining_stay(
    office: Office, visit: Enter
) -> None:
    right = Right(id="panjin", text="盘锦螃蟹", kind=RightKind.CERTIFICATION)
    with office[1].begin() as session:
        import_rights(session, RightsBook(rights=(right,)))
    visitor = visit("管")
    page = visitor.get(PLACE).text
    assert "行政区划表：辽宁省盘锦市" in page
    digests = re.findall(r'name="proposal" value="([0-9a-f]{16})"', page)
    assert len(digests) == 2
    assert visitor.post(PLACE, proposal=digests[0]).headers["location"] == PLACE
    with office[1].read() as session:
        assert (load_right(session, "panjin").place, load_right(session, "panjin").product) == (
            ("盘锦",),
            (),
        )
    assert visitor.post(PLACE, proposal=digests[0]).status_code == 400
    assert digests[1] in visitor.get(PLACE).text
    assert "补充权利档案" in visitor.get("/audit").text


def test_only_an_administrator_sees_proposals(visit: Enter) -> None:
    assert visit("甲").get("/rights/tianfu-hetao/enrich").status_code == 403
