"""Captures of real pages by a real browser, checked as a stranger would check them."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from crawler.capture import CaptureRequest, capture_leads, capture_page
from crawler.capture.capture import judged
from crawler.capture.evidence_browser import VisitFailed, evidence_browser
from storage.base.database import Database
from storage.base.errors import EgressRefused
from storage.base.settings import Settings
from storage.evidence.trust import home_anchors
from storage.evidence.verification import verify_package
from storage.evidence.visit import Visit
from storage.leads.awaiting_capture import is_to_capture, leads_to_capture
from storage.leads.opening import open_lead
from storage.listings.store import SeenListing, save_listings
from storage.net.address_policy import AddressPolicy
from storage.records import Listing, Right
from storage.tables import AssessmentRow, EvidenceRow, ListingRow, RightRow
from tests.crawler.website import Answer, Website, html, product, running_site
from tests.databases import migrated_database
from tests.quick_captures import quick_captures
from tests.servers.processes import browser_drivers, children_of

LOOPBACK = AddressPolicy(allow=("127.0.0.0/8",))


def png(side: int) -> Answer:
    """A picture of noise, so that pictures differ."""
    target = io.BytesIO()
    Image.effect_noise((side, side), 50).save(target, "PNG")
    return Answer(target.getvalue(), headers={"Content-Type": "image/png"})


GB_PAGE = (
    "<html><head><title>天赋河套面粉 示例</title></head><body><h1>示例店铺 ￥29.90</h1>"
    "<img src=/a.png><div style='height:4000px'></div><img loading=lazy src=/b.png>"
    "<img src=http://10.1.2.3/inside.png><img src=/hidden.png>"
    "<script>fetch('/api.txt').then(r => r.arrayBuffer()).then(b => "
    "document.body.append(new TextDecoder('gb18030').decode(b)))</script></body></html>"
).encode("gb18030")
FRAMED = (
    "<p>示例</p><iframe src='http://localhost:PORT/inner'></iframe>"
    "<script>new Worker('/worker.js')</script>"
)


def dripping() -> Iterator[bytes]:
    """A picture that comes more slowly than any visit lasts."""
    for _ in range(600):
        yield b"\0"
        time.sleep(0.2)


MARKED = {"Content-Type": "image/png", "X-Egress-Refused": "1"}
PAGES = {
    "/gb": Answer(GB_PAGE, headers={"Content-Type": "text/html"}),
    "/a.png": png(100),
    "/b.png": png(200),
    "/hidden.png": Answer(png(90).body, headers=MARKED),
    "/api.txt": Answer("由脚本写入".encode("gb18030"), headers={"Content-Type": "text/plain"}),
    "/old": Answer(status=301, headers={"Location": "/newer", "Content-Length": "0"}),
    "/newer": Answer(status=302, headers={"Location": "/item", "Content-Length": "0"}),
    "/item": product(1),
    "/captcha": html("<p>请按住滑块，拖动到最右边</p>", "安全验证"),
    "/inward": Answer(status=302, headers={"Location": "http://10.1.2.3/admin"}),
    "/nowhere": Answer(status=302, headers={"Location": "http://[", "Content-Length": "0"}),
    "/endless": html("<p>示例</p><script>while (true) {}</script>"),
    "/alert": html("<p>示例</p><script>alert(1); confirm(2); print()</script>"),
    "/slow": html(
        "<p>示例</p><div style='height:16000px'></div><img src=/dripping.png>"
        "<script>setInterval(() => document.body.append('x'), 100)</script>"
    ),
    "/dripping.png": Answer(stream=dripping, headers={"Content-Type": "image/png"}),
    "/inner": html("<img src=/a.png>"),
    "/worker.js": Answer(b"fetch('/b.png')", headers={"Content-Type": "text/javascript"}),
    "/file": Answer(b"x" * 100, headers={"Content-Type": "application/octet-stream"}),
}


@pytest.fixture(scope="module")
def site() -> Iterator[Website]:
    with running_site(PAGES.get) as running:
        framed = FRAMED.replace("PORT", running.url.rpartition(":")[2])
        PAGES["/framed"] = html(framed)
        yield running


def visit(*urls: str, deadlines: Mapping[str, float] | None = None) -> list[Visit | Exception]:
    """Visit each address with one browser, in a minute where it has no deadline of its own."""

    async def run() -> list[Visit | Exception]:
        async with evidence_browser(LOOPBACK) as browser:
            visits: list[Visit | Exception] = []
            for url in urls:
                browser.deadline = (deadlines or {}).get(url, 60.0)
                try:
                    visits.append(judged(await browser.visit(url)))
                except (VisitFailed, EgressRefused) as error:
                    visits.append(error)
            return visits

    return asyncio.run(run())


@pytest.fixture(scope="module")
def sights(site: Website) -> dict[str, Visit | Exception]:
    """The pages of the site, seen with one browser."""
    paths = [
        "/gb",
        "/old",
        "/item",
        "/captcha",
        "/inward",
        "/alert",
        "/file",
        "/framed",
        "/nowhere",
    ]
    return dict(zip(paths, visit(*(site.url + path for path in paths)), strict=True))


def page(sights: dict[str, Visit | Exception], path: str) -> Visit:
    visit = sights[path]
    assert isinstance(visit, Visit), visit
    return visit


def test_the_raw_bytes_of_a_page_are_kept_in_its_own_character_coding(
    sights: dict[str, Visit | Exception],
) -> None:
    visit = page(sights, "/gb")
    assert visit.raw == GB_PAGE
    assert "示例店铺 ￥29.90" in visit.text
    assert "由脚本写入" in visit.text
    assert "由脚本写入" in visit.dom


def test_the_picture_shows_the_whole_page_and_lazy_images_are_loaded(
    sights: dict[str, Visit | Exception], site: Website
) -> None:
    visit = page(sights, "/gb")
    with Image.open(io.BytesIO(visit.screenshot)) as shot:
        assert shot.height > 4000
    assert [url.removeprefix(site.url) for url, _ in visit.images][:2] == ["/b.png", "/a.png"]
    assert dict(visit.images)[f"{site.url}/b.png"] == PAGES["/b.png"].body


def test_every_exchange_is_kept_with_the_bytes_and_the_address(
    sights: dict[str, Visit | Exception], site: Website
) -> None:
    exchanges = {
        exchange.url.removeprefix(site.url): exchange for exchange in page(sights, "/gb").exchanges
    }
    assert exchanges["/api.txt"].body == PAGES["/api.txt"].body
    assert {exchange.address for exchange in exchanges.values()} == {"127.0.0.1"}
    assert all(exchange.error is None for exchange in exchanges.values())


def test_frames_of_other_sites_and_workers_are_recorded_too(
    sights: dict[str, Visit | Exception],
) -> None:
    visit = page(sights, "/framed")
    paths = {exchange.url.rpartition("/")[2] for exchange in visit.exchanges}
    assert {"framed", "inner", "a.png", "worker.js", "b.png"} <= paths
    assert visit.remarks == ()


def test_what_the_guard_answered_is_no_evidence_and_no_page_can_pass_for_it(
    sights: dict[str, Visit | Exception], site: Website
) -> None:
    visit = page(sights, "/gb")
    urls = {exchange.url for exchange in visit.exchanges}
    assert "http://10.1.2.3/inside.png" not in urls
    assert visit.refused == ("10.1.2.3",)
    assert f"{site.url}/hidden.png" in urls


def test_the_way_through_redirects_is_kept(
    sights: dict[str, Visit | Exception], site: Website
) -> None:
    visit = page(sights, "/old")
    assert [(step.url, step.status, step.location) for step in visit.redirects] == [
        (f"{site.url}/old", 301, "/newer"),
        (f"{site.url}/newer", 302, "/item"),
    ]
    assert (visit.final_url, visit.status) == (f"{site.url}/item", 200)
    assert visit.listing is not None
    assert visit.listing.title == "示例面粉 1 号"


def test_a_captcha_page_is_entered_as_blocked(sights: dict[str, Visit | Exception]) -> None:
    assert page(sights, "/captcha").blocked == "captcha"
    assert page(sights, "/item").blocked is None


def test_a_redirect_to_an_internal_address_is_refused(
    sights: dict[str, Visit | Exception],
) -> None:
    assert isinstance(sights["/inward"], EgressRefused)
    assert "HUBIAO_ALLOW_ADDRESSES" in str(sights["/inward"])


def test_dialogs_do_not_hold_a_visit_and_neither_a_download_nor_a_redirect_to_nowhere_is_a_page(
    sights: dict[str, Visit | Exception],
) -> None:
    assert page(sights, "/alert").text == "示例"
    assert isinstance(sights["/file"], VisitFailed)
    assert isinstance(sights["/nowhere"], VisitFailed)


def test_an_endless_script_costs_its_deadline_and_the_next_page_works(site: Website) -> None:
    urls = [site.url + path for path in ("/endless", "/slow", "/item")]
    endless, slow, item = visit(*urls, deadlines={urls[0]: 5, urls[1]: 15})
    assert isinstance(endless, VisitFailed)
    assert isinstance(item, Visit)
    # Slow in every step, but all its steps together keep the deadline.
    assert isinstance(slow, Visit), slow
    assert "示例" in slow.text
    assert any("loading did not end" in remark for remark in slow.remarks)


def kill_driver() -> None:
    """End Playwright's driver, and with it the browser that it launched."""
    for pid in browser_drivers():
        os.kill(pid, signal.SIGKILL)


