"""The web archive's own files in a package: index, page list, data package, digest (WACZ 1.1.1)."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

WARC = "archive/data.warc.gz"
INDEX = "indexes/index.cdx.gz"
INDEX_HEAD = "indexes/index.idx"
PAGES = "pages/pages.jsonl"
DATA_PACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"

_INDEXED = "response,revisit,resource,metadata"
"""With requests in the index a replay finds them instead of the answers."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def index_files(warc: bytes) -> dict[str, bytes]:
    """The compressed index of a WARC and its head."""
    from cdxj_indexer.main import CDXJIndexer

    index = io.StringIO()
    source = io.BytesIO(warc)
    CDXJIndexer(index, source, sort=True, records=_INDEXED, filename="data.warc.gz").process_all()
    lines = index.getvalue()
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
