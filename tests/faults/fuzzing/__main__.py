"""Break foreign bytes and read them: `python -m tests.faults.fuzzing --seconds 3600`; `--case page:17` replays one.

A case is a target and a number: the number alone decides what is changed in which sample.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.fuzzing.changes import changed
from tests.faults.fuzzing.runs import LONGEST, MOST_MEMORY, FuzzReport, run
from tests.faults.fuzzing.samples import samples
from tests.faults.fuzzing.targets import TARGETS


def main() -> int:
    """Exit 1 if any case crashed, took too long, or a target too much memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=60, help="of processor time, over all targets"
    )
    parser.add_argument("--targets", nargs="*", choices=[*TARGETS], default=[*TARGETS])
    parser.add_argument(
        "--from", dest="first", type=int, default=0, help="number of the first case"
    )
    parser.add_argument("--case", help="replay it, as page:17")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="hubiao-fuzzing-") as folder:
        corpus = samples(Path(folder))
        if options.case:
            name, _, number = options.case.partition(":")
            TARGETS[name](changed(corpus[name], f"{name}:{number}"))
            return 0
        seconds = options.seconds / len(options.targets)
        reports = []
        for name in options.targets:
            reports.append(run(name, corpus[name], first=options.first, seconds=seconds))
            _say(reports[-1])
    return _sum(reports)


def _say(report: FuzzReport) -> None:
    sys.stdout.write(
        f"{report.target}: {report.cases} cases in {report.seconds:.0f} s, refused {report.refused},"
        f" longest {report.longest:.2f} s ({report.longest_case}), memory {report.memory} MB\n"
    )
    sys.stdout.write("".join(f"  {line}\n" for line in report.faults))
    sys.stdout.flush()


def _sum(reports: Sequence[FuzzReport]) -> int:
    bad = sum(bool(report.faults) for report in reports)
    sys.stdout.write(
        f"{sum(report.cases for report in reports)} cases, {sum(report.seconds for report in reports):.0f} s,"
        f" {bad} of {len(reports)} targets with a fault (over {LONGEST} s, over {MOST_MEMORY} MB, or a crash)\n"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
