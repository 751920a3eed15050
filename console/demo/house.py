"""The demonstration's own data folder, and the command `hubiao` run inside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.errors import HubiaoError, StoreUnavailable

COMMAND_SECONDS = 600
"""No command of the demonstration takes this long; one that does has hung."""


class StageFailed(HubiaoError):
    """A command of the demonstration did not do its work; the message is its last line."""


@dataclass(frozen=True, kw_only=True)
class DemoHouse:
    """Where the demonstration lives. Settings of other data never reach it, nor its own theirs."""

    folder: Path
    settings: Mapping[str, str]
    """HUBIAO_* variables of every command run here."""

    @property
    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("HUBIAO_")}
        # A browser that was named, or a sandbox that was chosen, belongs to the machine.
        kept = {k: v for k, v in os.environ.items() if k.startswith("HUBIAO_BROWSER")}
        return inherited | kept | dict(self.settings)

    def hubiao(self, *arguments: str, stdin: str | None = None) -> str:
        """Run one command to its end; gives its stdout. Raises StageFailed."""
        done = self.try_hubiao(*arguments, stdin=stdin)
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip() or "said nothing").splitlines()
            raise StageFailed(f"hubiao {' '.join(arguments)}: {said[-1]}")
        return done.stdout

    def try_hubiao(
        self, *arguments: str, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one command and leave the judgement to the caller."""
        return subprocess.run(
            [sys.executable, "-m", "console", *arguments],
            env=self.environment,
            input=stdin if stdin is not None else "",
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        """Run one command that prints JSON lines."""
        return [json.loads(line) for line in self.hubiao(*arguments).splitlines() if line.strip()]


def empty_folder(folder: Path) -> None:
    """Remove what an earlier demonstration left. Raises StoreUnavailable."""
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
    except OSError as error:
        raise StoreUnavailable(f"cannot empty {folder}: {error.strerror}") from error


def make_house(folder: Path, settings: Mapping[str, str]) -> DemoHouse:
    """The house in `folder`; a hubiao.toml elsewhere is not read."""
    own = {"HUBIAO_HOME": str(folder), "HUBIAO_CONFIG": str(folder / "hubiao.toml")}
    return DemoHouse(folder=folder, settings=dict(settings) | own)
