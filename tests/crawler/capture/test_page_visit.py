"""Pages that load late, never end or are no page at all: each is captured, and the package says how."""

from __future__ import annotations

import asyncio
import io
import json
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from PIL import Image

from crawler.capture import CaptureRequest, capture_page
from crawler.capture.capture import judged
from crawler.capture.evidence_browser import VisitFailed, evidence_browser
from crawler.capture.network_log import BodyWaits
from storage.base.settings import Settings
from storage.evidence.trust import home_anchors
from storage.evidence.verification import verify_package
from storage.evidence.visit import Visit
from storage.net.address_policy import AddressPolicy
from tests.crawler.website import Answer, Website, html, product, running_site
from tests.databases import migrated_database
from tests.examples import THOROUGH
from tests.servers.certificate import make_certificate
from tests.storage.evidence.packages import read_files

LOOPBACK = AddressPolicy(allow=("127.0.0.0/8",))
LATE = (
    "<div id=r></div><script>setTimeout(() => fetch('/api.txt').then(a => a.text())"
    ".then(t => r.append(t)), 800)</script>"
)
LAZY = (
    "<div style='height:5000px'></div><img data-src=/late.png width=100 height=100>"
    "<script>new IntersectionObserver(seen => seen.forEach(one => {"
    "if (one.isIntersecting) one.target.src = one.target.dataset.src}))"
    ".observe(document.images[0])</script>"
)
LAZY_PICTURES = 8
"""Pictures of a page whose script loads them when they come into sight."""


def loads_as_seen(wait: str) -> str:
    """A page that glides where it is scrolled, and whose script looks what is in sight as `wait` says."""
    pictures = (
        f"<div style='height:600px'></div><img data-src=/{number}.png width=100 height=100>"
        for number in range(LAZY_PICTURES)
    )
    return (
        f"<style>html {{scroll-behavior: smooth}}</style>{''.join(pictures)}"
        "<div style='height:600px'></div><script>let waiting = 0; function load() { waiting = 0;"
        "for (const image of document.images) { const box = image.getBoundingClientRect();"
        "if (box.top < innerHeight && box.bottom > 0) image.src = image.dataset.src } }"
        f"addEventListener('scroll', () => {{ {wait} }})</script>"
    )


DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><text>示例</text></svg>"


def endless() -> Iterator[bytes]:
    yield "<!doctype html><meta charset=utf-8><title>不停</title><h1>示例面粉 19.90</h1>".encode()
    for _ in range(600):
        time.sleep(0.2)
        yield b"<p>and so on</p>"


def noise() -> Answer:
    target = io.BytesIO()
    Image.effect_noise((120, 120), 50).save(target, "PNG")
    return Answer(target.getvalue(), headers={"Content-Type": "image/png"})


PAGES = {
    "/1": Answer(status=301, headers={"Location": "/2"}),
    "/2": Answer(status=308, headers={"Location": "/refresh"}),
    "/refresh": Answer(b"<meta http-equiv=refresh content='0;url=/script'>"),
    "/script": html("<script>location.replace('/item')</script>"),
    "/item": product(1),
    "/late": html(LATE),
    "/api.txt": Answer("稍后写入".encode(), headers={"Content-Type": "text/plain; charset=utf-8"}),
    "/lazy": html(LAZY),
    "/late.png": noise(),
    "/now-and-then": html(loads_as_seen("waiting = waiting || setTimeout(load, 200)")),
    "/at-rest": html(loads_as_seen("clearTimeout(waiting); waiting = setTimeout(load, 250)")),
    **{f"/{number}.png": noise() for number in range(LAZY_PICTURES)},
    "/endless": Answer(stream=endless),
    "/drawing": Answer(DRAWING.encode(), headers={"Content-Type": "image/svg+xml"}),
    "/many": html("<p>示例</p>" * (30_000 if THOROUGH else 1_200)),
    "/nothing": Answer(status=204),
    "/again": html("<script>setTimeout(() => location.reload(), 300)</script>"),
    "/frames": html(
        "<iframe src=/item width=400 height=300></iframe><iframe srcdoc='内'></iframe>"
    ),
}


def look(*urls: str, waits: BodyWaits | None = None) -> list[Visit | VisitFailed]:
    async def run() -> list[Visit | VisitFailed]:
        async with evidence_browser(LOOPBACK, waits=waits) as browser:
            visits: list[Visit | VisitFailed] = []
            for url in urls:
                try:
                    visits.append(judged(await browser.visit(url)))
                except VisitFailed as error:
                    visits.append(error)
            return visits

    return asyncio.run(run())


