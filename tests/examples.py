"""How much an example takes: little in each run of the suite, much in `make test-slow`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

THOROUGH = bool(os.environ.get("HUBIAO_THOROUGH_TESTS"))
"""A test that reads it, or whose examples hypothesis draws, runs in `make test-slow` once more."""
USUAL, MANY = 25, 100
"""Examples of a test that names no number; hypothesis's own default is 100. Each run draws others."""


def examples(usual: int, many: int) -> settings:
    """That many examples, without a limit of time, since an example's time depends on what else runs."""
    return settings(
        max_examples=many if THOROUGH else usual,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
