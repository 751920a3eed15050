"""Where and by which clock a capture was made (取证环境与时钟记录), 民诉证据规定 §93(1)(2)."""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata

_TIME_ERROR = 5
"""adjtimex(2): the kernel says that its clock is not synchronised."""


@dataclass(frozen=True, kw_only=True)
class ClockReference:
    """Offset of this machine's clock from another one."""

    source: str
    offset_seconds: float
    """Ours minus theirs; negative = ours is behind."""
    uncertainty_seconds: float
    """Half of the round trip plus the source's own accuracy."""
    measured_at: datetime

    def to_json(self) -> dict[str, object]:
        return {
            "source": self.source,
            "offset_seconds": round(self.offset_seconds, 3),
            "uncertainty_seconds": round(self.uncertainty_seconds, 3),
            "measured_at": self.measured_at.isoformat(),
        }


def software() -> str:
    """The program and its version, as it names itself in packages."""
    try:
        return f"hubiao {metadata.version('hubiao')}"
    except metadata.PackageNotFoundError:
        return "hubiao (not installed as a package)"


def environment_record() -> dict[str, object]:
    """Host, system, and the versions of what took part."""
    return {
        "host": socket.gethostname(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "executable": os.path.basename(sys.executable),  # noqa: PTH119  a name, not a path to use
        "software": software(),
        "libraries": {name: metadata.version(name) for name in ("playwright", "warcio")},
        "user": "root" if os.geteuid() == 0 else "unprivileged",
    }


def clock_record(reference: ClockReference | None) -> dict[str, object]:
    """The clock at this moment, the kernel's own opinion of it, and its offset where measured."""
    record: dict[str, object] = {
        "now": datetime.now(UTC).isoformat(),
        "zone": time.strftime("%z"),
        "kernel": _kernel_says(),
    }
    if reference is None:
        record["reference"] = "none was reachable when this was captured; offset unknown"
    else:
        record["reference"] = reference.to_json()
    return record


def _kernel_says() -> str:
    """synchronised, unsynchronised, or unknown, by adjtimex(2) read-only."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
    except (OSError, AttributeError):
        return "unknown"
    if state < 0:
        return "unknown"
    return "unsynchronised" if state == _TIME_ERROR else "synchronised"
