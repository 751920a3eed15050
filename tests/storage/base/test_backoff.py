from __future__ import annotations

from datetime import timedelta

from storage.base.backoff import Backoff


def test_a_wait_doubles_and_stays_at_the_longest() -> None:
    backoff = Backoff(first=timedelta(seconds=16), longest=timedelta(minutes=15))
    assert [backoff.wait(n).total_seconds() for n in (1, 2, 6, 7, 10**6)] == [
        16, 32, 512, 900, 900
    ]  # fmt: skip
    assert timedelta(seconds=12) <= backoff.spread_wait(1) <= timedelta(seconds=20)
