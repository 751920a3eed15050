"""The index of a package leads to its records as a replay looks them up."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.evidence.wacz import INDEX, WARC, index_files, sort_key
from tests.storage.evidence.packages import read_files


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.example.com/", "com,example)/"),
        ("https://www2.Example.com:443/A/B/?b=2&a=1#x", "com,example)/a/b?a=1&b=2"),
        ("http://shop.example.cn:8080/商品/1", "cn,example,shop:8080)/%e5%95%86%e5%93%81/1"),
        ("http://例子.中国/a", "xn--fiqs8s,xn--fsqu00a)/a"),
        ("http://user:secret@127.0.0.1:80/p", "1,0,0,127)/p"),
        ("http://[::1]/a/", "::1)/a"),
        ("urn:pageinfo:http://x.com/a", "urn:pageinfo:http://x.com/a"),
        ("http://[broken/", "http://[broken/"),
    ],
)
def test_a_key_turns_the_host_around_and_orders_the_parameters(url: str, key: str) -> None:
    """As the library `surt` of the Internet Archive gives them."""
    assert sort_key(url) == key


def test_each_line_of_the_index_leads_to_its_record(package: Path) -> None:
    warc = read_files(package)[WARC]
    index = gzip.decompress(index_files(warc)[INDEX]).decode()
    lines = index.splitlines()
    assert lines == sorted(lines)
    for line in lines:
        key, second, fields = line.split(" ", 2)
        entry = json.loads(fields)
        start, length = int(entry["offset"]), int(entry["length"])
        (record,) = ArchiveIterator(io.BytesIO(warc[start : start + length]))
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        assert sort_key(entry["url"]) == key
        assert len(second) == 14
    kinds = [record.rec_type for record in ArchiveIterator(io.BytesIO(warc))]
    assert len(lines) == len(kinds) - kinds.count("warcinfo") - kinds.count("request")
