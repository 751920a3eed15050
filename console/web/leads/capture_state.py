"""How a capture that an officer asked for fares (固证进度): under way, or why it gave nothing."""

from __future__ import annotations

from dataclasses import dataclass

from console.work.children import Children, read_log
from storage.base.settings import Settings


@dataclass(frozen=True, kw_only=True)
class CaptureState:
    """The last capture of a lead that this served console started."""

    under_way: bool
    problem: str
    """Why it gave nothing, in Chinese; empty while it runs."""


def read_capture_state(settings: Settings, children: Children, lead: int) -> CaptureState | None:
    """None where none was asked for since the console started, or where it succeeded."""
    return read_child_state(settings, children, f"capture-{lead}")


def read_child_state(settings: Settings, children: Children, name: str) -> CaptureState | None:
    """The same of any process that a page started under a name."""
    if children.alive(name):
        return CaptureState(under_way=True, problem="")
    if children.ended(name) in (None, 0):
        return None
    lines = [line for line in read_log(settings, name) if line.strip()]
    last_line = lines[-1].removeprefix("hubiao: ") if lines else "没有说明原因"
    return CaptureState(under_way=False, problem=last_line)
