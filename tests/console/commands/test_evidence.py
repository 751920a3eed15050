"""capture, verify, audit as a user runs them: exit codes, one line an error, nothing half-done."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.cli import main
from tests.console.command import Office
from tests.crawler.website import Website, html, product, running_site
from tests.databases import migrated_file
from tests.quick_captures import quick_captures
from tests.servers.timestamp_authority import TimestampAuthority

PAGES = {"/item": product(1), "/captcha": html("<p>请按住滑块</p>", "安全验证")}


@pytest.fixture(scope="module")
def site() -> Iterator[Website]:
    with running_site(PAGES.get) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def captures() -> Iterator[None]:
    """Of the commands in this process; the one in a process of its own takes a whole browser."""
    with quick_captures():
        yield


@pytest.fixture
def office(tmp_path: Path) -> Office:
    migrated_file(tmp_path / "home" / "hubiao.db")
    return Office(home=tmp_path / "home")


def stamped_by(office: Office, authority: TimestampAuthority) -> None:
    office.home.mkdir(exist_ok=True)
    lines = [
        f'timestamp_urls = ["{authority.url}"]',
        f'timestamp_anchors = ["{authority.root}"]',
        'allow_addresses = ["127.0.0.0/8"]',
    ]
    (office.home.parent / "hubiao.toml").write_text("\n".join(lines), encoding="utf-8")


def test_a_page_is_captured_stamped_and_verified_by_a_stranger(
    office: Office, site: Website, authority: TimestampAuthority, tmp_path: Path
) -> None:
    stamped_by(office, authority)
    package = tmp_path / "p.wacz"
    result = office.run_process(
        "capture", f"{site.url}/item", "-o", str(package), "--require-stamp"
    )
    assert result.returncode == 0, result.stderr
    entry = json.loads(result.stdout)
    assert (entry["state"], entry["status"]) == ("stamped", 200)
    assert office.run("verify", str(package), "--require-stamp").returncode == 0
    (anchor,) = (office.home / "trust").glob("*.pem")
    shutil.copy(anchor, tmp_path / "office.pem")
    (tmp_path / "hubiao.toml").unlink()
    stranger = Office(home=tmp_path / "elsewhere")
    trust = ["--trust", str(tmp_path / "office.pem"), "--trust", str(authority.root)]
    result = stranger.run("verify", str(package), *trust)
    assert result.returncode == 0, result.stdout
    assert not stranger.home.exists()
    result = stranger.run("verify", str(package))
    assert result.returncode == 1
    assert "signer: FAILED, unknown signer" in result.stdout
    assert "fingerprint" in result.stdout


def test_evidence_waits_for_an_authority_that_is_down_and_is_written_later(
    office: Office, site: Website, authority: TimestampAuthority, tmp_path: Path
) -> None:
    stamped_by(office, authority)
    package = tmp_path / "p.wacz"
    authority.lie = "error"
    result = office.run("capture", f"{site.url}/item", "-o", str(package))
    assert result.returncode == 1
    assert not package.exists()
    assert "hubiao evidence stamp" in result.stderr
    assert "Traceback" not in result.stderr
    assert json.loads(office.run("evidence", "list").stdout)["state"] == "captured"
    assert office.run("evidence", "stamp").returncode == 1
    authority.lie = ""
    assert office.run("evidence", "stamp").returncode == 0
    assert office.run("evidence", "export", "1", "-o", str(package)).returncode == 0
    assert office.run("verify", str(package)).returncode == 0


def test_without_an_authority_a_package_is_written_and_says_that_it_is_not_stamped(
    office: Office, site: Website, tmp_path: Path
) -> None:
    package = tmp_path / "p.wacz"
    result = office.run(
        "capture", f"{site.url}/captcha", "-o", str(package), "--allow-address", "127.0.0.1"
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["blocked"] == "captcha"
    result = office.run("verify", str(package))
    assert result.returncode == 0
    assert "captured, not stamped" in result.stdout
    assert office.run("verify", str(package), "--require-stamp").returncode == 1
    assert office.run("audit", "verify").returncode == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["capture", "http://127.0.0.1:1/"], 1, "HUBIAO_ALLOW_ADDRESSES"),
        (["capture", "http://192.168.1.1/"], 1, "HUBIAO_ALLOW_ADDRESSES"),
        (["capture", "file:///etc/passwd"], 1, "HUBIAO_ALLOW_ADDRESSES"),
        (["capture"], 2, "either a URL or --lead"),
        (["capture", "--lead", "7"], 2, "no lead 7"),
        (["capture", "http://127.0.0.1:9/", "--allow-address", "nonsense"], 2, "nonsense"),
        (["verify", "missing.wacz"], 2, "missing.wacz"),
        (["verify", "/dev/null"], 2, "not an evidence package"),
        (["verify", "/dev/null", "--trust", "no.pem"], 2, "no.pem"),
        (["evidence", "export", "3", "-o", "x.wacz"], 2, "no evidence 3"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUBIAO_HOME", str(tmp_path / "home"))
    with pytest.raises(SystemExit) as ended:
        main(words)
    notice = capsys.readouterr().err
    assert (ended.value.code, says in notice) == (code, True), notice
    assert len(notice.strip().splitlines()) == 1


def test_the_audit_is_verified_and_its_head_stated(office: Office) -> None:
    assert office.run("init").returncode == 0
    added = office.run(
        "users", "add", "li", "--role", "officer", "--password-stdin", stdin="Aa1-xxxxxxxx\n"
    )
    assert added.returncode == 0, added.stderr
    assert json.loads(office.run("audit", "head").stdout)["number"] == 1
    result = office.run("audit", "verify")
    assert result.returncode == 0, result.stdout
    assert "1 entries, 0 of 0 time-stamps" in result.stdout
    entries = [json.loads(line) for line in office.run("audit", "export").stdout.splitlines()]
    assert [entry["act"] for entry in entries] == ["user.add", "audit.head"]
