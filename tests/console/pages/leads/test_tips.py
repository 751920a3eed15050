"""Tips of the public (投诉举报): taken from strangers, limited, dropped by an officer."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.leads.tips import AN_HOUR_FROM_ONE
from storage.tables import MaterialRow, TipRow
from tests.console.form_samples import photo
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_a_tip_of_the_public_waits_for_an_officer(office: Office, visit: Enter) -> None:
    stranger = visit(None)
    sent = stranger.post("/tip", url="https://shop.invalid/9", words="疑似仿冒", contact="")
    assert "谢谢，已收到" in sent.text
    assert stranger.post("/tip", url="ftp://x", words="").status_code == 400
    trapped = stranger.post("/tip", url="https://shop.invalid/8", homepage="http://spam.invalid")
    assert "谢谢" in trapped.text
    with office[1].read() as session:
        assert [tip.url for tip in session.scalars(sa.select(TipRow))] == ["https://shop.invalid/9"]
    assert "疑似仿冒" in visit("甲").get("/tips").text
    assert visit("甲").post("/tips/1", act="drop").status_code == 303
    assert visit("甲").post("/tips/1", act="drop").status_code == 409


def test_one_sender_cannot_flood_the_office_with_tips(visit: Enter) -> None:
    answers = [
        visit(None).post("/tip", url=f"https://shop.invalid/flood/{n}")
        for n in range(AN_HOUR_FROM_ONE + 1)
    ]
    assert answers[-1].status_code == 409
    assert "过于频繁" in answers[-1].text


def test_a_tip_may_come_as_a_picture_alone_and_shows_it_to_officers(
    office: Office, visit: Enter
) -> None:
    with office[1].begin() as session:
        session.execute(sa.update(TipRow).values(source="somebody"))
    stranger = visit(None)
    assert "谢谢，已收到" in stranger.post("/tip", url="", files=[("picture", photo())]).text
    with office[1].read() as session:
        (row,) = session.scalars(sa.select(MaterialRow).where(MaterialRow.tip_id.is_not(None)))
    page = visit("看").get("/tips").text
    assert f"/materials/{row.id}/picture" in page
    assert "群众提交" in page
    assert f"/materials/{row.id}/picture" in visit("甲").get(f"/import?tip={row.tip_id}").text

    recording = ("录屏.mp4", b"\0\0\0\x10ftypmp42\0\0\0\0\0\0\0\x08moov", "video/mp4")
    refused = stranger.post("/tip", url="", words="留着", files=[("picture", recording)])
    assert refused.status_code == 400
    assert "只接收图片" in refused.text
    assert "留着" in refused.text
