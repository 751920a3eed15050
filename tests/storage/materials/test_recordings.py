"""Handed-in recordings: the frames that show something new, and their list of clips."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from storage.base.database import Database
from storage.base.errors import BadInput
from storage.materials.recording_clips import clip_list, time_code, unread_recordings
from storage.materials.recording_frames import recording_frames
from storage.records.attachment import Attachment
from storage.tables import MaterialOrigin, MaterialRow, RecordingClip, RecordingReadingRow
from tests.recordings import hollow, recording


def page(*boxes: tuple[int, int, int, int]) -> Image.Image:
    picture = Image.new("RGB", (320, 480), "white")
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill="black")
    return picture


FIRST, SECOND = page((20, 40, 200, 60)), page((20, 40, 200, 60), (20, 100, 260, 120))


def test_each_picture_that_rests_is_kept_once_with_its_time_code() -> None:
    content = recording([(FIRST, 2), (SECOND, 3), (FIRST, 1)])
    pictures = recording_frames(content, "录屏.mp4")
    starts = [frame.start for frame in pictures.frames]
    assert len(starts) == 3
    assert starts[0] == 0
    assert 2000 <= starts[1] <= 2900
    assert 5000 <= starts[2] <= 5900
    assert [frame.end for frame in pictures.frames[:2]] == starts[1:]
    assert 5500 <= pictures.duration <= 6000
    assert (pictures.width, pictures.height, pictures.cut) == (320, 480, False)
    assert pictures.frames[0].picture.startswith(b"\xff\xd8\xff")


def test_a_film_without_pictures_is_refused_in_words() -> None:
    content = recording([(FIRST, 1)])
    for broken in (hollow(content), content[:200], b""):
        with pytest.raises(BadInput) as refusal:
            recording_frames(broken, "录屏.mp4")
        assert refusal.value.message.code == "recording.unreadable"


def test_a_list_of_clips_names_hash_time_and_mark() -> None:
    file = Attachment(name="录屏.mp4", type="video/mp4", size=9, sha256="ab" * 32)
    row = MaterialRow(origin=MaterialOrigin.PHONE, file=file)
    clips = (
        RecordingClip(start=0, end=7_600, picture="0", lines=("店铺首页",)),
        RecordingClip(
            start=7_600, end=3_661_250, picture="1", lines=("示例牌面粉", "39.9"), marks=("示例牌",)
        ),
    )
    reading = RecordingReadingRow(duration=3_661_250, clips=clips)
    assert clip_list(row, reading).splitlines() == [
        f"录屏“录屏.mp4”（01:01:01.2，SHA-256：{'ab' * 32}）：命中1段",
        "00:00:07.6至01:01:01.2【示例牌】示例牌面粉 39.9",
    ]
    assert time_code(59_999) == "00:00:59.9"


def test_each_recording_that_was_not_read_waits_once_the_oldest_first(database: Database) -> None:
    kinds = {"a": "video/mp4", "b": "image/png", "c": "video/webm", "d": "video/mp4"}
    with database.begin() as session:
        for sign in "dbcada":
            name = f"{sign}.mp4"
            file = Attachment(name=name, type=kinds[sign], size=9, sha256=sign * 64)
            session.add(MaterialRow(origin=MaterialOrigin.PHONE, file=file))
            session.flush()
        session.add(
            RecordingReadingRow(sha256="c" * 64, duration=0, cut=False, clips=(), reader="test")
        )
    with database.read() as session:
        waiting = [(row.id, row.file.name) for row in unread_recordings(session, limit=5)]
        first = [row.file.name for row in unread_recordings(session, limit=1)]
    assert waiting == [(1, "d.mp4"), (4, "a.mp4")]
    assert first == ["d.mp4"]
