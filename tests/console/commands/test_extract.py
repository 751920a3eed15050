"""`hubiao extract` and `hubiao platform check`, run as a user runs them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.console.command import ROOT, Office

PAGE = ROOT / "tests/pages/shifan-yaodian/heuristics/page.html"
URL = "https://yaodian.example/index.php?s=/goods/index/id/15.html"


@pytest.fixture
def shell(tmp_path: Path) -> Office:
    return Office(tmp_path / "home")


def test_a_saved_page_becomes_one_json_object(shell: Office) -> None:
    done = shell.run_process("extract", str(PAGE), "--url", URL)
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["kind"] == "listing"
    assert shown["listing"]["price"] == "128.00"
    assert shown["sources"]["sku"] == "label"
    assert {link["kind"] for link in shown["links"]} <= {"listing", "next", "list"}


def test_the_result_can_go_to_a_file_and_the_page_may_be_packed(
    shell: Office, tmp_path: Path
) -> None:
    packed, result = tmp_path / "page.html.gz", tmp_path / "out.json"
    packed.write_bytes(gzip.compress(PAGE.read_bytes().decode().encode("gb18030")))
    done = shell.run("extract", str(packed), "--url", URL, "-o", str(result))
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(result.read_text("utf-8"))["listing"]["title"] == "示例蒙药贴 10贴装"


def test_a_profile_can_be_given(shell: Office, tmp_path: Path) -> None:
    profile = tmp_path / "p.yml"
    profile.write_text(
        "{name: a, title: 示例, hosts: [yaodian.example], listing: {title: 'td'}}", "utf-8"
    )
    done = shell.run("extract", str(PAGE), "--url", URL, "--platform", str(profile))
    shown = json.loads(done.stdout)
    assert (shown["listing"]["title"], shown["sources"]["title"]) == ("产地", "profile")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["extract", "none.html", "--url", URL], "none.html"),
        (["extract", str(PAGE), "--url", "ftp://a.example/"], "ftp://a.example/"),
        (["extract", str(PAGE), "--url", "http://["], "http://["),
        (["extract", str(PAGE.parent), "--url", URL], "heuristics"),
        (["extract", str(PAGE), "--url", URL, "--platform", str(PAGE)], "page.html"),
        (["platform", "check", "none.yml"], "none.yml"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_exit_2(shell: Office, words: list[str], named: str) -> None:
    done = shell.run(*words)
    assert done.returncode == 2
    assert named in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_a_shipped_profile_is_checked(shell: Office) -> None:
    done = shell.run("platform", "check", str(ROOT / "crawler/platform/profiles/jd.yml"), str(PAGE))
    assert done.returncode == 0, done.stderr
    assert "京东" in done.stdout
    assert "unchecked" in done.stdout
