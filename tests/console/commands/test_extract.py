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


def test_a_link_in_a_drawing_is_a_link(shell: Office, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<h1>货架</h1><svg><a xlink:href="/goods/80231.html"><text>荞麦粉</text></a></svg>'
        '<a href="/goods/80232.html">莜麦粉</a>',
        "utf-8",
    )
    result = shell.run("extract", str(page), "--url", "https://shop.example/")
    assert result.returncode == 0, result.stderr
    urls = {link["url"] for link in json.loads(result.stdout)["links"]}
    assert {
        "https://shop.example/goods/80231.html",
        "https://shop.example/goods/80232.html",
    } == urls


def test_a_batch_gives_a_line_a_page_in_order_and_goes_on_past_a_broken_one(
    shell: Office, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_bytes("<title>荞麦粉</title><p>¥ 19.90".encode("gb18030"))
    lines = [
        {
            "path": "a.html",
            "url": "https://shop.example/a",
            "content_type": "text/html;charset=gbk",
        },
        {"path": "absent.html", "url": "https://shop.example/b", "status": 404},
        {"path": "a.html", "url": "https://shop.example/c", "content_type": None, "status": None},
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    result = shell.run("extract", "--batch", str(batch))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["url"][-1] for answer in answers] == ["a", "b", "c"]
    assert result.returncode == 1
    assert set(answers[0]) >= {"kind", "listing", "links"}
    assert "absent.html" in answers[1]["error"]


def test_a_broken_line_of_a_batch_is_named(shell: Office, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"path": "a.html"}\n', "utf-8")
    result = shell.run("extract", "--batch", str(batch))
    assert result.returncode == 2
    assert "line 1" in result.stderr


def test_a_robots_file_is_read_as_the_crawl_reads_it(shell: Office, tmp_path: Path) -> None:
    robots = tmp_path / "robots.txt"
    robots.write_bytes(b"\xef\xbb\xbfUser-agent: *\nDisallow: /cart\n")
    urls = ["https://shop.example/cart/1", "https://shop.example/goods/1"]
    result = shell.run("robots", str(robots), *urls)
    assert result.stdout == f"forbidden {urls[0]}\nallowed {urls[1]}\n"
    assert shell.run("robots", str(robots), "no address").returncode == 2


def test_the_addresses_of_a_sitemap_a_line_each(shell: Office, tmp_path: Path) -> None:
    sitemap = tmp_path / "sitemap.xml.gz"
    sitemap.write_bytes(
        gzip.compress(
            b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            b"<url><loc>https://shop.example/goods/1</loc></url></urlset>"
        )
    )
    result = shell.run("sitemap", str(sitemap), "--url", "https://shop.example/sitemap.xml.gz")
    assert result.stdout == "https://shop.example/goods/1\n"
    page = tmp_path / "page.html"
    page.write_text("<p>x", "utf-8")
    none = shell.run("sitemap", str(page), "--url", "https://shop.example/sitemap.xml")
    assert (none.returncode, none.stdout) == (1, "")