def test_a_browser_that_dies_costs_no_page_and_a_page_that_kills_it_no_other() -> None:
    hits: Counter[str] = Counter()

    def page(path: str) -> Answer | None:
        hits[path] += 1
        if path == "/deadly" or (path == "/unlucky" and hits[path] == 1):
            kill_driver()
        return html("<p>示例</p>") if path in ("/deadly", "/unlucky", "/item") else None

    with running_site(page) as site:
        unlucky, deadly, item = visit(
            *(site.url + path for path in ("/unlucky", "/deadly", "/item"))
        )
    assert isinstance(unlucky, Visit)
    assert isinstance(deadly, VisitFailed)
    assert isinstance(item, Visit)
    assert (hits["/unlucky"], hits["/deadly"]) == (2, 2)


def stop_browser() -> list[int]:
    """Let Chromium hang, as where the machine swaps; returns its process."""
    below = [child for pid in children_of(os.getpid()) for child in children_of(pid)]
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in below}
    stopped = [pid for pid, words in commands.items() if b"--remote-debugging-" in words]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    return stopped


@pytest.mark.slow
def test_a_browser_that_hangs_costs_its_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.capture.evidence_browser.ANSWER_SECONDS", 3.0)
    stopped: list[int] = []

    def page(path: str) -> Answer | None:
        if path == "/stuck" and not stopped:
            stopped.extend(stop_browser())
        return html("<p>示例</p>") if path in ("/stuck", "/item") else None

    try:
        with running_site(page) as site:
            urls = [f"{site.url}/stuck", f"{site.url}/item"]
            stuck, item = visit(*urls, deadlines=dict.fromkeys(urls, 20))
    finally:
        for pid in stopped:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert len(stopped) == 1
    assert isinstance(stuck, VisitFailed)
    assert isinstance(item, Visit)


