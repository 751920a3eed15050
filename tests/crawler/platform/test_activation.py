"""Shipped platforms are off until somebody switches them on; a sign-in serves its platform alone."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import crawler.platform.registry
from console.cli import app
from crawler.browser.context_options import View
from crawler.browser.manual_sign_in import sign_in
from storage.base.errors import BadInput, HubiaoError, NotFound, Refused, StoreUnavailable
from storage.base.settings import Settings, load_settings
from storage.crawls.platform_sign_ins import SignInState, forget_sign_in, keep_sign_in, load_sign_in
from storage.tables import AuditRow, ComplianceRow
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import Answer, crawl, html, product, running_site, shop

_PROFILE = """
name: shili
title: 示例平台
hosts: [127.0.0.1]
enabled: false
"""


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of shipped profiles with one that covers loopback."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "shili.yml").write_text(_PROFILE, "utf-8")
    monkeypatch.setattr(crawler.platform.registry, "FOLDER", folder)
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    crawler.platform.registry._shipped_texts.cache_clear()
    crawler.platform.registry._of_host.cache_clear()


def test_a_platform_that_is_off_is_not_asked_for_anything_and_the_line_says_how_to_allow_it(
    shipped: Path, tmp_path: Path
) -> None:
    with running_site(shop(2)) as site:
        with pytest.raises(Refused, match="hubiao platform enable shili"):
            crawl(tmp_path / "home", site.url + "/")
        assert not site.hits
        report = crawl(tmp_path / "home", site.url + "/", enabled_platforms=("shili",))
    assert report.counts["listings_new"] == 2


def test_one_address_of_a_platform_that_is_off_does_not_end_a_list_of_others(
    shipped: Path, tmp_path: Path
) -> None:
    with running_site(shop(2)) as site:
        second_host = site.url.replace("127.0.0.1", "localhost")
        urls = [f"{site.url}/product/0.html", f"{second_host}/product/1.html"]
        allowed = ("127.0.0.0/8", "::1")
        report = crawl(tmp_path / "home", *urls, follow="none", allow_addresses=allowed)
        assert "/product/0.html" not in site.hits
    assert report.counts["switched_off"] == 1
    assert report.counts["listings_new"] == 1
    assert not report.failed


def test_an_administrator_switches_a_platform_on_and_off(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBIAO_HOME", str(tmp_path / "home"))
    run = CliRunner().invoke
    assert run(app, ["platform", "enable", "shili"]).exit_code == 0
    assert load_settings().enabled_platforms == ("shili",)
    assert "on" in run(app, ["platform", "list"]).stdout.split("\t")[2]
    assert run(app, ["platform", "disable", "shili"]).exit_code == 0
    assert load_settings().enabled_platforms == ()
    acts = [act for _, act in sorted(rows(tmp_path / "home", AuditRow.id, AuditRow.act))]
    assert acts == ["platform.enable", "platform.disable"]


def test_an_unknown_platform_is_named_with_the_known_ones(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBIAO_HOME", str(tmp_path / "home"))
    result = CliRunner().invoke(app, ["platform", "enable", "taopao"])
    assert isinstance(result.exception, NotFound)
    assert "shili" in str(result.exception)


def _members_only(path: str, cookie: str) -> Answer | None:
    if path == "/welcome":
        return Answer(
            html("<p>已登录</p><img src='/arrived.png'>").body,
            headers={
                "Content-Type": "text/html",
                "Set-Cookie": "member=9F3A77; Max-Age=3600; Path=/",
            },
        )
    if path == "/robots.txt":
        return None
    if "member=9F3A77" not in cookie:
        form = "<form><input name=u><input type=password name=p><button>登录</button></form>"
        return html(f"<h1>用户登录</h1>{form}", "用户登录")
    if path == "/":
        return html("<ul><li><a href='/product/1.html'>示例面粉 1 号</a><b>¥2.50</b></li></ul>")
    return product(1) if path == "/product/1.html" else None


def test_what_an_officer_signed_in_to_by_hand_is_kept_sealed_and_used_for_that_platform(
    shipped: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    came = threading.Event()

    def page(path: str) -> Answer | None:
        if path == "/arrived.png":  # asked for once the browser has the page and its cookie
            came.set()
        return _members_only(path, site.cookie)

    with running_site(page) as site:
        settings = Settings(home=home, allow_addresses=("127.0.0.0/8",))

        async def finished() -> None:
            await asyncio.to_thread(came.wait, 60)

        state = sign_in(site.url + "/welcome", settings, finished, visible=False)
        keep_sign_in(home, "shili", state)
        report = crawl(home, site.url + "/", enabled_platforms=("shili",))
        assert report.counts["listings_new"] == 1
        assert report.counts.get("blocked", 0) == 0
        (sealed,) = (home / "sign-ins").iterdir()
        assert b"9F3A77" not in sealed.read_bytes()
        assert sealed.stat().st_mode & 0o077 == 0
        assert forget_sign_in(home, "shili")
        again = crawl(home, site.url + "/", enabled_platforms=("shili",))
    assert again.failed
    assert "blocked: login" in again.reason
    # The ledger tells which of the two crawls was signed in.
    assert rows(home, ComplianceRow.signed_in) == [(True,), (False,)]


def test_a_sign_in_is_not_shown_to_another_platform(shipped: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    cookie = {"name": "member", "value": "9F3A77", "domain": "127.0.0.1", "path": "/"}
    keep_sign_in(home, "shili", SignInState(json.dumps({"cookies": [cookie], "origins": []})))
    allowed = ("127.0.0.0/8", "::1")
    with running_site(shop(1)) as site:
        second_host = site.url.replace("127.0.0.1", "localhost")
        crawl(home, second_host + "/", render="always", allow_addresses=allowed)
        assert not site.cookies


def test_a_sign_in_that_was_sealed_elsewhere_is_refused_and_says_so(tmp_path: Path) -> None:
    keep_sign_in(tmp_path / "a", "shili", SignInState('{"cookies": [{"name": "x"}]}'))
    there = tmp_path / "b" / "sign-ins"
    there.mkdir(parents=True)
    (there / "shili.sealed").write_bytes((tmp_path / "a/sign-ins/shili.sealed").read_bytes())
    with pytest.raises(StoreUnavailable, match="bring the key back"):
        load_sign_in(tmp_path / "b", "shili")
    assert load_sign_in(tmp_path / "a", "other") is None
    with pytest.raises(BadInput):
        load_sign_in(tmp_path / "a", "../keys")


def test_signing_in_without_a_screen_says_what_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    async def never() -> None:
        await asyncio.Event().wait()

    with pytest.raises(HubiaoError, match="desktop"):
        sign_in(
            "http://127.0.0.1:9/", Settings(home=tmp_path, allow_addresses=("127.0.0.1",)), never
        )


def test_a_screen_that_is_named_and_not_there_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    async def never() -> None:
        await asyncio.Event().wait()

    with pytest.raises(HubiaoError, match="no screen here"):
        sign_in(
            "http://127.0.0.1:9/", Settings(home=tmp_path, allow_addresses=("127.0.0.1",)), never
        )


def test_a_state_is_json_that_playwright_reads_again(tmp_path: Path) -> None:
    state = {"cookies": [], "origins": [{"origin": "https://示例.example", "localStorage": []}]}
    keep_sign_in(tmp_path, "shili", SignInState(json.dumps(state)))
    view = View(signed_in="shili", state=load_sign_in(tmp_path, "shili"))
    assert view.context_options("office")["storage_state"] == state


def test_how_a_run_behaved_towards_a_host_can_be_read_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBIAO_HOME", str(tmp_path))
    with running_site(shop(2)) as site:
        report = crawl(tmp_path, site.url + "/")
    (line,) = CliRunner().invoke(app, ["compliance"]).stdout.splitlines()
    conduct = json.loads(line)
    assert conduct["run"] == report.run
    assert conduct["host"] == site.url.removeprefix("http://")
    assert conduct["robots"] == "absent"
    assert conduct["requests"] >= 3
    assert "blocked_why" not in conduct
