"""One mutant after another in a copy of the project, and what the tests said of it."""

from __future__ import annotations

import difflib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).parents[2]
SUPPLY = ROOT / ".venv/supply/bin/python"
_PATIENCE, _LEAST_SECONDS = 4.0, 30.0
"""A trial may take so many times the processor time of the unchanged file, and that of so long besides; chosen by
hand. Time of the clock says nothing on a busy machine; what waits for ever is ended by the tests' own time limit."""
_STUCK_SECONDS = 3600.0
"""After so long of the clock a trial is ended all the same."""
_FAILED = 1
"""Exit code of pytest when a test fails; 2 is an import or a collection that fails, which notices, too."""
_INTERRUPTED = 2


class Outcome(StrEnum):
    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One small change of one file."""

    path: Path
    """Of the file, below the project."""
    line: int
    original: str
    """The whole file as it was when its mutants were made."""
    source: str
    """The whole changed file."""

    def changed_lines(self) -> Iterator[str]:
        """The lines that differ, with a minus and a plus before them."""
        before, after = self.original.splitlines(), self.source.splitlines()
        for line in difflib.unified_diff(before, after, n=0, lineterm=""):
            if line[:3] not in ("---", "+++") and line[:2] != "@@":
                yield line


def mutants_of(path: Path) -> list[Mutant]:
    """All mutants of a file. Raises CalledProcessError where mutmut cannot read it."""
    answer = subprocess.run(
        [SUPPLY, Path(__file__).with_name("generator.py"), path],
        cwd=ROOT, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    original = (ROOT / path).read_text("utf-8")
    return [Mutant(path=path, original=original, **mutant) for mutant in json.loads(answer.stdout)]


def importing_tests(path: Path) -> list[Path]:
    """The test files that import a module by its full name, those of the mirrored folder first; no browser's."""
    dotted = ".".join(path.with_suffix("").parts)
    package, _, name = dotted.rpartition(".")
    imports = re.compile(
        rf"^\s*(?:from {re.escape(dotted)} import|import {re.escape(dotted)}\b"
        rf"|from {re.escape(package)} import .*\b{re.escape(name)}\b)",
        re.MULTILINE,
    )
    files = [
        file.relative_to(ROOT)
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        if "e2e" not in file.parts and imports.search(file.read_text("utf-8"))
    ]
    mirrored = Path("tests") / path.parent
    return sorted(files, key=lambda file: mirrored not in file.parents)


class Trials:
    """A copy of the tracked files in `folder`, in which one file at a time is changed."""

    def __init__(self, folder: Path, tests: Sequence[str], options: Sequence[str] = ()) -> None:
        self._folder = folder
        self._command = [
            sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", *options,
            *tests,
        ]  # fmt: skip
        self._limit = resource.RLIM_INFINITY
        """Seconds of processor time."""
        _copy_tracked(folder)

    def begin(self) -> float:
        """Seconds of processor time of the tests on the unchanged files. Raises SystemExit where they fail there."""
        before = _spent_by_children()
        code, words = self._run()
        if code != 0:
            sys.exit(f"the tests fail without any change, exit {code}:\n{words}")
        seconds = _spent_by_children() - before
        self._limit = int(_PATIENCE * seconds + _LEAST_SECONDS)
        return seconds

    def outcome(self, mutant: Mutant) -> Outcome:
        """What the tests say of a mutant. Raises SystemExit where they could not be run at all."""
        file = self._folder / mutant.path
        unchanged = file.read_bytes()
        try:
            file.write_text(mutant.source, "utf-8")
            _forget_compiled(file)
            code, words = self._run()
        finally:
            file.write_bytes(unchanged)
            _forget_compiled(file)
        if code is None:
            return Outcome.TIMED_OUT
        if code in (_FAILED, _INTERRUPTED) or "ImportError while loading conftest" in words:
            return Outcome.KILLED
        if code:
            sys.exit(f"pytest ended with {code}:\n{words}")
        return Outcome.SURVIVED

    def _run(self) -> tuple[int | None, str]:
        """Exit code of the tests, None where they took too long, and the end of what they said."""
        process = subprocess.Popen(
            self._command, cwd=self._folder, env={**os.environ, "PYTHONPATH": str(self._folder)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (self._limit, self._limit))
        try:
            words, _ = process.communicate(timeout=_STUCK_SECONDS)
        except subprocess.TimeoutExpired:
            return None, ""
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
            return None, ""
        return process.returncode, words[-4000:]


def _spent_by_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _copy_tracked(folder: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True
    )
    for name in listed.stdout.split("\0")[:-1]:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for environment in (".venv", "node_modules"):
        if (ROOT / environment).exists():
            (folder / environment).symlink_to((ROOT / environment).resolve())


def _forget_compiled(file: Path) -> None:
    """Python tells a stale compiled file by second and size alone, which a mutant may share."""
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
        compiled.unlink()
