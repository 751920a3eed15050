"""The command as a user runs it: a process of its own, with its own data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Office:
    """A data folder and the environment that names it."""

    home: Path
    database_url: str | None = None

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("HUBIAO_")}
        kept |= {"HUBIAO_HOME": str(self.home), "PYTHONPATH": str(ROOT), "HUBIAO_LANG": "en"}
        if self.database_url:
            kept["HUBIAO_DATABASE_URL"] = self.database_url
        return kept

    def run(self, *words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run `hubiao WORDS…` in an empty working folder beside the data folder."""
        return self._start(["-m", "console", *words], given)

    def python(self, program: str) -> subprocess.CompletedProcess[str]:
        """Run a program that may import the project."""
        return self._start(["-c", program], None)

    def _start(self, words: list[str], given: str | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            env=self.environment(),
            cwd=self.home.parent,
            check=False,
        )
