"""One target's cases in a process of its own, which may crash, hang or grow."""

from __future__ import annotations

import json
import os
import resource
import signal
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.base.errors import HubiaoError
from tests.faults.fuzzing.changes import changed
from tests.faults.fuzzing.targets import TARGETS, WORDED

LONGEST = 1.0
"""Seconds of processor time that one read may take (aim of issue 19)."""
MOST_MEMORY = 300
"""MB that the reading process may hold, interpreter and modules included (the same)."""
_HANGING = 60
"""Seconds of processor time after which a case counts as endless."""
_MOST_FAULTS = 20
"""Of one target that are described; chosen by hand."""


@dataclass(kw_only=True)
class FuzzReport:
    """What the cases of one target came to."""

    target: str
    cases: int = 0
    refused: int = 0
    """Cases that ended in words of the catalogue."""
    seconds: float = 0.0
    """Of processor time, making the cases included."""
    longest: float = 0.0
    longest_case: str = ""
    memory: int = 0
    """MB at most."""
    faults: list[str] = field(default_factory=list)
    """One case of each kind, as it is replayed."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How often each exception came."""


def run(target: str, samples: Sequence[bytes], *, first: int, seconds: float) -> FuzzReport:
    """Read changed samples for that many seconds of processor time, the first case bearing that number."""
    report = FuzzReport(target=target)
    while report.seconds < seconds and len(report.faults) < _MOST_FAULTS:
        died = _part(report, samples, first=first + report.cases, seconds=seconds)
        if died is None:
            break
        report.faults.append(died)
        report.cases += 1
    return report


def _part(
    report: FuzzReport, samples: Sequence[bytes], *, first: int, seconds: float
) -> str | None:
    """Cases in one child until the time is over; what killed it, None where nothing did."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _child(report.target, samples, writing, first=first, seconds=seconds - report.seconds)
    os.close(writing)
    number = first
    with os.fdopen(reading) as stream:
        for line in stream:
            entry: dict[str, Any] = json.loads(line)
            number = entry["case"]
            _note(report, entry)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return f"{report.target}:{number} ended the process: {name}"
    return None


def _note(report: FuzzReport, entry: dict[str, Any]) -> None:
    if "spent" not in entry:
        return
    report.cases += 1
    report.refused += entry["refused"]
    report.seconds += entry["spent"]
    case = f"{report.target}:{entry['case']}"
    if entry["took"] > report.longest:
        report.longest, report.longest_case = entry["took"], case
    if entry["memory"] > MOST_MEMORY >= report.memory:
        report.faults.append(f"{case} memory {entry['memory']} MB")
    report.memory = max(report.memory, entry["memory"])
    if entry["fault"]:
        kind = entry["fault"].rpartition("|")[2].strip()[:60]
        report.kinds[kind] += 1
        if report.kinds[kind] == 1:
            report.faults.append(f"{case} {entry['fault']}")


def _child(target: str, samples: Sequence[bytes], pipe: int, *, first: int, seconds: float) -> None:
    os.dup2(
        os.open(os.devnull, os.O_WRONLY), 2
    )  # readers warn of what they meet, thousands of times
    warnings.simplefilter("ignore")
    try:
        with os.fdopen(pipe, "w", buffering=1) as stream:
            number, start = first, time.process_time()
            while (spent := time.process_time() - start) < seconds:
                stream.write(json.dumps({"case": number}) + "\n")
                entry = _attempt(target, samples, number)
                entry["spent"] = time.process_time() - start - spent
                stream.write(json.dumps(entry) + "\n")
                number += 1
    finally:
        os._exit(0)


def _attempt(target: str, samples: Sequence[bytes], number: int) -> dict[str, Any]:
    content = changed(samples, f"{target}:{number}")
    took, refused, fault = _timed(target, content)
    if took > LONGEST and not fault:  # a busy machine doubles a time now and then
        again, refused, fault = _timed(target, content)
        if min(took, again) > LONGEST and not fault:
            fault = f"took {min(took, again):.2f} s for {len(content)} bytes"
        took = min(took, again)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"case": number, "took": took, "refused": refused, "fault": fault, "memory": memory}


def _timed(target: str, content: bytes) -> tuple[float, bool, str]:
    signal.setitimer(signal.ITIMER_PROF, _HANGING)
    start, refused, fault = time.process_time(), False, ""
    try:
        TARGETS[target](content)
    except (HubiaoError, *WORDED.get(target, ())):
        refused = True
    except Exception:
        fault = traceback.format_exc().strip().replace("\n", " | ")[-1500:]
    return time.process_time() - start, refused, fault
