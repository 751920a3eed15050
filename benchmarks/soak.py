"""Whether an office that is killed again and again loses or doubles anything, and grows: `python -m benchmarks.soak`.

The office and platforms of `benchmarks.day`, for `--minutes`. In the first half crawls and browsers are killed, and
memory and open files of console and worker are sampled: their slope after the first third of it is printed. In the
second half workers and the console are killed too. Each minute prints every process: MB (of which its own, not mapped
from files), open files. Then it works on without faults until every infringing good is a
lead, `--patience` seconds at most. At the end everything planted has to be there, none twice: goods, leads, audit
entries, mails; and `audit verify` has to hold.

    python -m benchmarks.soak [--minutes 60] [--goods 200] [--every 45] [--seed 19]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from benchmarks.material.day_market import PLATFORMS, Market, path_of
from benchmarks.material.day_office import confirm, environment_of, set_up_office
from benchmarks.material.loopback import ServedConsole, answering, served_console
from benchmarks.material.processes import (
    anonymous_memory,
    command_of,
    open_files,
    processes_below,
    resident_memory,
)
from storage.base.database import Database, open_database
from storage.base.settings import Settings
from storage.evidence.audit_chain_check import check_audit
from storage.tables import AuditRow, LeadRow, ListingRow, OutboxRow

LOOK_SECONDS = 5
SPEED = 24.0
"""Of the office's clock, as in `benchmarks.day`."""
GENTLE, ROUGH = ("crawl", "browser"), ("crawl", "browser", "worker", "console")
"""What is killed in the first half, and in the second."""
_PART_OF_COMMAND = {
    "crawl": (b"\0crawl\0",),
    "browser": (b"chrom", b"playwright/driver"),
    "worker": (b"\0worker\0",),
}


