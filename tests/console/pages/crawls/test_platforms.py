"""Platforms switched on, edited by form and by YAML, undone, refused in Chinese."""

from __future__ import annotations

from collections.abc import Callable

from storage.base.database import Database
from storage.base.settings import OFFICE_PROFILES, Settings
from storage.crawls.platform_files import office_profiles
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]

FIELDS = {
    "tab": "form",
    "text": "",
    "name": "shili",
    "title": "示例集市",
    "hosts": "shop.example",
    "listing-title-0-expression": "h1",
}


def test_a_platform_is_switched_on_after_a_look_at_its_terms_and_off_again(visit: Enter) -> None:
    admin = visit("管")
    assert admin.post("/platforms/jd/switch", act="on").status_code == 400
    assert admin.post("/platforms/jd/switch", act="on", terms="1").status_code == 303
    assert "停用 京东" in admin.get("/platforms").text
    admin.post("/platforms/jd/switch", act="off")
    assert "停用 京东" not in admin.get("/platforms").text


def test_a_profile_of_the_office_is_made_by_a_form_switched_off_undone_and_compared(
    office: Office, visit: Enter
) -> None:
    admin = visit("管")
    wrong = admin.post("/platforms/new", act="save", **{**FIELDS, "hosts": "a b"})
    assert wrong.status_code == 400
    assert "不是域名" in wrong.text
    assert 'value="示例集市"' in wrong.text
    assert admin.post("/platforms/new", act="save", **FIELDS).status_code == 303
    again = admin.post("/platforms/new", act="save", **FIELDS)
    assert again.status_code == 400
    assert "已有名为“shili”" in again.text
    assert "enabled: false" in office_profiles(office[0])["shili"]  # nothing is crawled yet
    assert "尚未启用" in admin.get("/platforms/shili?saved=1").text
    admin.post("/platforms/shili/switch", act="on", terms="1")
    assert "enabled: true" in office_profiles(office[0])["shili"]
    stale = admin.post("/platforms/shili", act="save", base="1", **FIELDS)
    assert stale.status_code == 409
    assert "刚被他人修改" in stale.text
    tried = admin.post("/platforms/shili", act="yaml", base="1", **FIELDS).text
    assert 'name="base" value="1"' in tried  # the other tab is no look at what somebody else saved
    compared = admin.get("/platforms/shili?version=1").text
    assert "enabled: false" in compared
    assert "管 保存" in compared
    assert admin.post("/platforms/shili", act="undo", base="1").status_code == 409
    admin.post("/platforms/shili", act="undo", base="2")
    assert "enabled: true" in office_profiles(office[0])["shili"]  # undone without switching it off
    admin.post("/platforms/shili", act="drop", sure="1")
    assert "shili" not in office_profiles(office[0])
    made_anew = admin.post("/platforms/new", act="save", base="0", **FIELDS)
    assert made_anew.status_code == 303  # its versions are kept, and are no reason to refuse it


def test_a_broken_file_among_the_profiles_does_not_close_the_page(
    office: Office, visit: Enter
) -> None:
    folder = office[0].folder(OFFICE_PROFILES)
    (folder / "shili.yml").write_text(
        "title: 示例集市\ntitle: 示例二\nhosts: [shop.example]\n", "utf-8"
    )
    assert "示例二" in visit("管").get("/platforms").text


def test_both_tabs_agree_and_broken_yaml_stays_where_it_can_be_mended(visit: Enter) -> None:
    admin = visit("管")
    as_yaml = admin.post("/platforms/new", act="yaml", **FIELDS).text
    assert "title: 示例集市" in as_yaml
    as_form = admin.post("/platforms/new", act="form", tab="yaml", text="title: 示例二\n").text
    assert 'value="示例二"' in as_form
    broken = admin.post("/platforms/new", act="form", tab="yaml", text="title: [\n")
    assert broken.status_code == 400
    assert "title: [" in broken.text


def test_a_profile_with_many_selectors_loses_none_in_the_form(office: Office, visit: Enter) -> None:
    admin = visit("管")
    many = {f"listing-title-{number}-expression": f"h1.t{number}" for number in range(15)}
    fields = FIELDS | {"name": "duozhong", "hosts": "many.example"} | many
    assert admin.post("/platforms/new", act="save", **fields).status_code == 303
    text = office_profiles(office[0])["duozhong"]
    assert "h1.t14" in text
    changed = fields | {"text": text, "title": "示例新名"}
    assert admin.post("/platforms/duozhong", act="save", base="1", **changed).status_code == 303
    text = office_profiles(office[0])["duozhong"]
    assert "示例新名" in text
    assert "h1.t14" in text
