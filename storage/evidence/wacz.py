"""The web archive's own files in a package: index, page list, data package, digest (WACZ 1.1.1)."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

WARC = "archive/data.warc.gz"
INDEX = "indexes/index.cdx.gz"
INDEX_HEAD = "indexes/index.idx"
PAGES = "pages/pages.jsonl"
DATA_PACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"

_INDEXED = ("response", "revisit", "resource", "metadata")
"""With requests in the index a replay finds them instead of the answers."""
_WWW = re.compile(r"^www\d*\.")
_OWN_PORTS = (None, 80, 443)
"""Ports that keys leave out: those of http and https."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def index_files(warc: bytes) -> dict[str, bytes]:
    """The compressed index of a WARC and its head."""
    lines = "".join(sorted(set(_index_lines(warc))))
    compressed = gzip.compress(lines.encode(), mtime=0)
    name = PurePosixPath(INDEX).name
    first_key = lines.split(" {", 1)[0]
    head = _line({"format": "cdxj-gzip-1.0", "filename": name})
    block = _line(
        {
            "offset": 0,
            "length": len(compressed),
            "digest": f"sha256:{sha256(compressed)}",
            "filename": name,
        }
    )
    return {INDEX: compressed, INDEX_HEAD: f"!meta 0 {head}\n{first_key} {block}\n".encode()}


def _index_lines(warc: bytes) -> Iterator[str]:
    """A CDXJ line a record: sort key, second of the capture, place and kind of the answer."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.timeutils import iso_date_to_timestamp

    records = ArchiveIterator(io.BytesIO(warc))
    for record in records:
        if record.rec_type not in _INDEXED:
            continue
        url = record.rec_headers.get_header("WARC-Target-URI")
        answer = record.http_headers
        content_type = (answer or record.rec_headers).get_header("Content-Type") or ""
        fields = {
            "url": url,
            "mime": "warc/revisit" if record.rec_type == "revisit" else _media_type(content_type),
            "status": answer.get_statuscode() if answer else None,
            "digest": record.rec_headers.get_header("WARC-Payload-Digest"),
            "length": str(records.get_record_length()),
            "offset": str(records.get_record_offset()),
            "filename": PurePosixPath(WARC).name,
        }
        second = iso_date_to_timestamp(record.rec_headers.get_header("WARC-Date"))
        present = {key: value for key, value in fields.items() if value is not None}
        yield f"{sort_key(url)} {second} {json.dumps(present)}\n"


def _media_type(content_type: str) -> str | None:
    return re.split(r"[;\s]", content_type, maxsplit=1)[0] or None


def sort_key(url: str) -> str:
    """An address as an index of web archives sorts it (SURT): `com,example)/goods?a=1&b=2`.

    In small letters, without scheme, sign-in, `www.`, the scheme's own port, fragment and last slash;
    hosts are turned around, parameters sorted. A replay looks an answer up by this key; an address
    without a host is its own key.
    """
    try:
        parts = urlsplit(canonicalize_url(url).lower())
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if not host:
        return url
    labels = _WWW.sub("", host).split(".")
    place = ",".join(reversed(labels)) + (f":{port}" if port not in _OWN_PORTS else "")
    query = f"?{parts.query}" if parts.query else ""
    return f"{place}){parts.path.rstrip('/') or '/'}{query}"


def page_list(url: str, title: str, text: str, moment: str) -> bytes:
    """`pages.jsonl`: a head line and the one page."""
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    page = {"id": "1", "url": url, "ts": moment, "title": title, "text": text}
    return f"{_line(head)}\n{_line(page)}\n".encode("utf-8", "replace")


def data_package(
    files: Mapping[str, bytes], *, url: str, title: str, moment: str, created: str, software: str
) -> bytes:
    """`datapackage.json`: every other file of the package with its hash and size."""
    resources = [
        {
            "name": PurePosixPath(path).name,
            "path": path,
            "hash": f"sha256:{sha256(data)}",
            "bytes": len(data),
        }
        for path, data in files.items()
    ]
    package: dict[str, Any] = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title or url,
        "software": software,
        "created": created,
        "mainPageUrl": url,
        "mainPageDate": moment,
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def pack(files: Mapping[str, bytes], moment: datetime) -> bytes:
    """The files in one ZIP, stored uncompressed so that a replay reads ranges out of it."""
    target = io.BytesIO()
    stamp = max(moment.astimezone(UTC), datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, stamp)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
