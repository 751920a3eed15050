"""The command as a user runs it, with its own data folder: in this process or in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from console.cli import main
from tests.servers import processes

ROOT = Path(__file__).resolve().parents[2]
Result = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Office:
    """A data folder and the environment that names it."""

    home: Path
    database_url: str | None = None
    language: str = "en"

    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("HUBIAO_")}
        named = {"HUBIAO_HOME": str(self.home), "HUBIAO_LANG": self.language}
        if self.database_url:
            named["HUBIAO_DATABASE_URL"] = self.database_url
        return inherited | named

    def run(self, *words: str, stdin: str = "") -> Result:
        """Run `hubiao WORDS…` in this process, in the empty folder beside the data folder."""
        return self._run(words, io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))

    def _run(self, words: tuple[str, ...], stdin: io.TextIOBase) -> Result:
        stdout, stderr = _stream(), _stream()
        with (
            contextlib.chdir(self.home.parent),
            _environment(self.environment()),
            _stdin(stdin),
            contextlib.redirect_stdout(stdout),
            contextlib.redirect_stderr(stderr),
        ):
            try:
                main(words)
                code = 0
            except SystemExit as ended:
                code = int(ended.code or 0)
        return subprocess.CompletedProcess(words, code, _text(stdout), _text(stderr))

    def run_at_terminal(self, *words: str, typed: str) -> Result:
        """Run `hubiao WORDS…` in this process, its stdin a terminal on which `typed` was typed."""
        keyboard, terminal = os.openpty()
        os.write(keyboard, typed.encode())
        try:
            with os.fdopen(terminal, encoding="utf-8") as stdin:
                return self._run(words, stdin)
        finally:
            os.close(keyboard)

    def run_process(self, *words: str, stdin: str = "") -> Result:
        """The same in a forked process of its own, for tests of what only a process shows."""
        return processes.run(
            "console",
            *words,
            environment=self.environment(),
            folder=self.home.parent,
            stdin=stdin,
        )

    def run_interpreter(self, *words: str) -> Result:
        """The same in an interpreter that has imported nothing yet."""
        return self._start(["-m", "console", *words])

    def python(self, program: str) -> Result:
        """Run a program that may import the project."""
        return self._start(["-c", program])

    def _start(self, words: list[str]) -> Result:
        return subprocess.run(
            [sys.executable, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            env=self.environment() | {"PYTHONPATH": str(ROOT)},
            cwd=self.home.parent,
            check=False,
        )


@contextlib.contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """These variables and no others until the block ends; a command may set its own."""
    previous = dict(os.environ)
    os.environ.clear()
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(previous)


@contextlib.contextmanager
def _stdin(stream: io.TextIOBase) -> Iterator[None]:
    previous = sys.stdin
    sys.stdin = stream  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.stdin = previous


def _stream() -> io.TextIOWrapper:
    """A text stream over bytes, as a process has them."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
