"""The first page of a sealed form as grey pixels, with the text of all: read in a process of its own, for PDF and
picture decoders are large programs in C that meet a stranger's bytes here."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.intake_gate.gate import read_foreign

LIBRARIES = ("pypdfium2", "PIL.Image", "PIL.PngImagePlugin", "PIL.JpegImagePlugin")
"""What the process that forks readers imports for these."""
_LONGEST_SIDE = 600
"""Pixels of a page that is looked at, chosen by hand: a line of print is some pixels high."""
_WHERE = "PDF"
_STREAM = re.compile(rb"(?<!end)stream(?=[\s\0()<>\[\]/%])")
"""The word before the bytes of a stream (ISO 32000-1, 7.3.8)."""
_OPEN_STREAMS = 100
"""Streams without an end that a damaged file may have; chosen by hand."""
_SEARCHED = 4 * 10**8
"""Bytes, about .6 s: PDFium searches the rest of a file whose table is broken for the end of each of them."""


@dataclass(frozen=True, kw_only=True)
class FirstPage:
    """What can be told of a scan: pixels of its first page, uint8 (height, width); pages; text layer."""

    width: int
    height: int
    pixels: bytes
    pages: int
    text: str


def read_pdf(content: bytes) -> FirstPage:
    """A PDF from outside. Raises BadInput."""
    width, height, pixels, pages, text = read_foreign(FileKind.PDF, pdf_page, content, _WHERE)
    return FirstPage(width=width, height=height, pixels=pixels, pages=pages, text=text)


def read_picture(content: bytes) -> FirstPage:
    """A scan as a picture from outside. Raises BadInput."""
    width, height, pixels = read_foreign(FileKind.PICTURE, picture_page, content, _WHERE)
    return FirstPage(width=width, height=height, pixels=pixels, pages=1, text="")


def pdf_page(content: bytes, _where: str) -> tuple[int, int, bytes, int, str]:
    """Width, height, pixels, pages, text. Raises BadInput."""
    import pypdfium2

    most = FILE_LIMITS[FileKind.PDF].items
    open_streams = len(_STREAM.findall(content)) - content.count(b"endstream")
    if open_streams > _OPEN_STREAMS and open_streams * len(content) > _SEARCHED:
        raise BadInput("letter.sealed-unreadable", reason="stream")
    try:
        document = pypdfium2.PdfDocument(content)
        try:
            if len(document) > most:
                raise BadInput("letter.sealed-unreadable", reason=len(document))
            page = document[0]
            scale = _LONGEST_SIDE / max(*page.get_size(), 1)
            picture = page.render(scale=scale).to_pil().convert("L")
            text = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)
            return (*picture.size, picture.tobytes(), len(document), text)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise BadInput("letter.sealed-unreadable", reason=error) from error


def picture_page(content: bytes, _where: str) -> tuple[int, int, bytes]:
    """Width, height, pixels. Raises BadInput."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and this process its own
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > FILE_LIMITS[FileKind.PICTURE].items:
                raise BadInput("letter.sealed-unreadable", reason=picture.size)
            picture.draft("L", (_LONGEST_SIDE, _LONGEST_SIDE))
            grey = picture.convert("L")
    except (OSError, ValueError, SyntaxError) as error:
        raise BadInput("letter.sealed-unreadable", reason=error) from error
    grey.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return (*grey.size, grey.tobytes())
