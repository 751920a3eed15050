"""What verifying the audit costs as it grows: `python -m benchmarks.audit_chain`.

Offices with so many entries are made from a seed; then `hubiao audit verify` runs on each, the whole chain and what was
entered since the newest head: processor seconds (of PostgreSQL's server too) and the memory that it held at most.

    python -m benchmarks.audit_chain --entries 100000,1000000 [--postgres]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from benchmarks.audit_chain.filled_office import fill_office
from benchmarks.material.large_office import office_settings
from benchmarks.material.processor import Processor
from benchmarks.measured import ROOT
from storage.base.database import open_database
from storage.base.settings import Settings

_KINDS: tuple[list[str], ...] = ([], ["--recent"])
"""Arguments of the verification: the first one keeps up to where all held."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", default="100000,1000000", help="numbers of entries")
    parser.add_argument("--postgres", action="store_true", help="on a server of its own")
    options = parser.parse_args()
    print(
        f"load {os.getloadavg()[0]:.1f}; entries, what is verified, processor seconds, MB at most"
    )
    for count in map(int, options.entries.split(",")):
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-bench-")))
            settings = stack.enter_context(
                office_settings(home, f"audit_{count}", postgres=options.postgres)
            )
            # Apart: a process that is started counts the memory of the one that starts it.
            filling = get_context("spawn").Process(target=fill_office, args=(settings, count))
            filling.start()
            filling.join()
            if filling.exitcode:
                raise SystemExit(f"an office of {count} entries could not be filled")
            for words in _KINDS:
                cpu, peak = _verify(settings, words)
                print(f"{count:9,} {' '.join(words) or 'all':9} {cpu:7.2f} {peak:7.0f}", flush=True)


def _verify(settings: Settings, words: list[str]) -> tuple[float, float]:
    """Processor seconds and MB of `hubiao audit verify`. Raises SystemExit where the audit does not hold."""
    environment = {"HUBIAO_HOME": str(settings.home), "HUBIAO_DATABASE_URL": settings.database}
    database = open_database(settings)
    processor = Processor(database)
    before = processor.milliseconds()
    process = subprocess.Popen(
        [sys.executable, "-m", "console", "audit", "verify", *words], cwd=ROOT,
        env={**os.environ, **environment}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    server = (processor.milliseconds() - before) / 1000
    database.close()
    if status:
        raise SystemExit(f"audit verify {' '.join(words)}: status {status}")
    return server + usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
