"""Pictures drawn for the tests: a pack with its words, a made-up logo, and a bomb."""

from __future__ import annotations

import io
import math
import struct
import subprocess
import zlib
from functools import cache

from PIL import Image, ImageDraw, ImageFont


@cache
def typeface() -> str:
    """A font file with Chinese glyphs, as fontconfig knows it."""
    fontconfig = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans CJK SC"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return fontconfig.stdout


def pack(*lines: str) -> Image.Image:
    """A pack that bears these lines; square, since a flat picture is read in twice its size."""
    image = Image.new("RGB", (640, max(640, 120 * len(lines) + 40)), "#fff6e0")
    draw = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        font = ImageFont.truetype(typeface(), 64)
        draw.text((30, 20 + 120 * place), line, font=font, fill="#a02010")
    return image


def logo(turns: int) -> Image.Image:
    """A drawn sign; another number of turns makes another one."""
    image = Image.new("RGB", (300, 300), "white")
    draw = ImageDraw.Draw(image)
    for step in range(90):
        angle, reach = step * turns * math.pi / 45, 20 + step * 1.3
        x, y = 150 + reach * math.cos(angle), 150 + reach * math.sin(angle)
        size = 4 + (step * turns) % 11
        shape = draw.rectangle if step % 3 else draw.ellipse
        shape((x - size, y - size, x + size, y + size), outline="black", width=2)
    return image


def as_png(image: Image.Image) -> bytes:
    png = io.BytesIO()
    image.save(png, "PNG")
    return png.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it is `side` pixels high and wide."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
