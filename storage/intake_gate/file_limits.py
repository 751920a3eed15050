"""What a file of each kind may cost (文件限额): one table for all that people upload, edit or hand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from storage.base.errors import BadInput

_MEBIBYTE = 2**20
"""Bytes (IEC 80000-13)."""


class FileKind(StrEnum):
    """Kinds of file from outside."""

    WORKBOOK = "workbook"
    TABLE = "table"
    YAML = "yaml"
    LETTER = "letter"
    PDF = "pdf"
    PICTURE = "picture"
    SCREENSHOT = "screenshot"
    RECORDING = "recording"
    RECORDING_FRAMES = "recording-frames"
    DOMAINS = "domains"
    TRANSFER = "transfer"


@dataclass(frozen=True, kw_only=True)
class FileLimits:
    """Limits of one kind; each was chosen by hand, with the reason beside it in the table."""

    size: int
    """Bytes of the file as it comes."""
    unpacked: int = 0
    """Bytes of all its members together, for a kind that is packed."""
    members: int = 0
    """Files in it, for a kind that is packed."""
    items: int = 0
    """Cells of a workbook or table, nodes of a YAML document with every alias written out, tags of a letter."""
    rows: int = 0
    """Of a workbook's sheet or a table, blank ones among them."""
    columns: int = 0
    """The same."""
    depth: int = 0
    """Levels of nesting."""
    memory: int = 0
    """Bytes that the process which reads it may add to what it starts with."""
    seconds: int = 0
    """Processor time of that process; by the clock it may take twice as long, on a busy machine."""


FILE_LIMITS: Mapping[FileKind, FileLimits] = MappingProxyType(
    {
        # Ten thousand rights with thirty columns, or a hundred thousand addresses; as many columns as a sheet
        # of Excel 97 has.
        FileKind.WORKBOOK: FileLimits(
            size=16 * _MEBIBYTE,
            unpacked=128 * _MEBIBYTE,
            members=2000,
            items=500_000,
            rows=100_000,
            columns=256,
            memory=768 * _MEBIBYTE,
            seconds=40,
        ),
        FileKind.TABLE: FileLimits(size=16 * _MEBIBYTE, items=500_000, rows=100_000, columns=256),
        # Five thousand rights with everything that a record holds; read in some ten seconds.
        FileKind.YAML: FileLimits(size=4 * _MEBIBYTE, items=250_000, depth=40),
        # An annex of 300 listings has a twentieth of the tags; a letter with photographs some MiB.
        FileKind.LETTER: FileLimits(
            size=32 * _MEBIBYTE,
            unpacked=64 * _MEBIBYTE,
            members=1000,
            items=500_000,
            depth=200,
            memory=768 * _MEBIBYTE,
            seconds=30,
        ),
        # A scanned letter of a hundred pages; its first page is drawn, the text of all is read.
        FileKind.PDF: FileLimits(
            size=52 * _MEBIBYTE, items=2000, memory=768 * _MEBIBYTE, seconds=30
        ),
        # A3 at 600 dpi in grey has 70 million pixels.
        FileKind.PICTURE: FileLimits(
            size=52 * _MEBIBYTE, items=120_000_000, memory=768 * _MEBIBYTE, seconds=30
        ),
        # A day's new names under .com, .cn and .net are some 300,000.
        FileKind.DOMAINS: FileLimits(size=48 * _MEBIBYTE, items=2_000_000),
        # A transfer letter with the captures of some thirty listings, 0.2 to 4 MiB each; every capture in it
        # is read whole, so that three copies of the largest may stand in memory.
        FileKind.TRANSFER: FileLimits(
            size=128 * _MEBIBYTE,
            unpacked=128 * _MEBIBYTE,
            members=2000,
            memory=1024 * _MEBIBYTE,
            seconds=120,
        ),
        # A picture that is kept and compared (storage.pictures.decoding): a long screenshot of a telephone
        # has 25 million pixels.
        FileKind.SCREENSHOT: FileLimits(
            size=16 * _MEBIBYTE, items=40_000_000, memory=768 * _MEBIBYTE, seconds=20
        ),
        # Some three minutes of a telephone's screen; only its boxes are walked, nothing is decoded.
        FileKind.RECORDING: FileLimits(
            size=50 * _MEBIBYTE, items=10_000, memory=256 * _MEBIBYTE, seconds=10
        ),
        # The same with its pictures: three minutes at 60 frames a second are decoded in one or two; of the
        # frames that show something new, 150 are kept.
        FileKind.RECORDING_FRAMES: FileLimits(
            size=50 * _MEBIBYTE, items=150, memory=1024 * _MEBIBYTE, seconds=240
        ),
    }
)


def check_size(kind: FileKind, size: int, where: str) -> None:
    """Raises BadInput for a file of more bytes than its kind may have."""
    most = FILE_LIMITS[kind].size
    if size > most:
        raise BadInput("file.too-large", where=where, mebibytes=most // _MEBIBYTE)
