"""What people hand in is told by its content: pictures that decode whole, recordings whose boxes are whole."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.materials.file_check import material_type, picture_preview, recording_type

MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\0\x08moov" + b"\0\0\0\x0cmdat\1\2\3\4"


def a_picture(kind: str, size: tuple[int, int] = (400, 300)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "#c33").save(content, kind)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_a_picture_is_told_by_its_content(kind: str) -> None:
    assert material_type(a_picture(kind), "截图.txt") == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "material.empty"),
        (b"%PDF-1.7", "material.type"),
        (b"<html>", "material.type"),
        (a_picture("PNG")[:90], "material.type"),
        (a_picture("GIF"), "material.type"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "material.heif"),
        (MP4[:-1], "material.cut"),
        (MP4.replace(b"moov", b"free"), "material.cut"),
        (MP4.replace(b"\0\0\0\x08moov", b"\0\0\0\x02moov"), "material.cut"),
        (b"\x1a\x45\xdf\xa3 nothing known", "material.type"),
    ],
)
def test_what_is_no_whole_picture_or_recording_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        material_type(content, "材料")
    assert refusal.value.message.code == code


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    content = io.BytesIO()
    Image.new("1", (8000, 8000)).save(content, "PNG")
    with pytest.raises(BadInput) as refusal:
        material_type(content.getvalue(), "长图.png")
    assert refusal.value.message.code == "material.too-many-pixels"


def test_a_recording_is_told_by_its_container() -> None:
    assert recording_type(MP4, "x") == "video/mp4"
    assert recording_type(MP4.replace(b"ftypmp42", b"ftypqt  "), "x") == "video/quicktime"
    assert recording_type(b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", "x") == "video/webm"
    whole = b"\0\0\0\x01mdat" + (20).to_bytes(8, "big") + b"\1\2\3\4"
    assert recording_type(MP4[:24] + b"\0\0\0\x08moov" + whole, "x") == "video/mp4"
    to_the_end = b"\0\0\0\0mdat" + b"\1" * 9
    assert recording_type(MP4[:32] + to_the_end, "x") == "video/mp4"


def test_a_recording_above_the_limit_is_refused_unread() -> None:
    with pytest.raises(BadInput) as refusal:
        material_type(MP4 + bytes(FILE_LIMITS[FileKind.RECORDING].size), "录屏.mp4")
    assert refusal.value.message.code == "file.too-large"


def test_a_preview_is_a_fresh_and_smaller_picture() -> None:
    jpeg = picture_preview(a_picture("PNG", (400, 4000)), "长截图.png")
    with Image.open(io.BytesIO(jpeg)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (160, 1600)
