"""A new right: what it would match is shown before it is saved."""

from __future__ import annotations

from collections.abc import Callable

from storage.base.database import Database
from storage.base.settings import Settings
from storage.rights.store import load_right
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


RECORD = {
    "text": "岚河黑米",
    "kind": "trademark",
    "goods": "黑米",
    "place": "岚河、岚河县",
    "product": "黑米，米",
    "meanings": "岚河黑米 | 品种 | 地方水稻品种\r\n岚河|地名",
    "other_owners": "岚河红 | 示例酒业 | 甲店、乙店 | 白酒 | 1998-05-01 | 第33类",
    "notes": "来源待核\r\n只到年份",
    "well_known": "1",
}


def test_the_record_of_a_right_is_saved_and_comes_back_in_the_form(
    office: Office, visit: Enter
) -> None:
    visitor = visit("管")
    saved = visitor.post("/rights/new", act="save", id="lanhe", **RECORD)
    assert saved.headers["location"] == "/rights/lanhe"
    with office[1].read() as session:
        right = load_right(session, "lanhe")
    assert right.well_known
    assert (right.place, right.product) == (("岚河", "岚河县"), ("黑米", "米"))
    assert [meaning.sense.value for meaning in right.meanings] == ["variety", "place"]
    assert right.other_owners[0].shops == ("甲店", "乙店")
    assert right.notes == ("来源待核", "只到年份")
    form = visitor.get("/rights/lanhe/edit").text
    assert "岚河黑米 | 品种 | 地方水稻品种\n岚河 | 地名" in form
    assert "岚河红 | 示例酒业 | 甲店、乙店 | 白酒 | 1998-05-01 | 第33类" in form
    page = visitor.get("/rights/lanhe").text
    assert "地方水稻品种" in page
    assert "第33类" in page
    visitor.post("/rights/lanhe/edit", act="save", **{**RECORD, "meanings": "", "well_known": ""})
    with office[1].read() as session:
        right = load_right(session, "lanhe")
    assert (right.meanings, right.well_known, len(right.other_owners)) == ((), False, 1)


def test_an_unknown_sense_is_named_in_the_form_and_nothing_is_saved(
    office: Office, visit: Enter
) -> None:
    page = visit("管").post(
        "/rights/new", act="save", id="lanhe-2", **{**RECORD, "meanings": "岚河 | 河流"}
    )
    assert page.status_code == 400
    assert "没有 &#39;河流&#39; 这一含义类别" in page.text
    assert "岚河 | 河流" in page.text
    with office[1].read() as session:
        assert session.get(RightRow, "lanhe-2") is None
