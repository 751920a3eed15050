"""A made-up visit (示例), as the browser would hand it over, for tests that need no browser."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime, timedelta

from storage.evidence.visit import Exchange, Visit, VisitBrowser

URL = "http://shop.example/item/1"


def picture(side: int = 4, grey: int = 200) -> bytes:
    """A small PNG."""
    rows = b"".join(b"\0" + bytes([grey]) * side for _ in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def exchange(
    url: str = URL, body: bytes = b"", *, kind: str = "Document", moment: datetime
) -> Exchange:
    return Exchange(
        url=url,
        method="GET",
        request_headers=(("Accept", "*/*"),),
        status=200,
        reason="OK",
        headers=(("Content-Type", "text/html; charset=gb18030"), ("Content-Encoding", "gzip")),
        body=body,
        moment=moment,
        kind=kind,
        address="93.184.216.34",
    )


def visit(title: str = "天赋河套面粉 示例", *, blocked: str | None = None) -> Visit:
    moment = datetime.now(UTC)
    raw = f"<html><title>{title}</title><p>示例店铺</p></html>".encode("gb18030")
    image = picture()
    return Visit(
        url=URL,
        final_url=URL,
        redirects=(),
        status=200,
        reason="OK",
        headers=(("Content-Type", "text/html; charset=gb18030"),),
        address="93.184.216.34",
        raw=raw,
        dom=raw.decode("gb18030"),
        text="示例店铺",
        title=title,
        screenshot=picture(8),
        images=(("http://shop.example/a.png", image),),
        exchanges=(
            exchange(body=raw, moment=moment),
            exchange("http://shop.example/a.png", image, kind="Image", moment=moment),
        ),
        certificates=(),
        begun=moment - timedelta(seconds=2),
        ended=moment,
        browser=VisitBrowser(
            name="Chromium",
            playwright="1",
            user_agent="示例",
            width=1366,
            height=900,
            locale="zh-CN",
            zone="Asia/Shanghai",
            sandbox=True,
        ),
        blocked=blocked,
    )
