"""Histories of an office under kills, a full disk, clock jumps, a moody relay and two officers at once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from storage.base.vocabulary import MailState, Verdict
from storage.tables import DecisionRow, LeadRow, ListingRow, OutboxRow
from tests.faults.histories import acts
from tests.faults.histories.child import End, do_here
from tests.faults.histories.ending import restore_faults
from tests.faults.histories.invariants import violations
from tests.faults.histories.office import START, Office, found_office


@pytest.mark.parametrize(
    ("seeds", "steps", "place"),
    [
        ("1", 16, []),
        pytest.param("101-150", 40, [], marks=[pytest.mark.slow, pytest.mark.timeout(3000)]),
        pytest.param(
            "151-156", 12, ["--browser"], marks=[pytest.mark.slow, pytest.mark.timeout(3000)]
        ),
        pytest.param(
            "201-225", 30, ["--postgres"], marks=[pytest.mark.slow, pytest.mark.timeout(3000)]
        ),
    ],
)
def test_no_history_loses_a_listing_a_decision_or_a_mail(
    seeds: str, steps: int, place: list[str]
) -> None:
    command = [sys.executable, "-m", "tests.faults.histories", "--seeds", seeds]
    played = subprocess.run(
        [*command, "--steps", str(steps), *place], capture_output=True, text=True, check=False
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "failing []" in played.stdout


@dataclass
class _SilentRelay:
    """A relay that accepted what the test says."""

    arrivals: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    environment: dict[str, str] = field(
        default_factory=lambda: {
            f"HUBIAO_SMTP_{name}": value
            for name, value in {
                "HOST": "127.0.0.1", "PORT": "9", "USER": "a", "PASSWORD": "b", "CA": "",
            }.items()
        }
    )  # fmt: skip

    def accepted(self) -> Counter[str]:
        return Counter(self.arrivals)

    def unanswered(self) -> Counter[str]:
        return Counter(self.lost)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with a listing, its lead and a confirmation, in which everything holds."""
    office = found_office(tmp_path, _SilentRelay(), random.Random(1))  # type: ignore[arg-type]
    with time_machine.travel(START, tick=True):
        acts.store_page(office, {"1": "天赋河套 面粉 1号"})
        acts.assess_all(office)
        acts.decide(office, 1, Verdict.CONFIRMED, "zhang", "first")
    office.listings, office.decisions = {"1": {"天赋河套 面粉 1号"}}, {"first": 1}
    yield office
    office.close()


BREAKAGES = {
    "is lost": sa.update(ListingRow).values(key="other"),
    "came from nowhere": sa.update(ListingRow).values(key="9"),
    "has no alert": sa.delete(OutboxRow),
    "stands 0 times": sa.update(DecisionRow).values(note="second"),
    "decided confirmed": sa.update(LeadRow).values(state="dismissed"),
    "never arrived": sa.update(OutboxRow).values(state=MailState.SENT),
    "its alert is taken back": sa.update(OutboxRow).values(state=MailState.WITHDRAWN),
    "belongs to nothing": sa.update(OutboxRow).values(key="alert:77"),
    "by the audit": sa.text("UPDATE audit SET act = 'lead.closed' WHERE act = 'lead.open'"),
}


def test_every_breakage_of_the_store_breaks_its_invariant(office: Office) -> None:
    assert violations(office) == []
    office.close()
    path = Path(str(sa.make_url(office.settings.database).database))
    whole = path.read_bytes()
    for words, breakage in BREAKAGES.items():
        with office.database() as database, database.begin() as session:
            session.execute(breakage)
        assert any(words in line for line in violations(office)), words
        office.close()
        path.write_bytes(whole)


def test_a_mail_that_arrives_more_often_than_answers_were_lost_is_noticed(office: Office) -> None:
    with office.database() as database, database.read() as session:
        message_id = session.scalars(sa.select(OutboxRow.message_id)).one()
    office.relay.arrivals[message_id] = 2  # type: ignore[attr-defined]
    assert any("arrived 2 times" in line for line in violations(office))
    office.broken_sendings = 1
    assert violations(office) == []
    office.relay.arrivals[message_id] = 3  # type: ignore[attr-defined]
    assert any("arrived 3 times" in line for line in violations(office))
    office.relay.lost[message_id] = 1  # type: ignore[attr-defined]
    assert violations(office) == []


def test_a_backup_that_is_not_whole_is_noticed(office: Office) -> None:
    backup = office.settings.home.parent / "backup.tar.gz"
    acts.back_up(office, backup.name)
    assert restore_faults(office, backup) == []
    backup.write_bytes(backup.read_bytes()[:-100])
    assert "backup.tar.gz" in "".join(restore_faults(office, backup))


def test_an_act_that_never_ends_is_ended_though_it_goes_on_after_every_error() -> None:
    def wait_for_ever() -> None:
        while True:
            with suppress(Exception):
                time.sleep(60)

    assert do_here(wait_for_ever, moment=START, longest=1).end is End.CRASHED
