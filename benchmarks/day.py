"""A day in the life of one office (一天): `python -m benchmarks.day [--hours 24] [--speed 24]`.

`hubiao serve` on an empty folder with 100 rights; eight platforms on loopback that may be asked once a second
each, which at 24 times the speed is 24 times a second; 60,000 looks at goods, 100 captures and 200 mails, all of
them a day and so a part of it by `--hours` of the office. New goods appear while it runs. Printed: processor and
memory of the whole process tree, lengths of the queues, and the time from a listing that went live to its lead,
in its two parts: until it was read, and from there. When the hours are over, the office works on until every
new good has its lead, `--patience` seconds at most; of one that has none then it is said how far it came.
Every figure is of this machine under its load.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from benchmarks.material.day_market import A_PAGE, PLATFORMS, Market
from benchmarks.material.day_office import (
    NewGood,
    confirm,
    environment_of,
    new_goods,
    set_up_office,
)
from benchmarks.material.loopback import answering, served_console
from benchmarks.material.processes import processes_below, processor_seconds, share_of_memory
from benchmarks.measured import percentile
from storage.base.database import Database, open_database
from storage.base.errors import HubiaoError
from storage.base.settings import Settings
from storage.base.vocabulary import EvidenceState, MailState
from storage.tables import EvidenceRow, LeadRow, ListingRow, OutboxRow
from storage.views.backlog import read_backlog

LOOKS, CAPTURES, MAILS = 60_000, 100, 200
"""A day."""
AIM_MINUTES, AIM_CORES = 15.0, 2.0


@dataclass(kw_only=True)
class Figures:
    """What was seen of the process tree and the queues."""

    processor: dict[int, float] = field(default_factory=dict)
    """Seconds by process, ended ones included as last seen."""
    memory: list[float] = field(default_factory=list)
    """MB of the tree, as PSS, at each look."""
    to_assess: list[int] = field(default_factory=list)
    mails_due: list[int] = field(default_factory=list)
    to_seal: list[int] = field(default_factory=list)

    def look(self, root: int, database: Database) -> None:
        """One sample; a process that ends between two samples loses what it did since the last."""
        memory = 0.0
        for pid in (root, *processes_below(root)):
            with suppress(OSError):
                self.processor[pid] = processor_seconds(pid)
            memory += share_of_memory(pid)
        self.memory.append(memory)
        with suppress(HubiaoError, sa.exc.SQLAlchemyError), database.read() as session:
            backlog = read_backlog(session)
            self.to_assess.append(backlog.to_assess)
            self.mails_due.append(backlog.mails_due)
            self.to_seal.append(backlog.to_seal)


def main() -> None:
    options = _options()
    share = options.hours / 24
    seconds = options.hours * 3600 / options.speed
    market = Market(numbers=max(A_PAGE, round(LOOKS * share / PLATFORMS)), seconds=seconds)
    with ExitStack() as stack:
        home = Path(
            options.home or stack.enter_context(tempfile.TemporaryDirectory(prefix="hubiao-day-"))
        )
        sites = [
            stack.enter_context(
                answering(partial(market.answer, platform), f"127.0.0.{platform + 11}")
            )
            for platform in range(PLATFORMS)
        ]
        settings = Settings(home=home, undo_minutes=10 / options.speed)
        database = open_database(settings, migrate=True)
        stack.callback(database.close)
        set_up_office(database, sites, options.speed)
        console = stack.enter_context(served_console(home, environment_of(home, options.speed)))
        market.began = time.time()
        figures = Figures()
        confirmed = 0
        while time.time() - market.began < seconds:
            time.sleep(2)
            figures.look(console.process.pid, database)
            if confirmed < MAILS * share:
                confirmed += confirm(database, settings, round(MAILS * share) - confirmed)
        late = sum(good.lead_at is None for good in new_goods(market, sites, database))
        until = time.time() + options.patience
        while time.time() < until and any(
            good.lead_at is None for good in new_goods(market, sites, database)
        ):
            time.sleep(2)
        _print(figures, database, seconds, options)
        print(f"goods {PLATFORMS * market.numbers}, looks {market.looks}")
        _print_waits(new_goods(market, sites, database), late)


def _print(
    figures: Figures, database: Database, seconds: float, options: argparse.Namespace
) -> None:
    with database.read() as session:
        leads, listings = (
            session.scalar(sa.select(sa.func.count(table.id))) or 0
            for table in (LeadRow, ListingRow)
        )
        captures = session.scalar(
            sa.select(sa.func.count(EvidenceRow.id)).where(
                EvidenceRow.state != EvidenceState.FAILED
            )
        )
        sent = session.scalar(
            sa.select(sa.func.count(OutboxRow.id)).where(OutboxRow.state == MailState.SENT)
        )
    cores = sum(figures.processor.values()) / seconds
    print(
        f"{options.hours:g} h of an office at {options.speed:g} times the speed: {seconds / 60:.1f} min"
    )
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} (the figures are of this machine under this load)"
    )
    print(f"stored {listings}, leads {leads}, captures {captures}, mails {sent}")
    print(f"processor {cores:.2f} cores (aim {AIM_CORES:g})")
    print(
        f"memory, PSS of the tree: median {statistics.median(figures.memory):.0f}, most {max(figures.memory):.0f} MB"
    )
    for name in ("to_assess", "mails_due", "to_seal"):
        lengths = getattr(figures, name)
        print(
            f"queue {name}: median {statistics.median(lengths):.0f}, most {max(lengths)}, at the end {lengths[-1]}"
        )


def _print_waits(goods: list[NewGood], late: int) -> None:
    """Minutes of real time from live to lead, and where they went."""
    until_read = [(good.read_at - good.live_at) / 60 for good in goods if good.read_at]
    until_lead = [(good.lead_at - good.live_at) / 60 for good in goods if good.lead_at]
    between = [
        (good.lead_at - good.read_at) / 60 for good in goods if good.lead_at and good.read_at
    ]
    print(
        f"{len(until_lead)} of {len(goods)} new infringing goods are leads, {late} of them or the others"
        f" were none yet when the hours were over; never read {len(goods) - len(until_read)}"
    )
    for name, minutes in (
        ("live to read", until_read),
        ("read to lead", between),
        ("live to lead", until_lead),
    ):
        if minutes:
            print(
                f"{name}: median {statistics.median(minutes):.1f}, p95 {percentile(minutes):.1f} min"
            )
    print(f"aim: live to lead, p95 {AIM_MINUTES:g} min of real time")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=24.0, help="of the office's day")
    parser.add_argument("--speed", type=float, default=24.0, help="how much faster than the day")
    parser.add_argument(
        "--patience", type=float, default=600.0, help="seconds in which what is late may come"
    )
    parser.add_argument("--home", help="keep the data here")
    return parser.parse_args()


if __name__ == "__main__":
    main()
