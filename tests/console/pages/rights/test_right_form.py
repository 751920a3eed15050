"""A new right: what it would match is shown before it is saved."""

from __future__ import annotations

from collections.abc import Callable

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import (
    RightRow,
)
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_a_new_right_shows_what_it_would_catch_before_it_is_saved(
    office: Office, visit: Enter
) -> None:
    add_leads(office[1], ["示例云牧 鲜奶皮子 250g"], shop="示例小店", brand="示例云牧")
    form = {
        "id": "yunmu",
        "text": "示例云牧",
        "kind": "trademark",
        "classes": "29",
        "goods": "奶皮子",
    }
    page = visit("管").post("/rights/new", act="preview", **form).text
    assert "查到 1 条" in page
    assert "示例云牧 鲜奶皮子 250g" in page
    with office[1].read() as session:
        assert session.get(RightRow, "yunmu") is None
    saved = visit("管").post("/rights/new", act="save", **form)
    assert saved.headers["location"] == "/rights/yunmu"
    again = visit("管").post("/rights/new", act="save", **form)
    assert (again.status_code, "已存在" in again.text) == (400, True)
    bad = visit("管").post("/rights/new", act="save", **{**form, "id": "other", "classes": "99"})
    assert bad.status_code == 400
