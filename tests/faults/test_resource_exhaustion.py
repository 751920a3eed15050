"""Pages made to hurt a crawler: each costs at most its deadline, and the next page works."""

from __future__ import annotations

import gzip
import resource
import ssl
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import brotli
import pytest

from storage.crawls.frontier import MAX_TRIES
from tests.crawler.website import HTML, Answer, crawl, html, product, running_site
from tests.servers.certificate import make_certificate

MEGABYTE = 2**20


def big_body() -> Iterator[bytes]:
    for _ in range(300):
        yield b"x" * MEGABYTE


def tags() -> Iterator[bytes]:
    """30 MB of elements: allowed by its size, a gigabyte as a tree."""
    for _ in range(30):
        yield b"<p>x" * (MEGABYTE // 4)


def words() -> Iterator[bytes]:
    for _ in range(30):
        yield "面".encode() * (MEGABYTE // 3)


def endless() -> Iterator[bytes]:
    while True:
        yield b"<p>more</p>" * 5000


@cache
def poison() -> dict[str, Answer]:
    """Path → what is sent there. Compressed when a test asks: it takes two seconds."""
    gzipped = gzip.compress(b"\0" * (256 * MEGABYTE), 9)
    return {
        "/bomb-gzip": Answer(gzipped, headers=HTML | {"Content-Encoding": "gzip"}),
        "/bomb-brotli": Answer(
            brotli.compress(b"\0" * (256 * MEGABYTE), quality=5),
            headers=HTML | {"Content-Encoding": "br"},
        ),
        "/declared": Answer(
            headers=HTML | {"Content-Length": str(300 * MEGABYTE)}, stream=big_body
        ),
        "/undeclared": Answer(stream=big_body),
        "/under-the-limit": Answer(stream=tags),
        "/text-under-the-limit": Answer(stream=words),
        "/endless": Answer(stream=endless),
        "/loop": Answer(status=302, headers={"Location": "/loop"}),
        "/there": Answer(status=302, headers={"Location": "/back"}),
        "/back": Answer(status=307, headers={"Location": "/there"}),
        "/to-a-file": Answer(status=302, headers={"Location": "file:///etc/passwd"}),
        "/deep": html("<div>" * 200_000),
        "/broken-gzip": Answer(gzipped[:500], headers=HTML | {"Content-Encoding": "gzip"}),
        "/encodings": Answer(
            bytes(range(256)) * 50, headers={"Content-Type": "text/html; charset=x"}
        ),
        "/half-gb": Answer(
            "示例面粉".encode("gbk")[:-1] * 3000, headers={"Content-Type": "text/html"}
        ),
        "/utf-16": Answer("<p>面粉</p>".encode("utf-16-be"), headers={"Content-Type": "text/html"}),
        "/surrogates": Answer(b"<p>\xed\xa0\x80\xff\xfe</p>" * 500),
        "/no-text-coding": Answer(
            b"<p>x</p>", headers={"Content-Type": "text/html; charset=base64"}
        ),
        "/attributes": html("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">"),
        "/unknown-coding": Answer(b"abc", headers=HTML | {"Content-Encoding": "rot13"}),
    }


def test_poison_is_survived_within_the_deadline_and_the_memory(tmp_path: Path) -> None:
    pages = poison()

    def page(path: str) -> Answer | None:
        if path == "/":
            links = "".join(f"<a href='{name}'>{name}</a>" for name in pages)
            return html(f"{links}<a href='/product/1.html'>面粉</a>")
        return product(1) if path == "/product/1.html" else pages.get(path)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/", crawl_timeout=4.0)
    assert report.finished
    assert report.counts["listings_new"] == 1
    assert report.counts["errors"] >= 6
    assert time.process_time() - begun < 40
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 300, f"{grown:.0f} MB"


def test_a_dripping_page_costs_its_deadline_and_no_other_page(tmp_path: Path) -> None:
    drained = threading.Event()

    def drip() -> Iterator[bytes]:
        for _ in range(600):
            yield b"."
            time.sleep(0.1)
        drained.set()

    def page(path: str) -> Answer | None:
        if path == "/":
            return html("<a href='/drip'>x</a><a href='/product/1.html'>面粉</a>")
        return {"/product/1.html": product(1), "/drip": Answer(stream=drip)}.get(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/", crawl_timeout=1.0)
        assert site.hits["/drip"] == MAX_TRIES
    assert report.counts["listings_new"] == 1
    assert report.counts["errors"] == 1
    assert not drained.is_set()


def test_a_bad_certificate_ends_the_crawl_with_one_clear_reason(tmp_path: Path) -> None:
    _, certificate, key = make_certificate(tmp_path)
    unknown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    unknown.load_cert_chain(certificate, key)
    with running_site(lambda _: html("never"), unknown) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.failed
    assert "certificate" in report.reason
    assert not site.hits


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/"])
def test_a_host_that_is_not_there_is_one_clear_reason(tmp_path: Path, url: str) -> None:
    report = crawl(tmp_path, url)
    assert report.failed
    assert report.reason.startswith(f"start page {url}")
    assert "\n" not in report.reason
