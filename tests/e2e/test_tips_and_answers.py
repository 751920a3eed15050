"""People outside the office: a citizen's tip, and an enterprise behind the link of its alert."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from storage.base.database import Database
from storage.base.settings import Settings
from storage.rights.answer_links import make_link
from storage.tables import LicenceRow, OutboxRow
from tests.console.sample_office import add_leads, an_office
from tests.e2e.conftest import open_context, sign_in

Office = tuple[Settings, Database]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose console has a public address, so that its alerts bear links."""
    settings, database = an_office(
        tmp_path_factory.mktemp("office"), console_url="http://console.invalid"
    )
    yield settings, database
    database.close()


@pytest.fixture
def stranger(browser: Browser, address: str) -> Iterator[Page]:
    """A telephone without any cookie."""
    context = open_context(browser, base_url=address, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_a_tip_from_the_public_waits_for_an_officer(window: Page, stranger: Page) -> None:
    stranger.goto("/tip")
    stranger.get_by_label("商品网址或分享文字").fill("https://shop.invalid/item/tip")
    stranger.get_by_label("情况说明").fill("包装像，疑似仿冒")
    stranger.get_by_role("button", name="提交").click()
    expect(stranger.locator(".info")).to_contain_text("谢谢，已收到")
    sign_in(window, "甲")
    tile = window.locator(".todo a", has_text="新的群众线索")
    expect(tile).to_contain_text("1")
    tile.click()
    line = window.locator("tbody tr", has_text="疑似仿冒")
    expect(line).to_contain_text("待处理")
    line.get_by_role("button", name="不采用").click()
    expect(window.locator("main")).to_contain_text("未采用")


def test_an_enterprise_answers_through_its_link_and_its_licence_is_entered(
    window: Page, stranger: Page, office: Office
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 授权店"], shop="示例授权店")
    sign_in(window, "甲")
    window.goto(f"/leads/{lead}?q=授权店")
    window.keyboard.press("a")
    window.keyboard.press("Enter")
    expect(window.locator("[role=status].info")).to_be_visible()
    stranger.goto(link_in_the_mail(office, lead))
    expect(stranger.locator("h1")).to_contain_text("天赋河套")
    stranger.get_by_label("不是我单位产品，但经我单位授权").check()
    fill_in_who(stranger)
    stranger.get_by_label("说明").fill("系我司经销商")
    stranger.get_by_role("button", name="确认并提交答复").click()
    expect(stranger.locator(".done")).to_contain_text("已收到贵单位的答复")

    window.goto("/")
    tile = window.locator(".todo a", has_text="待采纳的权利人答复")
    tile.click()
    window.locator("table.leads tbody a", has_text="授权店").first.click()
    expect(window.locator(".column.right")).to_contain_text("系我司经销商")
    window.get_by_role("button", name="采纳并登记许可").click()
    expect(window.locator(".column.right")).to_contain_text("已由 甲 采纳")
    with office[1].read() as session:
        shops = session.scalars(sa.select(LicenceRow.shop).where(LicenceRow.source == "holder"))
        assert list(shops) == ["示例授权店"]
    stranger.goto(stranger.url.partition("?")[0])
    expect(stranger.locator("main")).to_contain_text("不能再次提交")


def test_a_bad_attachment_is_refused_in_words_and_the_answer_can_be_given_again(
    window: Page, stranger: Page, office: Office
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 附件店 面粉"], shop="示例附件店")
    sign_in(window, "甲")
    window.goto(f"/leads/{lead}?q=附件店")
    window.keyboard.press("a")
    window.keyboard.press("Enter")
    expect(window.locator("[role=status].info")).to_be_visible()
    stranger.goto(link := link_in_the_mail(office, lead))
    for name, content, words in (
        ("空.pdf", b"", "不为空"),
        ("网页.pdf", b"<html>no pdf</html>", "须为 PDF、PNG 或 JPEG"),
        ("大.pdf", b"%PDF-" + bytes(10 * 2**20), "10 MB 以内"),
    ):
        stranger.get_by_label("确为我单位正品").check()
        fill_in_who(stranger)
        stranger.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": content}
        )
        stranger.get_by_role("button", name="确认并提交答复").click()
        expect(stranger.get_by_role("alert")).to_contain_text(words)
        expect(stranger.get_by_label("确为我单位正品")).to_be_checked()
    stranger.locator("input[type=file]").set_input_files(
        {"name": "供货合同.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 contract"}
    )
    stranger.get_by_role("button", name="确认并提交答复").click()
    expect(stranger.locator(".done")).to_contain_text("已收到贵单位的答复")
    window.goto(f"/leads/{lead}?tab=all")
    with window.expect_download() as waiting:
        window.get_by_role("link", name="供货合同.pdf").click()
    assert waiting.value.path().read_bytes() == b"%PDF-1.7 contract"

    for path in (f"{link[:-1]}x", "/answer/" + "x" * 43, f"/leads/{lead}", "/answer/"):
        answered = stranger.request.get(path, max_redirects=0)
        assert answered.status in (303, 404), path
        assert "附件店" not in answered.text()


def fill_in_who(page: Page) -> None:
    page.get_by_label("答复人姓名").fill("示例经办人")
    page.get_by_label("职务").fill("法务专员")


@pytest.mark.parametrize("width", [375, 1000])
def test_the_page_of_a_holder_is_right_on_a_phone_and_on_a_desk(
    browser: Browser, address: str, office: Office, width: int
) -> None:
    (lead,) = add_leads(office[1], [f"天赋河套 宽{width} 面粉"], shop="示例宽度店")
    with office[1].begin() as session:
        secret = make_link(session, lead_id=lead, holder_id="lvye")
    context = open_context(browser, base_url=address, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"/answer/{secret}?choice=unauthorised")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for choice in page.locator(".choice").all():
        radio, words, whole = (
            part.bounding_box()
            for part in (choice.locator("input"), choice.locator("span"), choice)
        )
        assert radio is not None
        assert words is not None
        assert whole is not None
        assert radio["x"] + radio["width"] <= words["x"], "the circle stands before its words"
        middle = radio["y"] + radio["height"] / 2
        assert words["y"] <= middle <= words["y"] + words["height"], "and beside them"
        assert whole["height"] >= 44
    small = "e => e.getBoundingClientRect().height < 44"
    targets = page.locator(
        "button, input:not([type=radio], [type=hidden]), textarea, main a, .choice"
    )
    assert [t.evaluate("e => e.outerHTML") for t in targets.all() if t.evaluate(small)] == []
    expect(page.get_by_label("也未经我单位授权")).to_be_checked()
    page.get_by_label("答复人姓名").fill("示例经办人")
    page.get_by_role("button", name="确认并提交答复").click()
    expect(page.locator(".done")).to_have_count(0)  # the browser asks for the function first
    context.close()


def link_in_the_mail(office: Office, lead: int) -> str:
    """Path of the answer link in the alert that the lead's confirmation queued."""
    with office[1].read() as session:
        body = session.scalars(sa.select(OutboxRow.body).where(OutboxRow.lead_id == lead)).one()
    text = message_from_bytes(body, policy=default).get_body(("plain",))
    assert text is not None
    match = re.search(r"/answer/[\w-]+", text.get_content())
    assert match is not None
    return match[0]
