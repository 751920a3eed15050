"""robots.txt is asked again only when the host wants it, and not for a run that is over."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from crawler.http.fetcher import Fetcher
from crawler.http.robots import Robots, RobotsBook
from storage.base.settings import load_settings
from storage.base.vocabulary import RobotsState
from tests.crawler.website import Answer, Website, running_site

RULES = Answer(b"User-agent: *\nDisallow: /basket\n", headers={"Content-Type": "text/plain"})


def busy(seconds: int) -> Answer:
    return Answer(status=429, headers={"Retry-After": str(seconds)})


def read(site: Website, home: Path, *, is_over: bool = False) -> Robots:
    async def ask() -> Robots:
        fetcher = Fetcher(load_settings(home=home, allow_addresses=("127.0.0.0/8",)))
        book = RobotsBook(fetcher, pause=0.01, is_over=lambda: is_over)
        try:
            return await book.of(site.url)
        finally:
            await fetcher.close()

    return asyncio.run(ask())


def test_a_host_that_names_a_time_is_asked_for_robots_txt_again_only_then(tmp_path: Path) -> None:
    answers = [busy(2), RULES]
    with running_site(lambda _path: answers.pop(0)) as site:
        begun = time.monotonic()
        robots = read(site, tmp_path)
    assert time.monotonic() - begun >= 2
    assert (robots.state, site.hits["/robots.txt"]) == (RobotsState.OBEYED, 2)


@pytest.mark.parametrize("offset", ["+9999999999999999", "+0800"])
def test_a_time_to_come_back_that_is_none_or_over_is_no_reason_to_wait_long(
    tmp_path: Path, offset: str
) -> None:
    over = f"Sun, 29 Nov 2020 10:00:00 {offset}"
    answers = [Answer(status=503, headers={"Retry-After": over}), RULES]
    with running_site(lambda _path: answers.pop(0)) as site:
        assert read(site, tmp_path).state is RobotsState.OBEYED


def test_nobody_waits_for_robots_txt_once_the_run_is_over(tmp_path: Path) -> None:
    with running_site(lambda _path: busy(200)) as site:
        begun = time.monotonic()
        robots = read(site, tmp_path, is_over=True)
    assert time.monotonic() - begun < 100
    assert (robots.state, site.hits["/robots.txt"]) == (RobotsState.UNREACHABLE, 1)
