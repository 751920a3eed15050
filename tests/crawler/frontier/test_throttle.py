"""The spacing of requests to one host follows its answers and failures."""

from __future__ import annotations

from crawler.frontier.throttle import HostPace


def test_a_host_that_fails_is_asked_by_fewer_at_once_and_later() -> None:
    pace = HostPace(delay=0.0, concurrency=8)
    for _ in range(8):
        pace.started(100.0)
    assert not pace.ready(100.0)
    for _ in range(3):
        pace.failed(100.0)
    assert pace.at_once == 1
    assert not pace.ready(100.1)


def test_the_spacing_follows_a_slow_host_and_never_falls_below_what_was_asked() -> None:
    pace = HostPace(delay=1.0, concurrency=8)
    pace.started(0.0)
    assert not pace.ready(0.9)
    pace.answered(latency=6.0)
    assert pace.delay == 6.0
    for _ in range(20):
        pace.in_flight += 1
        pace.answered(latency=0.1)
    assert pace.delay == 1.0
