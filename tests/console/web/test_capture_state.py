"""A capture that was asked for shows that it runs, or why it gave nothing."""

from __future__ import annotations

import time
from pathlib import Path

from console.web.leads.capture_state import read_capture_state
from storage.base.settings import Settings
from tests.console.console_server import ForkedChildren


def test_a_capture_that_failed_says_why(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    children = ForkedChildren(settings.folder("logs"))
    assert read_capture_state(settings, children, 7) is None
    children.start("capture-7", ["capture"])
    state = read_capture_state(settings, children, 7)
    deadline = time.monotonic() + 60
    while state is not None and state.under_way and time.monotonic() < deadline:
        time.sleep(0.1)
        state = read_capture_state(settings, children, 7)
    assert state is not None
    assert "--lead" in state.problem
