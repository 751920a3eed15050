"""Scans of letters (扫描件) as a scanner makes them: pictures of pages in a PDF, a seal across them."""

from __future__ import annotations

import io
from functools import cache

import pypdfium2
from PIL import Image, ImageDraw

_SIZE = (620, 877)
"""An A4 page at 75 dpi."""


@cache
def scan(words: str = "letter", pages: int = 1) -> bytes:
    """A PDF of that many pictures without a text layer, a round red seal on the last; other `words` give
    another file."""
    return _packed([_page(f"{words} {number}") for number in range(1, pages + 1)])


def scan_of(pdf: bytes, *, pages: int | None = None, empty_first: bool = False) -> bytes:
    """The printed letter, sealed and scanned; its first `pages` alone where they are given."""
    document = pypdfium2.PdfDocument(pdf)
    count = len(document) if pages is None else pages
    sheets = [document[n].render(scale=0.6).to_pil().convert("RGB") for n in range(count)]
    document.close()
    if empty_first:
        sheets[0] = Image.new("RGB", sheets[0].size, (250, 250, 247))
    return _packed(sheets)


def _page(words: str) -> Image.Image:
    page = Image.new("RGB", _SIZE, (252, 252, 250))
    draw = ImageDraw.Draw(page)
    for line in range(12):
        draw.text(
            (80, 90 + 40 * line), f"{words}: a line of print, number {line}", fill=(20, 20, 20)
        )
    return page


def _packed(sheets: list[Image.Image]) -> bytes:
    width, height = sheets[-1].size
    seal = (width * 0.6, height * 0.7, width * 0.6 + 120, height * 0.7 + 120)
    ImageDraw.Draw(sheets[-1]).ellipse(seal, outline=(200, 20, 30), width=5)
    buffer = io.BytesIO()
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:], resolution=75)
    return buffer.getvalue()
