"""权利人提交证书: kept for an administrator, taken over on the right's page, another holder's right refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.rights.certificates import files_of_right
from storage.rights.holder_links import HOLDER_PATH, make_holder_link
from storage.tables import AuditRow
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
PAPER = {"right": "tianfu-hetao", "kind": "certificate", "name": "示例经办人"}
FILE = {"file": ("注册证.pdf", b"%PDF-1.7 made up certificate")}


def test_a_certificate_waits_until_an_administrator_takes_it_over(
    office: Office, visit: Enter
) -> None:
    with office[1].begin() as session:
        made = make_holder_link(session, "lvye", recipient="示例经办人", days=30, actor="甲")
    page = HOLDER_PATH + made.secret
    assert "提交权利证书" in visit(None).get(page).text
    sent = visit(None).post(f"{page}/papers", **PAPER, files=FILE)
    assert sent.status_code == 303
    assert "已收到 1 份" in visit(None).get(sent.headers["location"].partition("#")[0]).text
    with office[1].read() as session:
        assert not files_of_right(session, "tianfu-hetao")
    right = visit("管").get("/rights/tianfu-hetao").text
    number = re.search(r"/offered-papers/(\d+)", right)
    assert number is not None
    assert "采纳" not in visit("甲").get("/rights/tianfu-hetao").text
    accepted = visit("管").post(f"/offered-papers/{number[1]}", act="accept")
    assert accepted.status_code == 303
    with office[1].read() as session:
        (file,) = files_of_right(session, "tianfu-hetao")
        acts = session.scalars(sa.select(AuditRow.act).where(AuditRow.act.like("right.paper%")))
        assert file.kind == "certificate"
        assert set(acts) == {"right.paper_offer", "right.paper_accept"}
    assert visit("管").post(f"/offered-papers/{number[1]}", act="reject").status_code == 409


def test_what_does_not_fit_is_refused_in_words(office: Office, visit: Enter) -> None:
    with office[1].begin() as session:
        made = make_holder_link(session, "lvye", recipient="示例经办人", days=30, actor="甲")
    page = f"{HOLDER_PATH}{made.secret}/papers"
    for changed, files, words in (
        ({"right": "another"}, FILE, "请选择贵单位的权利"),
        ({"kind": "image"}, FILE, "请选择材料种类"),
        ({"name": ""}, FILE, "姓名"),
        ({}, {"file": ("a.exe", b"MZ\x90")}, "须为 PDF"),
    ):
        refused = visit(None).post(page, **{**PAPER, **changed}, files=files)
        assert refused.status_code == 400, changed
        assert words in refused.text
    assert visit(None).post("/holder/" + "x" * 43 + "/papers", **PAPER).status_code == 404
