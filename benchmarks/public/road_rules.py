"""Public conformance suites: robots.txt, sitemaps and hosts, as their own tests state what is right.

    python -m benchmarks.public.road_rules --google DIR --spec DIR --commons DIR

Each option names a checkout of one repository; what is not named is not run:

--google    github.com/google/robotstxt: the expectations of `robots_test.cc`
--spec      github.com/google/robotstxt-spec-test: correctness and stress tests
--commons   github.com/crawler-commons/crawler-commons: robots.txt by its Java tests; its sitemaps and
            feeds; hosts by the URL tests of web-platform-tests, which it carries

Tests are read from their source, not run (benchmarks/material/suite_source.py). What needs more than
that, loops and built strings, is counted as not read. An answer that differs is printed. Those that
differ on purpose: octets written in two ways are one, and robots.txt itself may always be fetched (RFC
9309 §2.2.2); our name is a product token, not a whole User-Agent header, so that a crawler with figures
in its name is found by its whole name; a long Crawl-delay is waited for up to a limit, and forbids
nothing; a map may name pages outside its folder; of a feed all links are followed, those of its channel
and its alternates as well.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.material.suite_source import (
    Addresses,
    Expectation,
    cpp_expectations,
    java_expectations,
    sitemap_expectations,
    textproto_expectations,
)
from crawler.http.fetcher import Fetched
from crawler.http.robots_rules import parse_robots
from crawler.http.sitemaps import is_sitemap, read_sitemap
from crawler.url.url_parts import absolute, split

_CHECKOUTS = {
    "google": "google/robotstxt",
    "spec": "google/robotstxt-spec-test",
    "commons": "crawler-commons/crawler-commons",
}
_LIMIT = 2**24
"""Bytes of a sitemap that are unpacked."""


def robots(name: str, expectations: Iterable[Expectation | None]) -> None:
    """Print how many verdicts are as expected, and those that are not."""
    expected = list(expectations)
    read = [expectation for expectation in expected if expectation is not None]
    differing = [
        expectation
        for expectation in read
        if parse_robots(expectation.body).can_fetch(expectation.url, expectation.agent)
        != expectation.allowed
    ]
    right, unread = len(read) - len(differing), len(expected) - len(read)
    print(f"{name}: {right} of {len(read)} verdicts, {unread} not read")
    for expectation in differing:
        print(
            f"  {expectation.test}: {expectation.agent!r} {expectation.url[:90]} expects allowed={expectation.allowed}"
        )


def sitemaps(expectations: Iterable[Addresses]) -> None:
    """Print how many sitemaps and feeds hold as many addresses as expected."""
    right = total = 0
    for expectation in expectations:
        total += 1
        fetched = Fetched(url=expectation.url, status=200, headers={}, body=expectation.body)
        count = len(list(read_sitemap(fetched, _LIMIT))) if is_sitemap(fetched) else 0
        right += count == expectation.count
        if count != expectation.count:
            print(f"  {expectation.test}: {count} addresses, expected {expectation.count}")
    print(f"crawler-commons, sitemaps and feeds: {right} of {total}")


def hosts(file: Path) -> None:
    """Print how often an http(s) address, joined to its base, has the host that a browser gives it."""
    rows = [row for row in json.loads(file.read_text("utf-8")) if isinstance(row, dict)]
    rows = [row for row in rows if row["input"].strip() and _is_page(row["base"])]
    right = 0
    differing = []
    web = [row for row in rows if not row.get("failure") and row["protocol"] in ("http:", "https:")]
    for row in web:
        url = absolute(row["base"] or "about:blank", row["input"])
        parts = split(url) if url else None
        host = parts.hostname if parts else None
        if host and host.strip("[]") == row["hostname"].strip("[]"):
            right += 1
        else:
            differing.append((row["input"], row["base"], row["hostname"], host))
    print(f"hosts: {right} of {len(web)}")
    for text, base, expected, host in differing:
        print(f"  {text!r} at {base!r}: {expected!r}, not {host!r}")
    failing = [row for row in rows if row.get("failure")]
    reached = [row for row in failing if _reaches(row)]
    print(
        f"addresses that no browser opens: {len(failing) - len(reached)} of {len(failing)} refused"
    )
    for row in reached:
        print(f"  {row['input']!r} at {row['base']!r}")


def _is_page(base: str | None) -> bool:
    """Pages have http(s) addresses; a link without an address is no link."""
    return base is None or base.startswith(("http://", "https://"))


def _reaches(row: dict[str, str | None]) -> bool:
    return absolute(row["base"] or "about:blank", row["input"] or "") is not None


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name, repository in _CHECKOUTS.items():
        parser.add_argument(f"--{name}", type=Path, help=f"a checkout of github.com/{repository}")
    chosen = parser.parse_args(arguments)
    folders = [folder for folder in (chosen.google, chosen.spec, chosen.commons) if folder]
    if not folders or not all(folder.is_dir() for folder in folders):
        parser.error("name at least one checkout, each a folder that is there")
    if chosen.google:
        robots("google/robotstxt", cpp_expectations(chosen.google / "robots_test.cc"))
    if chosen.spec:
        robots("google/robotstxt-spec-test", textproto_expectations(chosen.spec))
    if chosen.commons:
        robots("crawler-commons", java_expectations(chosen.commons))
        sitemaps(sitemap_expectations(chosen.commons))
        hosts(chosen.commons / "src/test/resources/url-utils/wpt-urltestdata.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