@pytest.fixture(scope="module")
def site() -> Iterator[Website]:
    with running_site(PAGES.get) as running:
        yield running


Visits = dict[str, Visit | VisitFailed]
"""By the path of the page."""


@pytest.fixture(scope="module")
def visits(site: Website) -> Visits:
    """What one browser, which goes from page to page, makes of each."""
    paths = ("/1", "/late", "/lazy", "/drawing", "/frames", "/nothing", "/again", "/many",
             "/now-and-then", "/at-rest")  # fmt: skip
    return dict(zip(paths, look(*(site.url + path for path in paths)), strict=True))


def captured(visit: Visit | VisitFailed) -> Visit:
    assert isinstance(visit, Visit), visit
    return visit


def test_the_way_is_kept_where_pages_themselves_send_the_browser_on(
    visits: Visits, site: Website
) -> None:
    visit = captured(visits["/1"])
    steps = [
        (exchange.url.removeprefix(site.url), exchange.status, exchange.location)
        for exchange in visit.redirects
    ]
    assert steps == [
        ("/1", 301, "/2"),
        ("/2", 308, "/refresh"),
        ("/refresh", 200, f"{site.url}/script"),
        ("/script", 200, f"{site.url}/item"),
    ]
    assert (visit.final_url, visit.title) == (f"{site.url}/item", "示例面粉 1 号")
    assert visit.raw == PAGES["/item"].body


def test_what_a_script_writes_only_after_a_while_is_waited_for(visits: Visits) -> None:
    assert captured(visits["/late"]).text == "稍后写入"


def test_pictures_that_a_script_loads_when_they_come_into_sight_are_kept(
    visits: Visits, site: Website
) -> None:
    visit = captured(visits["/lazy"])
    assert dict(visit.images) == {f"{site.url}/late.png": PAGES["/late.png"].body}


@pytest.mark.parametrize("path", ["/now-and-then", "/at-rest"])
def test_pictures_are_kept_whose_script_looks_only_now_and_then_what_is_in_sight(
    visits: Visits, site: Website, path: str
) -> None:
    loaded = {url.removeprefix(site.url) for url, _ in captured(visits[path]).images}
    assert loaded == {f"/{number}.png" for number in range(LAZY_PICTURES)}


def test_a_page_that_never_ends_is_kept_as_far_as_it_came(site: Website) -> None:
    (result,) = look(f"{site.url}/endless", waits=BodyWaits(end=3, endless=2))
    visit = captured(result)
    assert visit.title == "不停"
    assert visit.raw.startswith(b"<!doctype html>")
    assert "示例面粉 19.90" in visit.text
    assert any("had not ended" in remark for remark in visit.remarks)
    (page,) = (exchange for exchange in visit.exchanges if exchange.url == f"{site.url}/endless")
    assert page.body == visit.raw


@pytest.mark.thorough
def test_a_drawing_and_a_page_of_many_lines_have_their_picture(visits: Visits) -> None:
    assert captured(visits["/drawing"]).screenshot.startswith(b"\x89PNG")
    visit = captured(visits["/many"])
    assert any(remark.startswith("the picture shows") for remark in visit.remarks)
    with Image.open(io.BytesIO(visit.screenshot)) as shot:
        assert shot.width == 1366


def test_frames_are_recorded_and_shown(visits: Visits, site: Website) -> None:
    visit = captured(visits["/frames"])
    assert f"{site.url}/item" in {exchange.url for exchange in visit.exchanges}


def test_what_is_no_page_or_never_stays_is_said_in_words(visits: Visits) -> None:
    assert "HTTP 204 without a page" in str(visits["/nothing"])
    assert "again and again" in str(visits["/again"])


def test_a_site_whose_certificate_nobody_trusts_is_kept_and_the_package_says_so(
    tmp_path: Path,
) -> None:
    _, certificate, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    settings = Settings(home=tmp_path / "home", allow_addresses=("127.0.0.0/8",))
    opened = migrated_database(settings)
    with running_site(PAGES.get, context) as site:
        entry = capture_page(opened, settings, CaptureRequest(url=f"{site.url}/item"))
    opened.close()
    assert entry.package is not None
    checks = verify_package(
        entry.package, anchors=home_anchors(settings.home), timestamp_anchors=()
    )
    assert [check.line() for check in checks if not check.passed] == []
    files = read_files(entry.package)
    manifest = json.loads(files["evidence/manifest.json"])
    assert "ERR_CERT_AUTHORITY_INVALID" in manifest["remarks"][0]
    chain = x509.load_pem_x509_certificates(files["evidence/tls-chain.pem"])
    assert chain[0] == x509.load_pem_x509_certificate(certificate.read_bytes())
