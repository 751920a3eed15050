"""Every act once in the process that forks the others, so that they inherit what it has loaded."""

from __future__ import annotations

import gc
import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine

from storage.base.message import catalogue
from storage.base.vocabulary import Verdict
from tests.dialects import share_statements
from tests.faults.histories import acts
from tests.faults.histories.office import APPROVER, OFFICERS, START, found_office
from tests.faults.histories.relay_process import relay_process
from tests.faults.histories.shared_matchers import share_matchers


@cache
def rehearse() -> None:
    """Play each act without a fault in an office that is thrown away: once a process.

    Two thirds of a child's processor time went into tables and modules that each loaded anew, a
    quarter of the rest into statements and matchers that each compiled anew.
    """
    share_statements()
    share_matchers()
    catalogue()
    with (
        TemporaryDirectory(prefix="hubiao-rehearsal-") as name,
        time_machine.travel(START, tick=True),
    ):
        folder = Path(name)
        (folder / "relay").mkdir()
        with relay_process(folder / "relay") as relay:
            office = found_office(folder, relay, random.Random(0))
            acts.store_page(office, {"1": "天赋河套 面粉 1号", "2": "示例牌 洗衣粉 2袋"})
            acts.assess_all(office)
            first = acts.decide(office, 1, Verdict.CONFIRMED, OFFICERS[0], "first")
            acts.undo(office, 1, OFFICERS[0], f"undo {first}")
            acts.decide(office, 1, Verdict.CONFIRMED, OFFICERS[0], "second")
            acts.capture(office, 1, OFFICERS[0])
            letter = acts.draft_letter(office, 1, OFFICERS[0])
            acts.approve_letter(office, letter, APPROVER)
            acts.send_letter(office, letter, OFFICERS[0])
            acts.send_mails(office)
            acts.back_up(office, "backup.tar.gz")
            office.close()
    gc.collect()
    gc.freeze()  # a child's collector would write to every page of memory that it shares
