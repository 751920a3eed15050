"""How many of a sample of mutants the tests notice: `python -m tools.mutants FILE… [--number 60] [--seed 1]`.

Each mutant is tried with the tests that import its module, or with those named by `--tests`. What no test notices is
printed as it is found; the last lines are the counts of each file. A mutant that means the same as the original counts
as survived: the score is a lower bound.
"""

from __future__ import annotations

import argparse
import random
import shlex
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from tools.mutants.trials import ROOT, Mutant, Outcome, Trials, importing_tests, mutants_of


def main() -> None:
    options = _options()
    paths = [path for name in options.files for path in _modules(name)]
    mutants = [mutant for path in paths for mutant in mutants_of(path)]
    sample = random.Random(options.seed).sample(mutants, min(options.number, len(mutants)))
    _say(f"{len(mutants)} mutants of {len(paths)} files, {len(sample)} tried, seed {options.seed}")
    chosen: defaultdict[tuple[str, ...], list[Mutant]] = defaultdict(list)
    for mutant in sample:
        tests = options.tests or [str(test) for test in importing_tests(mutant.path)]
        chosen[tuple(tests)].append(mutant)
    counts: defaultdict[Path, Counter[Outcome]] = defaultdict(Counter)
    for tests, tried in chosen.items():
        _try_all(tests, tried, shlex.split(options.pytest), counts)
    _print(counts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", help="modules or packages, below the project")
    parser.add_argument("--number", type=int, default=60, help="mutants that are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="*", help="in place of those that import the module")
    parser.add_argument("--pytest", default="", help="further options of pytest, as one word")
    return parser.parse_args()


def _modules(name: str) -> list[Path]:
    path = Path(name)
    modules = sorted((ROOT / path).glob("*.py")) if (ROOT / path).is_dir() else [ROOT / path]
    return [file.relative_to(ROOT) for file in modules if file.name != "__init__.py"]


def _try_all(
    tests: tuple[str, ...],
    mutants: list[Mutant],
    options: list[str],
    counts: Mapping[Path, Counter[Outcome]],
) -> None:
    """Add what the tests say of each mutant to the counts of its file."""
    if not tests:
        for mutant in mutants:
            _say(f"no test imports {mutant.path}")
            counts[mutant.path][Outcome.SURVIVED] += 1
        return
    with tempfile.TemporaryDirectory(prefix="hubiao-mutants-") as folder:
        trials = Trials(Path(folder), tests, options)
        _say(
            f"{len(mutants)} mutants with {' '.join(tests)}: {trials.begin():.0f} s of processor unchanged"
        )
        for mutant in mutants:
            outcome = trials.outcome(mutant)
            counts[mutant.path][outcome] += 1
            if outcome is not Outcome.KILLED:
                _say(f"{outcome} {mutant.path}:{mutant.line}")
                _say("\n".join(f"  {line}" for line in mutant.changed_lines()))


def _print(counts: Mapping[Path, Counter[Outcome]]) -> None:
    everything: Counter[Outcome] = Counter()
    for path in sorted(counts):
        everything += counts[path]
        _say(f"{path}: {score(counts[path])}")
    _say(f"all: {score(everything)}")


def score(outcomes: Counter[Outcome]) -> str:
    """The share that the tests noticed, in words with the counts behind it."""
    noticed = outcomes.total() - outcomes[Outcome.SURVIVED]
    each = ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in Outcome)
    return f"{noticed / outcomes.total():.2f} of {outcomes.total()} ({each})"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
