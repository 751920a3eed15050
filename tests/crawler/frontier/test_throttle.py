"""How fast one host is asked."""

from __future__ import annotations

import asyncio

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


def test_requests_of_one_host_take_their_turns_in_order_and_leave_when_the_run_stops() -> None:
    async def ask() -> tuple[list[int], list[bool]]:
        pace, turns, is_over = HostPace(delay=0.02, concurrency=8), [], [False]

        async def wait(number: int) -> bool:
            got_turn = await pace.wait_turn(lambda: is_over[0])
            turns.append(number)
            return got_turn

        first = await asyncio.gather(*(wait(number) for number in range(4)))
        pace.next_at += 60.0
        late = [asyncio.create_task(wait(number)) for number in (4, 5)]
        is_over[0] = True
        return turns, [*first, *await asyncio.gather(*late)]

    turns, got_turn = asyncio.run(ask())
    assert turns == [0, 1, 2, 3, 4, 5]
    assert got_turn == [True] * 4 + [False] * 2
