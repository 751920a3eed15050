"""The demonstration's own data folder, and the command `hubiao` run inside it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.base.errors import HubiaoError, Refused, StoreUnavailable
from storage.base.message import Message

COMMAND_SECONDS = 600
"""No command of the demonstration takes this long; one that does has hung."""


class StageFailed(HubiaoError):
    """A command of the demonstration did not do its work; the message is its last line."""


@dataclass(frozen=True, kw_only=True)
class DemoOffice:
    """Where the demonstration lives. Settings of other data never reach it, nor its own theirs."""

    folder: Path
    settings: Mapping[str, str]
    """HUBIAO_* variables of every command run here."""

    @property
    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("HUBIAO_")}
        # The browser, its sandbox and the language belong to the machine.
        machine = {
            k: v for k, v in os.environ.items() if k.startswith(("HUBIAO_BROWSER", "HUBIAO_LANG"))
        }
        return inherited | machine | dict(self.settings)

    def hubiao(self, *arguments: str, stdin: str | None = None) -> str:
        """Run one command to its end; gives its stdout. Raises StageFailed."""
        process = self.try_hubiao(*arguments, stdin=stdin)
        if process.returncode != 0:
            output = process.stderr.strip() or process.stdout.strip()
            raise StageFailed(
                "demo.command-failed",
                command=" ".join(("hubiao", *arguments)),
                reason=output[-600:] or Message("demo.no-output"),
            )
        return process.stdout

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

    def lines(self, *arguments: str) -> list[dict[str, object]]:
        """Run one command that prints JSON lines."""
        return [json.loads(line) for line in self.hubiao(*arguments).splitlines() if line.strip()]


@contextmanager
def locked_folder(folder: Path) -> Iterator[Path]:
    """The folder, emptied of what an earlier demonstration left, and ours until the block ends.

    Raises Refused while another demonstration works in it, StoreUnavailable.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder.with_name(f".{folder.name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused("demo.running", folder=folder) from None
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir()
            yield folder
    except OSError as error:
        raise StoreUnavailable("demo.folder", folder=folder, reason=error) from error


def make_office(folder: Path, settings: Mapping[str, str]) -> DemoOffice:
    """The office in `folder`; a hubiao.toml elsewhere is not read."""
    folders = {"HUBIAO_HOME": str(folder), "HUBIAO_CONFIG": str(folder / "hubiao.toml")}
    return DemoOffice(folder=folder, settings=dict(settings) | folders)
