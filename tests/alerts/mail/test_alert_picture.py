"""No number of a person leaves by the picture of an alert: a page drawn by a real browser, read back."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import sync_playwright
from sqlalchemy.orm import Session

from alerts.followup.verdicts import give_verdict
from classifiers.pictures.mail_pictures import make_mail_picture, make_mail_pictures
from classifiers.pictures.ocr import PictureReader
from classifiers.pictures.personal_numbers import is_personal
from crawler.browser.launch import find_browser
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.tables import EvidenceRow, OutboxRow
from storage.tables.base import now
from tests.alerts.conftest import FLOUR
from tests.classifiers.sample_pictures import bomb
from tests.examples import THOROUGH

PAGE = """<html><body style="margin:0;font:14px 'Noto Sans CJK SC'">
<h1 style="font-size:24px;margin:20px">天斌河套 雪花粉 5kg</h1>
<p style="margin:20px;font-size:20px">¥29.90　月销 200 件　净含量 5kg</p>
<p style="margin:20px">示例粮油店 联系电话13812345678 欢迎选购</p>
<p style="margin:20px;font-size:12px">座机 0478-8212345</p>
<p style="margin:20px;font-size:12px;color:#777">经营者身份证 110101199003071233</p>
<p style="margin:20px">邮箱 zhangsan@shop.example</p>
<p style="margin:20px;word-spacing:18px">139 8765 4321</p>
<svg width="400" height="60"><text x="10" y="40" font-size="22">订货15987654321</text></svg>
<div style="height:3000px"></div></body></html>"""
SECRETS = (
    "13812345678",
    "8212345",
    "110101199003071233",
    "zhangsan",
    "8765",
    "4321",
    "15987654321",
)


@pytest.fixture(scope="module")
def page() -> bytes:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_browser("shell").path), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": 900, "height": 800})
        tab.set_content(PAGE)
        drawn = tab.screenshot(full_page=True)
        browser.close()
    return drawn


@pytest.fixture(scope="module")
def reader() -> Iterator[PictureReader]:
    with PictureReader(seconds=120) as made:
        yield made


def words(picture: bytes, reader: PictureReader) -> str:
    """What OCR reads in a picture at its own size and, in `make test-slow`, at three times it.

    Twice its size is what the product itself reads before a picture leaves.
    """
    if not THOROUGH:
        return words_at_own_size(picture, reader)
    opened = Image.open(io.BytesIO(picture)).convert("RGB")
    larger = io.BytesIO()
    opened.resize((opened.width * 3, opened.height * 3)).crop((0, 0, 1600, 1900)).save(
        larger, "PNG"
    )
    return "\n".join(words_at_own_size(content, reader) for content in (picture, larger.getvalue()))


def words_at_own_size(picture: bytes, reader: PictureReader) -> str:
    return "\n".join(line.text for line in reader.read(picture).lines)


def captured(session: Session, settings: Settings, lead: int, png: bytes) -> int:
    folder = settings.folder(f"evidence/a{lead}/evidence")
    (folder / "screenshot.png").write_bytes(png)
    row = EvidenceRow(
        lead_id=lead, url=FLOUR.url, state="captured", folder=f"a{lead}",
        manifest_sha256="ab" * 32, captured_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def mailed_pictures(session: Session) -> list[bytes]:
    body = session.scalars(sa.select(OutboxRow.body)).one()
    parts = message_from_bytes(body, policy=default).walk()
    return [part.get_content() for part in parts if part.get_content_type() == "image/jpeg"]


@pytest.mark.thorough
def test_no_number_of_a_person_is_readable_in_the_mailed_picture(
    database: Database,
    settings: Settings,
    new_lead: Callable[..., int],
    page: bytes,
    reader: PictureReader,
) -> None:
    assert "13812345678" in words_at_own_size(page, reader).replace(" ", "")
    with database.begin() as session:
        lead = new_lead(session)
        captured(session, settings, lead, page)
    assert make_mail_pictures(database, settings) == 1
    assert make_mail_pictures(database, settings) == 0, "each capture is read once"
    with database.begin() as session:
        give_verdict(session, lead, Verdict.CONFIRMED, officer="li", reason="same_mark",
                     settings=settings)  # fmt: skip
        (picture,) = mailed_pictures(session)
    read = words(picture, reader).replace(" ", "")
    assert "天斌河套" in read, "the goods stay readable"
    assert "29.90" in read
    for secret in SECRETS:
        assert secret not in read, secret


def test_a_picture_that_nobody_has_read_does_not_leave(
    database: Database, settings: Settings, new_lead: Callable[..., int], page: bytes
) -> None:
    with database.begin() as session:
        lead = new_lead(session)
        captured(session, settings, lead, page)
        give_verdict(session, lead, Verdict.CONFIRMED, officer="li", reason="same_mark",
                     settings=settings)  # fmt: skip
        assert mailed_pictures(session) == []


@pytest.mark.parametrize(
    "content", [b"not a picture", bomb(60_000), None], ids=["no picture", "bomb", "not read"]
)
def test_where_reading_is_impossible_no_picture_leaves(
    database: Database,
    settings: Settings,
    new_lead: Callable[..., int],
    page: bytes,
    content: bytes | None,
) -> None:
    unread = settings.model_copy(update={"read_pictures": content is not None})
    with database.begin() as session:
        lead = new_lead(session)
        number = captured(session, unread, lead, content or page)
    make_mail_picture(database, unread, number)
    with database.begin() as session:
        give_verdict(session, lead, Verdict.CONFIRMED, officer="li", reason="same_mark",
                     settings=unread)  # fmt: skip
        assert mailed_pictures(session) == []


@pytest.mark.parametrize(
    ("line", "personal"),
    [
        ("联系电话13812345678", True),
        ("138 1234 5678", True),
        ("O478-82l2345", True),
        ("400-800-1234", True),
        ("11010119900307123X", True),
        ("zhang@shop.example", True),
        ("微信同号", True),
        ("¥29.90", False),
        ("天斌河套 雪花粉 5kg", False),
        ("月销 20000 件", False),
        ("GOODSOILS BISCUIT", False),
    ],
)
def test_a_line_that_could_be_a_persons_number_is_hidden(line: str, personal: bool) -> None:
    assert is_personal(line) is personal
