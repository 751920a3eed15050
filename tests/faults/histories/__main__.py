"""Play histories: `python -m tests.faults.histories --seeds 1-100`; a failing seed prints its steps."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults.histories.history import STEPS, play


def main() -> int:
    """Exit 1 if any seed broke an invariant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1-20", help="7, or 1-100")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--log", action="store_true", help="print every step")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    ends: Counter[str] = Counter()
    failing = []
    for seed in range(int(first), int(last or first) + 1):
        folder = Path(tempfile.mkdtemp(prefix="hubiao-history-"))
        try:
            report = play(seed, folder, steps=options.steps)
        finally:
            shutil.rmtree(folder)
        ends += report.ends
        if options.log or report.violations:
            _say(f"seed {seed}", *report.log)
        if report.violations:
            failing.append(seed)
            _say("  BROKEN", *report.violations)
    _say(f"{int(last or first) - int(first) + 1} seeds, acts {dict(ends)}, failing {failing}")
    return 1 if failing else 0


def _say(*lines: str) -> None:
    sys.stdout.write("\n  ".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
