"""Redirects are followed in one place: so many as the policy says, each target checked first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from crawler.http.fetcher import Fetched, Fetcher, FetchFailed
from crawler.http.redirects import fetch_to_end
from storage.base.errors import Refused
from storage.base.request_policy import CRAWL, ROBOTS, RequestPolicy
from storage.base.settings import Settings, load_settings
from tests.crawler.website import Answer, running_site


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path, allow_addresses=("127.0.0.0/8",))


def _hops(path: str) -> Answer:
    """/n leads to /n-1, /0 is the end."""
    number = int(path.strip("/"))
    if not number:
        return Answer(body=b"end")
    return Answer(status=302, headers={"Location": f"/{number - 1}#part"})


def _fetch(
    settings: Settings,
    url: str,
    policy: RequestPolicy,
    check_target: Callable[[str], Awaitable[None]] | None = None,
) -> Fetched:
    async def visit() -> Fetched:
        fetcher = Fetcher(settings)
        try:
            return await fetch_to_end(fetcher, url, policy, check_target=check_target)
        finally:
            await fetcher.close()

    return asyncio.run(visit())


@pytest.mark.parametrize("policy", [CRAWL, ROBOTS])
def test_so_many_redirects_are_followed_as_the_policy_says(
    settings: Settings, policy: RequestPolicy
) -> None:
    with running_site(_hops) as site:
        answer = _fetch(settings, f"{site.url}/{policy.redirects}", policy)
        assert answer.body == b"end"
        assert answer.url == f"{site.url}/0"
        assert len(answer.hops) == policy.redirects
        with pytest.raises(FetchFailed, match="redirect"):
            _fetch(settings, f"{site.url}/{policy.redirects + 1}", policy)


def test_an_address_that_comes_again_ends_the_chain_at_once(settings: Settings) -> None:
    with running_site(lambda path: Answer(status=302, headers={"Location": path})) as site:
        with pytest.raises(FetchFailed):
            _fetch(settings, f"{site.url}/round", CRAWL)
        assert site.hits["/round"] == 1


def test_a_target_is_checked_before_it_is_asked(settings: Settings) -> None:
    async def refuse(url: str) -> None:
        raise Refused("robots.refused", host="127.0.0.1", url=url)

    with running_site(_hops) as site:
        with pytest.raises(Refused):
            _fetch(settings, f"{site.url}/1", CRAWL, refuse)
        assert site.hits["/0"] == 0


@pytest.mark.parametrize("location", ["http://[", "//[::1/", "http://127.0.0.1:port/"])
def test_a_redirect_to_no_address_is_the_answer_itself(settings: Settings, location: str) -> None:
    answer = Answer(body=b"moved", status=302, headers={"Location": location})
    with running_site(lambda _path: answer) as site:
        fetched = _fetch(settings, f"{site.url}/", CRAWL)
    assert (fetched.status, fetched.body) == (302, b"moved")
