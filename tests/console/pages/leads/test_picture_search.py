"""An officer's photo finds the stored pictures that are like it, with listing, shop and lead."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.material.picture_changes import AIMED, packed
from benchmarks.material.picture_drawings import pack_shot
from storage.base.database import Database
from storage.base.settings import Settings
from storage.leads.picture_hashes import keep_pictures
from storage.pictures.fingerprint import fingerprint_of
from storage.tables import LeadRow, ListingRow, PictureHashRow
from tests.console.command import Office
from tests.console.visitor import Visitor

Visit = Callable[[str | None], Visitor]
CHANCE = random.Random(12)
PACK, STRANGER = pack_shot(CHANCE), pack_shot(CHANCE)


@pytest.fixture(scope="module")
def lead(office: tuple[Settings, Database]) -> int:
    """A lead whose listing shows the pack."""
    _, database = office
    with database.begin() as session:
        lead, listing = session.execute(
            sa.select(LeadRow.id, LeadRow.listing_id).order_by(LeadRow.id).limit(1)
        ).one()
        keep_pictures(session, listing, {"https://a.example/1.jpg": fingerprint_of(packed(PACK))})
    return int(lead)


def test_a_changed_copy_finds_the_listing_and_its_lead(visit: Visit, lead: int) -> None:
    copy = AIMED["corner mark"](PACK, CHANCE)
    page = visit("甲").post("/pictures", files={"photo": ("街拍.jpg", copy)})
    assert page.status_code == 200
    assert f"/leads/{lead}" in page.text
    assert "街拍.jpg" in page.text
    (thumbnail,) = re.findall(r'src="(/pictures/\d+/thumbnail)"', page.text)
    image = visit("甲").get(thumbnail)
    assert image.headers["content-type"] == "image/webp"
    assert visit(None).get(thumbnail).status_code in (303, 401, 403)


def test_a_stranger_finds_nothing_and_a_broken_file_is_refused_and_nothing_kept(
    visit: Visit, office: tuple[Settings, Database], lead: int
) -> None:
    count = sa.select(sa.func.count()).select_from(PictureHashRow)
    with office[1].read() as session:
        before = session.scalar(count)
    stranger = visit("甲").post("/pictures", files={"photo": ("b.png", packed(STRANGER))})
    assert "没有找到" in stranger.text
    broken = visit("甲").post("/pictures", files={"photo": ("b.png", packed(PACK)[:900])})
    assert broken.status_code in (400, 422)
    assert "已损坏" in broken.text
    assert "请先选择图片文件" in visit("甲").post("/pictures").text
    with office[1].read() as session:
        assert session.scalar(count) == before


def test_the_command_names_the_same_listings(
    office: tuple[Settings, Database], lead: int, tmp_path: Path
) -> None:
    settings, database = office
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(packed(PACK.resize((300, 300))))
    image = Office(settings.home).run(
        "pictures", "like", str(photo), "--format", "jsonl", "--limit", "5"
    )
    (line,) = map(json.loads, image.stdout.splitlines())
    with database.read() as session:
        url = session.scalar(
            sa.select(ListingRow.url)
            .join(LeadRow, LeadRow.listing_id == ListingRow.id)
            .where(LeadRow.id == lead)
        )
    assert (line["url"], line["lead"]) == (url, lead)
    assert line["likelihood"] > 0.8
