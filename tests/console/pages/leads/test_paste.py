"""线索导入: a share text becomes a listing and a lead without a look at the platform."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.materials.store import Belonging, add_materials, keep_files
from storage.tables import LeadRow, ListingRow, ListingVersionRow, MaterialOrigin, MaterialRow
from tests.console.form_samples import photo
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
SHARED = "【淘宝】https://e.tb.cn/h.Ab1?tk=Xy CZ321 「天赋河套 雪花面粉 5kg」\n点击链接直接打开"


def test_a_share_text_is_understood_mended_and_kept_as_a_lead(
    visit: Enter, office: tuple[Settings, Database]
) -> None:
    officer = visit("甲")
    page = officer.post("/import", text=SHARED)
    assert page.status_code == 200
    assert "天赋河套 雪花面粉 5kg" in page.text
    sent = {
        "row": "1", "text-1": SHARED, "title-1": "天赋河套 雪花面粉 5kg", "price-1": "19.9",
        "url-1": "https://e.tb.cn/h.Ab1?tk=Xy", "shop-1": "示例粮油小店",
    }  # fmt: skip
    answer = officer.post("/import/keep", **sent)

    number = re.search(r"/leads/(\d+)\?tab=all", answer.text)
    assert number is not None
    with office[1].read() as session:
        lead = session.get_one(LeadRow, int(number[1]))
        listing = session.get_one(ListingRow, lead.listing_id)
        assert (listing.platform, listing.title) == ("taobao.com", "天赋河套 雪花面粉 5kg")


def test_rows_of_one_paste_are_listings_of_their_own_and_the_same_goods_one(
    visit: Enter, office: tuple[Settings, Database]
) -> None:
    sent = {"row": ["1", "2", "3"], "text-1": SHARED, "title-1": "天赋河套 雪花面粉 5kg"}
    for row in ("2", "3"):
        sent |= {
            f"text-{row}": "【京东】",
            f"url-{row}": "https://3.cn/-2Ab",
            f"title-{row}": "示例羊肉",
        }
    assert visit("甲").post("/import/keep", **sent).status_code == 200

    with office[1].read() as session:
        rows = session.scalars(sa.select(ListingRow).order_by(ListingRow.id.desc()).limit(2))
        assert {row.title for row in rows} == {"天赋河套 雪花面粉 5kg", "示例羊肉"}


def test_what_is_not_understood_is_refused_in_words(visit: Enter) -> None:
    assert visit("甲").post("/import", text="，。").status_code == 400
    assert visit("看").get("/import").status_code == 403


def test_a_tip_may_be_a_share_text(visit: Enter) -> None:
    stranger = visit(None)
    assert "已收到" in stranger.post("/tip", url=SHARED, words="疑似仿冒").text
    code = "【示例羊肉卷】，复制这条信息￥aB3dEfGh1jK￥后打开👉手淘👈"
    assert "已收到" in stranger.post("/tip", url=code, words="").text
    assert stranger.post("/tip", url="没有网址", words="").status_code == 400
    tips = visit("甲").get("/tips").text
    assert "https://e.tb.cn/h.Ab1?tk=Xy" in tips
    taken = visit("甲").post("/tips/1", act="take")
    assert taken.headers["location"] == "/import?tip=1"
    assert "天赋河套" in visit("甲").get("/import?tip=1").text


def test_a_screenshot_is_kept_with_the_listing_that_is_entered_from_it(
    visit: Enter, office: tuple[Settings, Database]
) -> None:
    with office[1].begin() as session:
        materials = add_materials(
            session,
            keep_files(office[0], [photo()[:2], photo()[:2]]),
            Belonging(),
            origin=MaterialOrigin.PASTE,
            officer="甲",
        )
        numbers = [row.id for row in materials]
    sent = {
        "row": "1", "material-1": str(numbers[0]), "text-1": "天赋河套 雪花面粉\n￥19.9",
        "title-1": "天赋河套 雪花面粉 截图", "price-1": "19.9",
    }  # fmt: skip
    answer = visit("甲").post("/import/keep", **sent)
    number = re.search(r"/leads/(\d+)\?tab=all", answer.text)
    assert number is not None
    page = visit("甲").get(f"/leads/{number[1]}?tab=all").text
    assert f"/materials/{numbers[0]}/picture" in page
    assert "线索导入" in page
    with office[1].read() as session:
        listing = session.get_one(ListingRow, session.get_one(MaterialRow, numbers[0]).listing_id)
        version = session.get_one(ListingVersionRow, listing.version_id)
        assert version.record.image_text == "天赋河套 雪花面粉\n￥19.9"

    visit("乙").post("/import/keep", **sent | {"material-1": str(numbers[1])})
    with office[1].read() as session:
        assert session.get_one(MaterialRow, numbers[1]).listing_id is None


def test_what_is_no_picture_is_refused_in_the_box(visit: Enter) -> None:
    answer = visit("甲").post(
        "/import", text="", files=[("picture", ("a.png", b"abc", "image/png"))]
    )
    assert answer.status_code == 400
    assert "不是图片" in answer.text