@dataclass(kw_only=True)
class Growth:
    """Samples of one process: seconds, MB, open files."""

    samples: list[tuple[float, float, int]] = field(default_factory=list)

    def slopes(self) -> tuple[float, float]:
        """MB and files an hour after the first third, while it warms up."""
        settled = self.samples[len(self.samples) // 3 :]
        seconds = [sample[0] for sample in settled]
        memory, files = (
            statistics.linear_regression(seconds, [sample[column] for sample in settled]).slope
            for column in (1, 2)
        )
        return memory * 3600, files * 3600


def main() -> int:
    options = _options()
    dice = random.Random(options.seed)
    seconds = options.minutes * 60
    market = Market(numbers=options.goods, seconds=seconds)
    growth: defaultdict[str, Growth] = defaultdict(Growth)
    kills: Counter[str] = Counter()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-soak-")))
        sites = [
            stack.enter_context(answering(partial(market.answer, n), f"127.0.0.{n + 11}"))
            for n in range(PLATFORMS)
        ]
        settings = Settings(home=home, undo_minutes=10 / SPEED)
        database = open_database(settings, migrate=True)
        stack.callback(database.close)
        set_up_office(database, sites, SPEED)
        environment = environment_of(home, SPEED)
        market.began = time.time()
        while (passed := time.time() - market.began) < seconds:
            with served_console(home, environment) as console:
                half = seconds / 2
                until, sampled, kinds = (
                    (half, growth, GENTLE) if passed < half else (seconds, None, ROUGH)
                )
                _work(
                    console, market, database, settings, until, sampled, kinds, kills, dice,
                    options.every,
                )  # fmt: skip
        with served_console(home, environment) as console:
            deadline = time.time() + options.patience
            while _missing(market, sites, database) and time.time() < deadline:
                confirm(database, settings, 5)
                time.sleep(LOOK_SECONDS)
        faults = list(_faults(market, sites, database, settings, kills))
    print(f"{options.minutes:g} min, load {os.getloadavg()[0]:.1f}, kills {dict(kills)}")
    for name, process in growth.items():
        if len(process.samples) > 9:
            memory, files = process.slopes()
            _, last, handles = process.samples[-1]
            print(
                f"{name}: {last:.0f} MB, {handles} files; an hour {memory:+.0f} MB, {files:+.1f} files"
            )
    print("all there, none twice" if not faults else "\n".join(faults))
    return 1 if faults else 0


def _work(
    console: ServedConsole, market: Market, database: Database, settings: Settings, until: float,
    growth: dict[str, Growth] | None, kinds: tuple[str, ...], kills: Counter[str],
    dice: random.Random, every: float,
) -> None:  # fmt: skip
    """Until a moment, or until the console is killed."""
    next_kill = time.time() + every
    minute = 0
    while (passed := time.time() - market.began) < until:
        time.sleep(LOOK_SECONDS)
        confirm(database, settings, 2)
        if passed // 60 > minute:
            minute = int(passed // 60)
            print(f"{minute}: {', '.join(_processes(console.process.pid))}", flush=True)
        if growth is not None:
            for name, pid in _roles(console.process.pid).items():
                with suppress(OSError):
                    files = open_files(pid)
                    growth[name].samples.append((time.time(), resident_memory(pid), files))
        if time.time() < next_kill:
            continue
        next_kill = time.time() + every
        kind = dice.choice(kinds)
        kills[kind] += 1
        if kind == "console":
            console.process.kill()
            return
        for pid in _killed(kind, console.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _roles(console: int) -> dict[str, int]:
    """The console, and its worker."""
    roles = {"console": console}
    for pid in processes_below(console):
        if _is("worker", pid):
            roles.setdefault("worker", pid)
    return roles


def _processes(console: int) -> Iterator[str]:
    """Each process of the office: what it is, MB (its own), open files."""
    for pid in (console, *processes_below(console)):
        with suppress(OSError):
            name = next((name for name in _PART_OF_COMMAND if _is(name, pid)), "other")
            yield (
                f"{'console' if pid == console else name} {resident_memory(pid):.0f}"
                f" ({anonymous_memory(pid):.0f}) MB {open_files(pid)}"
            )


def _killed(kind: str, console: int) -> Iterator[int]:
    return (pid for pid in processes_below(console) if _is(kind, pid))


def _is(kind: str, pid: int) -> bool:
    with suppress(OSError):
        command = command_of(pid)
        return any(part in command for part in _PART_OF_COMMAND[kind])
    return False


def _planted(market: Market, sites: list[str]) -> list[str]:
    return [sites[platform] + path_of(number) for platform, number in market.infringing()]


def _missing(market: Market, sites: list[str], database: Database) -> set[str]:
    with database.read() as session:
        leads = session.scalars(
            sa.select(ListingRow.url).join(LeadRow, LeadRow.listing_id == ListingRow.id)
        )
        return set(_planted(market, sites)) - set(leads)


def _faults(
    market: Market, sites: list[str], database: Database, settings: Settings, kills: Counter[str]
) -> Iterator[str]:
    """What was lost or doubled, a line each."""
    yield from (f"no lead: {url}" for url in sorted(_missing(market, sites, database)))
    with database.read() as session:
        urls = Counter(session.scalars(sa.select(ListingRow.url)))
        leads = Counter(session.execute(sa.select(LeadRow.listing_id, LeadRow.right_id)).all())
        opened = Counter(
            session.scalars(sa.select(AuditRow.subject).where(AuditRow.act == "lead.open"))
        )
        ours = set(session.scalars(sa.select(OutboxRow.message_id)))
        count = session.scalar(sa.select(sa.func.count(LeadRow.id)))
    yield from (f"{url} is stored {n} times" for url, n in urls.items() if n > 1)
    yield from (f"lead {pair} stands {n} times" for pair, n in leads.items() if n > 1)
    yield from (f"{subject} was opened {n} times" for subject, n in opened.items() if n > 1)
    if sum(opened.values()) != count:
        yield f"{count} leads, {sum(opened.values())} opened by the audit"
    arrived = Counter(
        str(message_from_bytes(path.read_bytes())["Message-ID"])
        for path in (settings.home / "mailbox").glob("*.eml")
    )
    # At least once to the relay: a kill between its answer and the row costs one copy.
    if sum(arrived.values()) - len(arrived) > kills["worker"] + kills["console"]:
        yield f"{sum(arrived.values())} mails arrived of {len(arrived)}"
    yield from (f"mail {message} is nobody's" for message in arrived.keys() - ours)
    yield from (f"audit: {c.says}" for c in check_audit(database, settings) if not c.passed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--goods", type=int, default=200, help="of each platform")
    parser.add_argument("--every", type=float, default=45.0, help="seconds between two kills")
    parser.add_argument("--patience", type=float, default=900.0, help="seconds for what is late")
    parser.add_argument("--seed", type=int, default=19)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
