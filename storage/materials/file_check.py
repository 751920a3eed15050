"""What a handed-in file is (材料校验): pictures and recordings of a screen, told by their content.

A picture is decoded once, in a process of its own; of a recording only the container is read, since
nothing here plays it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.intake_gate.gate import read_foreign
from storage.pictures.decoding import NotAPicture, TooManyPixels, as_shown, opened_picture

LIBRARIES = (
    "PIL.Image",
    "PIL.ImageFile",
    "PIL.ImageOps",
    "PIL.PngImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.WebPImagePlugin",
    "PIL.AvifImagePlugin",
)
"""What the process that forks readers imports for these."""
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_EBML = b"\x1a\x45\xdf\xa3"
"""How a Matroska or WebM file begins (RFC 8794)."""
_EBML_HEAD = 256
"""Bytes in which the type of an EBML document stands; chosen by hand, its head has some forty."""
_HEIF = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1")
"""Brands (ISO/IEC 23008-12) of pictures that telephones keep and few programs read."""
_PREVIEW_SIDE = 1600
"""Pixels of the longest side of a preview; chosen by hand, a page's column has half of it."""


def material_type(content: bytes, name: str) -> str:
    """The media type of a handed-in file. Raises BadInput for what is none of the kinds, too large or damaged."""
    if not content:
        raise BadInput("material.empty", name=name)
    if content.startswith(_EBML) or content[4:8] == b"ftyp":
        if content[8:12] in _HEIF:
            raise BadInput("material.heif", name=name)
        if content[8:12] not in (b"avif", b"avis"):
            return read_foreign(FileKind.RECORDING, recording_type, content, name)
    return read_foreign(FileKind.SCREENSHOT, picture_type, content, name)


def picture_type(content: bytes, where: str) -> str:
    """The media type of a picture that decodes whole. Raises BadInput."""
    try:
        with opened_picture(content, _FORMATS) as picture:
            picture.load()
            return f"image/{str(picture.format).lower()}"
    except TooManyPixels as error:
        most = FILE_LIMITS[FileKind.SCREENSHOT].items
        raise BadInput("material.too-many-pixels", name=where, million=most // 10**6) from error
    except NotAPicture as error:
        raise BadInput("material.type", name=where) from error


def recording_type(content: bytes, where: str) -> str:
    """The media type of a recording whose container is whole. Raises BadInput."""
    if content.startswith(_EBML):
        head = content[:_EBML_HEAD]
        if b"webm" in head:
            return "video/webm"
        if b"matroska" in head:
            return "video/x-matroska"
        raise BadInput("material.type", name=where)
    boxes = list(_boxes(content, where))
    if b"moov" not in boxes:
        raise BadInput("material.cut", name=where)
    return "video/quicktime" if content[8:12] == b"qt  " else "video/mp4"


def _boxes(content: bytes, where: str) -> Iterator[bytes]:
    """The types of a file's boxes on the top level (ISO/IEC 14496-12 §4.2). Raises BadInput where one reaches
    beyond the file."""
    place = 0
    for _ in range(FILE_LIMITS[FileKind.RECORDING].items):
        if place == len(content):
            return
        size = int.from_bytes(content[place : place + 4], "big")
        if size == 1:
            size = int.from_bytes(content[place + 8 : place + 16], "big")
        elif size == 0:
            size = len(content) - place
        if size < 8 or place + size > len(content):
            break
        yield content[place + 4 : place + 8]
        place += size
    raise BadInput("material.cut", name=where)


def picture_preview(content: bytes, where: str) -> bytes:
    """A picture as JPEG of at most 1,600 pixels a side, made in a process of its own. Raises BadInput."""
    return read_foreign(FileKind.SCREENSHOT, smaller_picture, content, where)


def smaller_picture(content: bytes, where: str) -> bytes:
    """The preview of a picture. Raises BadInput."""
    try:
        with opened_picture(content, _FORMATS) as opened:
            picture = as_shown(opened)
    except NotAPicture as error:
        raise BadInput("material.type", name=where) from error
    picture.thumbnail((_PREVIEW_SIDE, _PREVIEW_SIDE))
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=85)
    return jpeg.getvalue()
