"""The WARC (ISO 28500) of a visit: every exchange as response and request, and their count."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from storage.base.errors import HubiaoError
from storage.base.message import message_of
from storage.evidence.visit import Exchange

VERSION = "1.1"
"""1.1 is the first to allow dates finer than a second."""

_PIECE = 2**18
"""Bytes of a body that are hashed at once."""
_HEAD_LINES = 70_000
"""Of the head of a record or of an exchange: Chromium takes 256 KiB of the latter (kMaxHeaderBufSize), 4 bytes a line
at least."""
_HEAD_BYTES = 4 * 2**20
"""The same, for addresses of 2 MiB, the longest that Chromium asks for, in each of two lines."""
_TRANSFER = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True, kw_only=True)
class WarcContent:
    """Counts of a WARC's records: taken at capture, and again at verification."""

    records: int
    responses: int
    bodies: frozenset[str]
    """SHA-256 (hex) of each response body."""
    resources: frozenset[str] = frozenset()
    """SHA-256 (hex) of each resource that was handed in, not received from its server."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A document without its HTTP exchange (WARC `resource`): a page as a browser held it."""

    url: str
    content: bytes
    media_type: str
    moment: datetime


def write_warc(
    exchanges: Iterable[Exchange], software: str, resources: Iterable[Resource] = ()
) -> bytes:
    """A gzip-compressed WARC, one member a record."""
    target = io.BytesIO()
    writer = WARCWriter(target, gzip=True, warc_version=VERSION)
    information = {"software": software, "format": f"WARC File Format {VERSION}"}
    writer.write_record(writer.create_warcinfo_record("data.warc.gz", information))
    for exchange in exchanges:
        _write_exchange(writer, exchange)
    for resource in resources:
        _write_resource(writer, resource)
    return target.getvalue()


def _write_exchange(writer: WARCWriter, exchange: Exchange) -> None:
    about = {"WARC-Date": warc_date(exchange.moment)}
    if exchange.address is not None:
        about["WARC-IP-Address"] = exchange.address
    if exchange.error is not None:
        about["WARC-Truncated"] = "unspecified"
    response = writer.create_warc_record(
        exchange.url,
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=StatusAndHeaders(
            f"{exchange.status} {exchange.reason}".strip(),
            [*_shown_headers(exchange), ("Content-Length", str(len(exchange.body)))],
            protocol="HTTP/1.1",
        ),
        warc_headers_dict=dict(about),
    )
    parts = urlsplit(exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = writer.create_warc_record(
        exchange.url,
        "request",
        payload=io.BytesIO(exchange.request_body),
        length=len(exchange.request_body),
        http_headers=StatusAndHeaders(
            f"{exchange.method} {path} HTTP/1.1",
            [(name, _one_line(value)) for name, value in exchange.request_headers],
            is_http_request=True,
        ),
        warc_headers_dict={
            "WARC-Date": about["WARC-Date"],
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    writer.write_record(response)
    writer.write_record(request)


def _write_resource(writer: WARCWriter, resource: Resource) -> None:
    writer.write_record(
        writer.create_warc_record(
            resource.url,
            "resource",
            payload=io.BytesIO(resource.content),
            length=len(resource.content),
            warc_content_type=resource.media_type,
            warc_headers_dict={"WARC-Date": warc_date(resource.moment)},
        )
    )


def _shown_headers(exchange: Exchange) -> list[tuple[str, str]]:
    """Headers as received; those that do not fit the decoded body are kept under another name."""
    return [
        (f"X-Orig-{name}" if name.lower() in _TRANSFER else name, _one_line(value))
        for name, value in exchange.headers
    ]


def _one_line(value: str) -> str:
    return " ".join(value.split("\n")).replace("\r", " ")


def warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class BrokenArchive(HubiaoError):
    """A WARC that is damaged, cut short or has a wrong digest; the message names the record."""


def read_warc(data: bytes) -> WarcContent:
    """Read a WARC to its last byte, checking every digest. Raises BrokenArchive where one fails.

    `warcio check` reports success on files that were flipped or cut, so records are counted here
    and the reader must end exactly where the file does.
    """
    records, responses, bodies, resources = 0, 0, set(), set()
    source = io.BytesIO(data)
    try:
        iterator = ArchiveIterator(source, check_digests="raise", verify_http=True)
        iterator.reader = RecordReader(source)
        for kind in ("warc_parser", "http_parser", "http_req_parser"):
            parser = getattr(iterator.loader, kind)
            setattr(iterator.loader, kind, _HeadParser(parser.statuslist, parser.verify))
        for record in iterator:
            body = _hash_of(record.content_stream())
            records += 1
            if record.rec_type == "response":
                responses += 1
                bodies.add(body)
            if record.rec_type == "resource":
                resources.add(body)
            if record.rec_type in ("response", "request", "resource") and not _has_digest(record):
                raise BrokenArchive("check.no-record-digest", number=records)
    except (BrokenArchive, MemoryError):
        raise
    except Exception as error:  # of a broken record warcio raises whatever it meets
        raise BrokenArchive(
            "check.record-broken", number=records + 1, reason=message_of(error)
        ) from error
    return WarcContent(
        records=records,
        responses=responses,
        bodies=frozenset(bodies),
        resources=frozenset(resources),
    )


def _hash_of(stream: Any) -> str:
    """SHA-256 (hex) of what is left in a stream, which may unpack to more than memory holds."""
    digest = hashlib.sha256()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


class _HeadParser(StatusAndHeadersParser):  # type: ignore[misc]  # warcio is untyped
    """Reads a head of as many lines as one may have."""

    def parse(self, stream: Any, full_statusline: Any = None) -> StatusAndHeaders:
        return super().parse(_HeadLines(stream), full_statusline)


class _HeadLines:
    """The lines of one head. Raises BrokenArchive for more than it may have."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._lines, self._bytes = _HEAD_LINES, _HEAD_BYTES

    def readline(self) -> bytes:
        line: bytes = self._stream.readline(self._bytes)
        self._lines -= 1
        self._bytes -= len(line)
        if self._lines <= 0 or self._bytes <= 0:
            raise _long_head()
        return line


class RecordReader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio is untyped
    """Unpacks a WARC. What stands between two records is read without a length: it is no longer than a head."""

    _between = 0

    def readline(self, length: int | None = None) -> bytes:
        most = _HEAD_BYTES if length is None else length
        line = b""
        # warcio's own ends a line of several blocks before it has as many bytes as were asked for.
        while not line.endswith(b"\n") and (piece := super().readline(most - len(line))):
            line += piece
        self._between = self._between + 1 if length is None else 0
        if length is None and (len(line) >= most or self._between > _HEAD_LINES):
            raise _long_head()
        return line


def _long_head() -> BrokenArchive:
    return BrokenArchive("check.long-head", lines=_HEAD_LINES, mebibytes=_HEAD_BYTES >> 20)


def _has_digest(record: object) -> bool:
    headers = record.rec_headers  # type: ignore[attr-defined]
    return headers.get_header("WARC-Block-Digest") is not None
