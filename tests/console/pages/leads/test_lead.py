"""线索详情: what an officer compares, side by side."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.listings.picture_files import keep_files
from storage.listings.picture_readings import PictureReading, save_reading
from storage.outgoing.attachments import keep_attachment
from storage.records import Element, ElementName, LogoSeen, NextStep
from storage.rights.certificates import add_right_file
from storage.tables import AssessmentRow, LeadRow, PictureFileRow, RightFileRow
from tests.console.captures import add_capture
from tests.console.counted_statements import statements
from tests.console.lead_pictures import add_pictures, png
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_the_shops_other_listings_stand_below_the_evidence(office: Office, visit: Enter) -> None:
    first, second = add_leads(office[1], ["天赋河套 甲", "天赋河套 乙"], shop="别家店")
    page = visit("甲").get(f"/leads/{first}").text
    siblings = page[page.index("该店铺其他商品") : page.index('aria-label="证据"')]
    assert f'href="/leads/{second}?tab=all"' in siblings
    assert "天赋河套 乙" in siblings
    assert "天赋河套 甲" not in siblings


def test_a_capture_stands_for_the_goods_where_no_picture_of_them_is_kept(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 截图"])
    number = add_capture(*office, lead)
    page = visit("甲").get(f"/leads/{lead}").text
    compared = page[page.index('class="compare"') : page.index('class="goods"')]
    assert f'src="/evidence/{number}/screenshot.png"' in compared
    assert "网页没有商品图片，以网页截图代替" in compared
    answer = visit("甲").get(f"/evidence/{number}/screenshot.png")
    assert answer.headers["content-type"] == "image/png"


def test_the_picture_that_bears_the_registered_one_stands_first_in_full_size(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 图形"])
    add_pictures(*office, lead, sizes=((300, 300), (500, 400)))
    with office[1].begin() as session:
        listing = session.get_one(LeadRow, lead).listing_id
        plain, bearing = session.scalars(
            sa.select(PictureFileRow)
            .where(PictureFileRow.listing_id == listing)
            .order_by(PictureFileRow.id)
        )
        marks = [keep_attachment(office[0], f"图样{n}.png", png(300 + n, 200)) for n in (1, 2)]
        for mark in marks:
            add_right_file(session, "tianfu-hetao", "image", mark, actor="管")
        logo = LogoSeen(
            right="tianfu-hetao", registered=marks[1].sha256, agreeing=9, likeness=0.93,
            picture=bearing.sha256,
        )  # fmt: skip
        save_reading(session, bearing.sha256, PictureReading(logos=(logo,)), reader="test")
        numbers = plain.id, bearing.id
    page = visit("甲").get(f"/leads/{lead}").text
    assert f'src="/listing-pictures/{numbers[1]}"' in page[: page.index('class="goods"')]
    assert "图中有与注册图样 图样2.png 相符的图形（9 个特征点，相似度 93%）" in page
    assert "注册图样 图样2.png 出现在商品图片 1" in page
    assert page.index("注册图样 图样2.png") < page.index("注册图样 图样1.png")
    answer = visit("看").get(f"/listing-pictures/{numbers[1]}")
    assert (answer.content, answer.headers["content-type"]) == (png(500, 400), "image/png")
    assert visit("看").get("/listing-pictures/99999").status_code == 404


def test_bytes_that_are_no_picture_are_never_shown_as_one(office: Office, visit: Enter) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 坏图"])
    with office[1].begin() as session:
        listing = session.get_one(LeadRow, lead).listing_id
        keep_files(
            session, office[0], listing, {"https://shop.invalid/x": b"<svg onload=alert(1)>"}
        )
        number = session.scalars(
            sa.select(PictureFileRow.id).where(PictureFileRow.listing_id == listing)
        ).one()
    assert visit("甲").get(f"/listing-pictures/{number}").status_code == 404


def test_the_registered_picture_and_the_certificate_stand_beside_the_listing(
    office: Office, visit: Enter
) -> None:
    admin, lead = visit("管"), 1
    for kind, name, content in (
        ("image", "图样.png", png(300, 200)),
        ("certificate", "证书.pdf", b"%PDF-1.7 example"),
        ("identity", "身份.pdf", b"%PDF-1.7 identity"),
        ("image", "图样.png", png(300, 200)),
    ):
        answer = admin.post(
            "/rights/tianfu-hetao/files", kind=kind, files={"file": (name, content)}
        )
        assert answer.status_code == 303
    with office[1].read() as session:
        files = {row.kind: row.id for row in session.scalars(sa.select(RightFileRow))}
    assert len(files) == 3
    page = visit("甲").get(f"/leads/{lead}").text
    assert f'src="/right-files/{files["image"]}"' in page
    assert f'href="/right-files/{files["certificate"]}"' in page
    assert "证书.pdf" in page
    assert "权利人身份证明" in page
    response = visit("甲").get(f"/right-files/{files['image']}")
    assert (response.content, response.headers["content-type"]) == (png(300, 200), "image/png")
    paper = visit("甲").get(f"/right-files/{files['certificate']}")
    assert paper.headers["content-disposition"].startswith("attachment")
    assert admin.post(f"/right-files/{files['certificate']}", sure="1").status_code == 303
    assert visit("甲").get(f"/right-files/{files['certificate']}").status_code == 404


def test_a_file_that_is_no_picture_is_refused_and_changes_nothing(
    office: Office, visit: Enter
) -> None:
    with office[1].read() as session:
        before = len(session.scalars(sa.select(RightFileRow)).all())
    for kind, content, words in (
        ("image", b"%PDF-1.7", "PNG"),
        ("image", b"<svg onload=alert(1)>", "PDF、PNG 或 JPEG"),
        ("moon", png(300, 200), "没有“moon”"),
    ):
        answer = visit("管").post(
            "/rights/tianfu-hetao/files", kind=kind, files={"file": ("a.png", content)}
        )
        assert answer.status_code == 400
        assert words in answer.text
    assert (
        visit("管")
        .post("/rights/none/files", kind="image", files={"file": ("a.png", png(300, 200))})
        .status_code
        == 404
    )
    with office[1].read() as session:
        assert len(session.scalars(sa.select(RightFileRow)).all()) == before


def test_the_lead_page_asks_as_many_statements_for_many_neighbours_as_for_few(
    office: Office, visit: Enter
) -> None:
    (alone,) = add_leads(office[1], ["天赋河套 独一件"], shop="独一店")
    many = add_leads(office[1], [f"天赋河套 成批 {n}" for n in range(40)], shop="大店")
    visitor = visit("甲")
    few, more = (statements(office[1], visitor, f"/leads/{lead}") for lead in (alone, many[0]))
    assert more == few


def test_the_queue_and_the_overview_ask_as_many_statements_for_many_rows_as_for_few(
    office: Office, visit: Enter
) -> None:
    visitor = visit("甲")
    places = ("/", "/leads?tab=all&size=100", "/leads?group=shop", "/statistics", "/listings",
              "/shops")  # fmt: skip
    few = {place: statements(office[1], visitor, place) for place in places}
    add_leads(office[1], [f"天赋河套 又一批 {n}" for n in range(60)], shop="又一店")
    with office[1].begin() as session:
        session.execute(sa.update(LeadRow).values(region="150821"))
    assert {place: statements(office[1], visitor, place) for place in places} == few


def test_a_lead_whose_holder_is_to_be_asked_offers_that_letter_once(
    office: Office, visit: Enter
) -> None:
    lead, clear = add_leads(office[1], ["天赋河套 待辨认", "天赋河套 可发函"])
    source = Element(element=ElementName.SOURCE, answer="unknown", probability=0.7)
    steps = {lead: NextStep.ASK_HOLDER, clear: NextStep.LETTER}
    with office[1].begin() as session:
        for number, step in steps.items():
            assessment = session.get_one(
                AssessmentRow, session.get_one(LeadRow, number).assessment_id
            )
            assessment.elements, assessment.next_step = (source,), step.value
    offer = "起草协助辨认／鉴别通知书"
    assert offer not in visit("甲").get(f"/leads/{clear}").text
    assert offer not in visit("看").get(f"/leads/{lead}").text
    assert offer in visit("甲").get(f"/leads/{lead}").text
    letter = visit("甲").post("/notices", kind="identification-request", lead=str(lead))
    assert letter.status_code == 303
    assert "协助辨认" in visit("甲").get(letter.headers["location"]).text
    assert offer not in visit("甲").get(f"/leads/{lead}").text
