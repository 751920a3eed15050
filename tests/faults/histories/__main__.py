"""Play histories: `python -m tests.faults.histories --seeds 1-100`; a failing seed prints its steps."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.faults.histories.history import STEPS, HistoryReport, play
from tests.servers.postgres import fresh_database, running_postgres

_SEEDS_PER_LINE = 20
"""Seeds after which a line says how far it is: a long run may be broken off."""


def main() -> int:
    """Exit 1 if any seed broke an invariant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1-20", help="7, or 1-100")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--postgres", action="store_true", help="on a server of its own")
    parser.add_argument(
        "--browser", action="store_true", help="captures with a real one, which dies"
    )
    parser.add_argument("--log", action="store_true", help="print every step")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    ends: Counter[str] = Counter()
    failing = []
    seeds = range(int(first), int(last or first) + 1)
    for seed, report in _reports(
        seeds, options.steps, on_server=options.postgres, with_browser=options.browser
    ):
        ends += report.ends
        if options.log or report.violations:
            _say(f"seed {seed}", *report.log)
        if report.violations:
            failing.append(seed)
            _say("  BROKEN", *report.violations)
        elif (seed - seeds.start + 1) % _SEEDS_PER_LINE == 0:
            _say(f"seeds {seeds.start}-{seed}, failing {failing}")
    _say(f"{int(last or first) - int(first) + 1} seeds, acts {dict(ends)}, failing {failing}")
    return 1 if failing else 0


def _reports(
    seeds: Iterable[int], steps: int, *, on_server: bool, with_browser: bool
) -> Iterator[tuple[int, HistoryReport]]:
    with ExitStack() as stack:
        server = stack.enter_context(running_postgres()) if on_server else None
        for seed in seeds:
            with (
                tempfile.TemporaryDirectory(prefix="hubiao-history-") as folder,
                ExitStack() as stack_of_seed,
            ):
                url = server and stack_of_seed.enter_context(
                    fresh_database(server, f"history_{seed}")
                )
                yield (
                    seed,
                    play(
                        seed, Path(folder), steps=steps, database_url=url, with_browser=with_browser
                    ),
                )


def _say(*lines: str) -> None:
    sys.stdout.write("\n  ".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
