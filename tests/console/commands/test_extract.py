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
    result = shell.run_process("extract", str(PAGE), "--url", URL)
    assert result.returncode == 0, result.stderr
    reading = json.loads(result.stdout)
    assert reading["kind"] == "listing"
    assert reading["listing"]["price"] == "128.00"
    assert reading["sources"]["sku"] == "label"
    assert {link["kind"] for link in reading["links"]} <= {"listing", "next", "list"}


def test_the_result_can_go_to_a_file_and_the_page_may_be_packed(
    shell: Office, tmp_path: Path
) -> None:
    packed, target = tmp_path / "page.html.gz", tmp_path / "out.json"
    packed.write_bytes(gzip.compress(PAGE.read_bytes().decode().encode("gb18030")))
    result = shell.run("extract", str(packed), "--url", URL, "-o", str(target))
    assert (result.returncode, result.stdout) == (0, "")
    assert json.loads(target.read_text("utf-8"))["listing"]["title"] == "示例蒙药贴 10贴装"


def test_a_profile_can_be_given(shell: Office, tmp_path: Path) -> None:
    profile = tmp_path / "p.yml"
    profile.write_text(
        "{name: a, title: 示例, hosts: [yaodian.example], listing: {title: 'td'}}", "utf-8"
    )
    result = shell.run("extract", str(PAGE), "--url", URL, "--platform", str(profile))
    reading = json.loads(result.stdout)
    assert (reading["listing"]["title"], reading["sources"]["title"]) == ("产地", "profile")


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
    result = shell.run(*words)
    assert result.returncode == 2
    assert named in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_a_shipped_profile_is_checked(shell: Office) -> None:
    result = shell.run(
        "platform", "check", str(ROOT / "crawler/platform/profiles/jd.yml"), str(PAGE)
    )
    assert result.returncode == 0, result.stderr
    assert "京东" in result.stdout
    assert "unchecked" in result.stdout
