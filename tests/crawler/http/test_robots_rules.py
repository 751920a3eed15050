"""robots.txt is read as RFC 9309 and Googlebot read it."""

from __future__ import annotations

import pytest

from crawler.http.robots_rules import LIMIT, parse_robots

SITE = "https://laden.example"


def allows(file: str | bytes, path: str, agent: str = "hubiao") -> bool:
    body = file.encode() if isinstance(file, str) else file
    return parse_robots(body).can_fetch(SITE + path, agent)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_or_sixteen_bits_hide_no_group(encoding: str) -> None:
    assert not allows("User-agent: *\nDisallow: /intern/\n".encode(encoding), "/intern/a")


@pytest.mark.parametrize(
    "between",
    ["Sitemap: https://laden.example/map.xml", "Request-rate: 1/5", "Crawl-delay: 9", "x: y"],
)
def test_a_line_of_another_kind_ends_no_group(between: str) -> None:
    assert not allows(f"User-agent: hubiao\n{between}\nUser-agent: b\nDisallow: /lager", "/lager/1")


def test_groups_of_one_name_are_one_group() -> None:
    file = "User-agent: hubiao\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: HuBiao\nDisallow: /b"
    assert [allows(file, path) for path in ("/a", "/b", "/c")] == [False, False, True]


@pytest.mark.parametrize(
    "line", ["hubiao/2.0", "Hubiao Monitor", "otherbot, hubiao", "hubiao*", "x (y; z) hubiao/1"]
)
def test_our_name_is_found_with_versions_words_and_other_names(line: str) -> None:
    assert not allows(f"User-agent: {line}\nDisallow: /q\nUser-agent: *\nAllow: /", "/q")


@pytest.mark.parametrize("line", ["hubiaobot", "nothubiao", "Mozilla/5.0 (compatible; hubiao/1.0)"])
def test_a_name_that_only_holds_ours_is_not_ours(line: str) -> None:
    assert allows(f"User-agent: {line}\nDisallow: /", "/q")


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/%7eada/", "/~ada/x"),
        ("/p%C3%A4ckchen", "/päckchen"),
        ("/päckchen", "/p%c3%a4ckchen/1"),
        ("/%6d%65", "/me"),
        ("/a%2Fb", "/a%2fb"),
        ("/x%2A", "/x*y"),
        ("/*.pdf$", "/deep/file.pdf"),
        ("/a*b*c", "/a-b-c"),
        ("/q?*sort=", "/q?id=1&sort=up"),
        ("*/druck", "/seite/druck"),
    ],
)
def test_one_octet_is_one_octet_however_it_is_written(pattern: str, path: str) -> None:
    assert not allows(f"User-agent: *\nDisallow: {pattern}", path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [("/a%2Fb", "/a/b"), ("/*.pdf$", "/file.pdf?page=2"), ("/x%2A", "/xy"), ("/fisch/", "/fisch")],
)
def test_what_a_pattern_does_not_say_is_allowed(pattern: str, path: str) -> None:
    assert allows(f"User-agent: *\nDisallow: {pattern}", path)


def test_the_longest_rule_decides_and_of_two_as_long_the_one_that_allows() -> None:
    longer = "Disallow: /w/\nAllow: /w/offen\n"
    file = f"User-agent: *\n{longer}Allow: /gleich\nDisallow: /gleich\nAllow: /v/index.html\nDisallow: /v"
    paths = ("/w/offen/1", "/gleich", "/v/", "/w/zu", "/v/x")
    assert [path for path in paths if allows(file, path)] == ["/w/offen/1", "/gleich", "/v/"]


@pytest.mark.parametrize("word", ["Dissallow", "disalow", "DESALLOW"])
def test_misspelt_and_colonless_lines_are_read(word: str) -> None:
    assert not allows(f"Useragent: *\r{word}: /a\rdisallow /b", "/a")
    assert not allows(f"Useragent: *\r{word}: /a\rdisallow /b", "/b")


def test_a_rule_that_the_limit_cuts_says_nothing() -> None:
    head = "User-agent: *\nDisallow: /kasse\n"
    filler = "#" * (LIMIT - len(head) - len("\nDisallow: /"))
    body = f"{head}{filler}\nDisallow: /nur-dies\n".encode()
    assert body[:LIMIT].endswith(b"\nDisallow: /")
    assert [allows(body, path) for path in ("/mehl", "/kasse")] == [True, False]


def test_a_delay_is_asked_of_the_names_right_before_it() -> None:
    rules = parse_robots(b"User-agent: a\nCrawl-delay: 2.5\nUser-agent: b\nDisallow: /x")
    assert (rules.crawl_delay("a"), rules.crawl_delay("b"), rules.crawl_delay("c")) == (
        2.5,
        None,
        None,
    )
    assert not rules.can_fetch(SITE + "/x", "a")


def test_sitemaps_are_named_once_wherever_they_stand() -> None:
    rules = parse_robots(
        b"Sitemap: https://a.example/1.xml\nUser-agent: x\nSitemap https://a.example/2.xml\nsitemap: https://a.example/1.xml"
    )
    assert rules.sitemaps == ("https://a.example/1.xml", "https://a.example/2.xml")


def test_hostile_patterns_take_no_time() -> None:
    assert allows(f"User-agent: *\nDisallow: /{'*a' * 5000}b", "/" + "a" * 2000)


def test_many_names_at_the_head_of_many_rules_share_them() -> None:
    names = "".join(f"User-agent: a{number}\n" for number in range(9_000))
    rules = "Disallow: /r\nCrawl-delay: 2\n" * 9_000
    groups = parse_robots(f"{names}{rules}User-agent: a7\nDisallow: /s".encode()).groups
    assert groups["a8"].rules[0] is groups["a7"].rules[0]
    assert (groups["a8"].allows("/s"), groups["a7"].allows("/s")) == (True, False)


def test_a_name_ends_where_no_product_token_goes_on_unless_it_is_another_ones() -> None:
    assert not allows("User-agent: hubiao2\nDisallow: /q", "/q")
    assert allows("User-agent: hubiao2\nDisallow: /q\nUser-agent: hubiao\nDisallow: /r", "/q")
