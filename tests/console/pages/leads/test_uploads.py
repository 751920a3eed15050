"""手机上传: a QR code on the officer's screen, a page on a telephone that takes files once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.materials.upload_links import UPLOAD_PATH
from storage.tables import AuditRow, MaterialOrigin, MaterialRow, TipRow, UploadLinkRow
from storage.tables.base import now
from tests.console.form_samples import photo
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
SHARED = "【淘宝】https://e.tb.cn/h.Ab1?tk=Xy CZ321 「天赋河套 雪花面粉 5kg」\n点击链接直接打开"


def link(visit: Enter, lead: int | None = None) -> tuple[str, int]:
    """The telephone's address, and the link's number."""
    page = visit("甲").post("/uploads", lead=lead or "").text
    address = re.search(rf'id="upload-address">[^<]*({UPLOAD_PATH}[^<]+)<', page)
    number = re.search(r"/uploads/(\d+)/revoke", page)
    assert address is not None
    assert number is not None
    assert 'class="qr"' in page
    return address[1], int(number[1])


def materials(office: Office, *conditions: sa.ColumnElement[bool]) -> list[MaterialRow]:
    with office[1].read() as session:
        return list(session.scalars(sa.select(MaterialRow).where(*conditions)))


def test_a_telephone_hands_in_files_once_and_the_lead_shows_them_apart_from_captures(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 手机上传"])
    where, number = link(visit, lead)
    phone = visit(None)
    assert f"线索 {lead}" in phone.get(where).text
    assert "等待手机提交" in visit("甲").get(f"/uploads/{number}").text

    answer = phone.post(where, words=SHARED, files=[("file", photo())])

    picture, words = materials(office, MaterialRow.lead_id == lead)
    assert picture.origin is MaterialOrigin.PHONE
    assert picture.file.sha256 == hashlib.sha256(photo()[1]).hexdigest()
    assert picture.file.sha256 in answer.text
    assert words.file.sha256 == hashlib.sha256(SHARED.encode()).hexdigest()
    with office[1].read() as session:
        acts = session.scalars(sa.select(AuditRow).where(AuditRow.act == "material.receive"))
        assert picture.file.sha256 in [act.detail["hash"] for act in acts]
    assert "已收到 2 份材料" in visit("甲").get(f"/uploads/{number}").text
    page = visit("看").get(f"/leads/{lead}?tab=all").text
    assert "他人提交，非本系统固证" in page
    assert f"/materials/{picture.id}/picture" in page
    assert (
        visit("看").get(f"/materials/{picture.id}/picture").headers["content-type"] == "image/jpeg"
    )
    download = visit("看").get(f"/materials/{picture.id}/file")
    assert download.content == photo()[1]
    assert download.headers["content-disposition"].startswith("attachment")
    assert visit("看").get(f"/materials/{words.id}/picture").status_code == 404

    for again in (phone.get(where), phone.post(where, words="又一次")):
        assert again.status_code == 410
        assert "不能再次提交" in again.text
    assert len(materials(office, MaterialRow.lead_id == lead)) == 2


def test_without_a_lead_it_becomes_a_tip_with_the_address_of_the_share_text(
    office: Office, visit: Enter
) -> None:
    where, _ = link(visit)
    assert "已登记为群众线索" in visit(None).post(where, words=SHARED).text
    with office[1].read() as session:
        tip = session.scalars(sa.select(TipRow).order_by(TipRow.id.desc())).first()
        assert tip is not None
        assert tip.url == "https://e.tb.cn/h.Ab1?tk=Xy"
    where, _ = link(visit)
    visit(None).post(where, files=[("file", photo())])
    assert "（没有网址）" in visit("甲").get("/tips").text
    assert "手机上传" in visit("甲").get("/tips").text


def test_a_link_that_is_over_says_why(office: Office, visit: Enter) -> None:
    where, number = link(visit)
    with office[1].begin() as session:
        session.get_one(UploadLinkRow, number).expires_at = now() - timedelta(seconds=1)
    for answer in (visit(None).get(where), visit(None).post(where, words=SHARED)):
        assert answer.status_code == 410
        assert "现已过期" in answer.text
    assert "链接已过期" in visit("甲").get(f"/uploads/{number}").text

    where, number = link(visit)
    assert visit("甲").post(f"/uploads/{number}/revoke").status_code == 303
    assert "作废" in visit(None).get(where).text
    assert visit("甲").post(f"/uploads/{number}/revoke").status_code == 409
    assert visit(None).get(UPLOAD_PATH + "guessed").status_code == 404


def test_a_file_that_is_refused_leaves_the_link_working(office: Office, visit: Enter) -> None:
    where, _ = link(visit)
    phone = visit(None)
    before = len(materials(office))
    assert "请选择文件" in phone.post(where).text
    bad = phone.post(
        where,
        words="留着",
        files=[("file", photo()), ("file", ("坏.png", b"\x89PNG\r\n\x1a\n", "image/png"))],
    )
    assert bad.status_code == 400
    assert "坏.png" in bad.text
    assert "留着" in bad.text
    many = phone.post(where, files=[("file", photo()) for _ in range(11)])
    assert many.status_code == 400
    assert "最多 10 个文件" in many.text
    assert len(materials(office)) == before
    assert "已收到" in phone.post(where, files=[("file", photo())]).text


def test_an_unknown_lead_gets_no_link(visit: Enter) -> None:
    assert visit("甲").post("/uploads", lead="999999").status_code == 404
