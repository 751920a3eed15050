"""A running market, seen from the program that started it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from storage.base.errors import HubiaoError


@dataclass(frozen=True, kw_only=True)
class Market:
    """Addresses of the three sites, and the market's day."""

    sites: Mapping[str, str]
    """collected, scripted, plain → base URL without a slash at the end."""
    control: str

    def start_url(self, site: str) -> str:
        return self.sites[site] + "/"

    def day(self) -> int:
        return int(httpx.get(f"{self.control}/day", trust_env=False).json()["day"])

    def move_to(self, day: int) -> None:
        """Show what stands on the shelves on that day. Raises HubiaoError outside the calendar."""
        answer = httpx.post(f"{self.control}/day", json={"day": day}, trust_env=False)
        if answer.status_code != httpx.codes.OK:
            raise HubiaoError("demo.market-refused", reason=answer.json()["error"])


@contextmanager
def running_market() -> Iterator[Market]:
    """Start the market in a process of its own; it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "console.demo.market"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise HubiaoError("demo.market-not-started")
        addresses = json.loads(line)
        yield Market(control=addresses.pop("control"), sites=addresses)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