@pytest.fixture
def quick() -> Iterator[None]:
    """Where the entries are what is tested and not the pages."""
    with quick_captures():
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", allow_addresses=("127.0.0.0/8",))


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    yield opened
    opened.close()


def test_a_capture_is_one_package_that_a_stranger_can_verify(
    site: Website, settings: Settings, database: Database
) -> None:
    entry = capture_page(
        database, settings, CaptureRequest(url=f"{site.url}/gb", officer="li", task="日常")
    )
    assert (entry.state, entry.status, entry.title) == ("captured", 200, "天赋河套面粉 示例")
    assert entry.package is not None
    checks = verify_package(
        entry.package, anchors=home_anchors(settings.home), timestamp_anchors=()
    )
    assert [check.line() for check in checks if not check.passed] == []
    manifest = json.loads((entry.folder / "evidence/manifest.json").read_bytes())
    assert manifest["request"] == {"url": f"{site.url}/gb", "officer": "li", "task": "日常"}
    assert manifest["network"]["address"] == "127.0.0.1"
    assert manifest["clock"]["reference"].startswith("none was reachable")
    assert "hubiao/" in manifest["browser"]["user_agent"]


def test_a_batch_goes_on_after_a_page_that_failed_and_chains_its_entries(
    site: Website, settings: Settings, database: Database, quick: None
) -> None:
    with database.begin() as session:
        urls = [f"{site.url}/item", f"{site.url}/missing-host", f"{site.url}/captcha"]
        urls[1] = "http://127.0.0.1:9/"
        ids = [_lead(session, number, url) for number, url in enumerate(urls)]
    assert leads_to_capture(database, settings) == ids
    results = capture_leads(database, settings, ids, officer="li")
    assert [result.entry.state if result.entry else "failed" for result in results] == [
        "captured",
        "failed",
        "blocked",
    ]
    with database.read() as session:
        rows = session.scalars(sa.select(EvidenceRow).order_by(EvidenceRow.id)).all()
        assert [row.lead_id for row in rows] == ids
        assert rows[2].previous_sha256 == rows[0].manifest_sha256
        assert "127.0.0.1" in str(rows[1].facts.error)
    assert leads_to_capture(database, settings) == []


def test_a_lead_that_another_worker_captures_meanwhile_is_entered_once(
    site: Website, settings: Settings, database: Database, quick: None
) -> None:
    with database.begin() as session:
        lead = _lead(session, 1, f"{site.url}/item")
    by_others: list[int] = []

    def is_due(session: sa.orm.Session, number: int) -> bool:
        due = is_to_capture(session, settings, number)
        if not by_others:
            by_others.extend(
                result.request.lead or 0 for result in capture_leads(database, settings, [number])
            )
        return due

    assert capture_leads(database, settings, [lead], is_due=is_due) == []
    assert by_others == [lead]
    with database.read() as session:
        assert session.scalars(sa.select(EvidenceRow.lead_id)).all() == [lead]


def _lead(session: sa.orm.Session, number: int, url: str) -> int:
    listing = Listing(url=url, title=f"示例面粉 {number} 号")
    at = datetime.now(UTC)
    save_listings(session, [SeenListing(key=f"k{number}", listing=listing)], run_id=None, at=at)
    if session.get(RightRow, "r") is None:
        session.add(
            RightRow(id="r", text="示例", kind="trademark", record=Right(id="r", text="示例"))
        )
        session.flush()
    row = session.scalars(sa.select(ListingRow).where(ListingRow.key == f"k{number}")).one()
    assessment = AssessmentRow(
        version_id=row.version_id, right_id="r", basis="b", model="rules@1", score=0.95,
        level="red", lead=True, signals=(),
    )  # fmt: skip
    session.add(assessment)
    session.flush()
    return open_lead(session, assessment, row.id, tier=1).lead_id
