"""Captures of still pages, for tests of what is done with a capture: half the cost of a real one.

How a whole browser captures a page that moves is tested in tests/crawler/capture.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from crawler.browser.launch import find_browser
from crawler.capture import evidence_browser, page_visit

_STILL_MOMENT = 0.1
"""Seconds that a page of the tests must be still, which has no scripts that wait."""


@contextmanager
def quick_captures() -> Iterator[None]:
    """Capture with the headless shell, and believe soon that a page is still."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence_browser, "find_browser", lambda _: find_browser("shell"))
        patch.setattr(page_visit, "_STILL_MOMENT", _STILL_MOMENT)
        yield
