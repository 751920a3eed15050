"""A recording that was handed in on a lead is read: hits with time code on its page and in the record."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from alerts.letters.gather.extraction import recording_text
from classifiers.pictures import recordings
from classifiers.pictures.recordings import read_recordings
from storage.base.database import Database
from storage.base.settings import Settings
from storage.materials.recording_clips import readings_of, unread_recordings
from storage.materials.store import Belonging, add_materials, keep_files, materials_of_leads
from storage.tables import MaterialOrigin, RecordingReadingRow
from tests.classifiers.sample_pictures import pack
from tests.console.console_server import served
from tests.console.sample_office import add_leads, an_office
from tests.console.visitor import Visitor
from tests.recordings import hollow, recording

Office = tuple[Settings, Database]
BROKEN = hollow(recording([(pack("店铺"), 0.2)]))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    settings, database = an_office(tmp_path_factory.mktemp("office"))
    yield settings, database
    database.close()


@pytest.fixture
def visitor(office: Office) -> Iterator[Visitor]:
    with served(*office) as url:
        made = Visitor(url, "甲")
        yield made
        made.close()


@pytest.mark.slow
def test_a_recording_on_a_lead_is_read_once_and_its_hits_stand_on_the_page_and_in_the_record(
    office: Office, visitor: Visitor
) -> None:
    settings, database = office
    lead_id, second = add_leads(database, ["天赋河套 录屏", "天赋河套 另一"])
    pages = [(pack("店铺首页"), 1.6), (pack("天赋河套", "雪花面粉 39.9"), 1.6)]
    files = keep_files(settings, [("录屏.mp4", recording(pages)), ("坏.mp4", BROKEN)])
    with database.begin() as session:
        add_materials(
            session,
            files,
            Belonging(lead_id=lead_id),
            origin=MaterialOrigin.PHONE,
            officer="甲",
        )

    assert read_recordings(database, settings, limit=5) == 2
    assert read_recordings(database, settings, limit=5) == 0

    with database.read() as session:
        rows = materials_of_leads(session, [lead_id])[lead_id]
        readings = readings_of(session, [row.file.sha256 for row in rows])
        words = recording_text(session, [lead_id, second])
    whole, broken = (readings[file.sha256] for file in files)
    assert broken.error is not None
    assert [clip.marks for clip in whole.clips] == [(), ("天赋河套",)]
    assert words is not None
    assert "命中1段" in words
    assert f"{files[0].sha256}" in words

    page = visitor.get(f"/leads/{lead_id}").text
    assert "命中 1 段" in page
    assert "中没有可以解码的画面" in page
    addresses = re.findall(r'img src="(/materials/\d+/frames/\d+)"', page)
    assert len(addresses) == 2
    assert visitor.get(addresses[1]).content.startswith(b"\xff\xd8\xff")


def test_a_recording_that_another_worker_read_meanwhile_is_kept_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, database = office
    (lead_id,) = add_leads(database, ["天赋河套 录屏两次"])
    files = keep_files(settings, [("坏两次.mp4", hollow(recording([(pack("又一店铺"), 0.2)])))])
    with database.begin() as session:
        add_materials(
            session, files, Belonging(lead_id=lead_id), origin=MaterialOrigin.PHONE, officer="甲"
        )
    with database.read() as session:
        waiting = unread_recordings(session, limit=1)
    monkeypatch.setattr(recordings, "unread_recordings", lambda *_args, **_limit: waiting)
    for _ in range(2):
        read_recordings(database, settings, limit=1)
    with database.read() as session:
        of_file = RecordingReadingRow.sha256 == files[0].sha256
        assert len(session.scalars(sa.select(RecordingReadingRow).where(of_file)).all()) == 1
