"""The worker: one stage's fault never stops the others, and a mail leaves by itself."""

from __future__ import annotations

import dataclasses
import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.followup.verdicts import give_verdict
from console.health.work_part import WorkPart
from console.work import worker
from console.work.children import Children
from console.work.work_stage import WorkStage
from console.work.worker import run_due, work
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.tables import (
    LeadRow,
    OutboxRow,
)
from storage.tables.base import now
from tests.console.sample_office import add_leads, an_office
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


@pytest.mark.parametrize("fault", [HubiaoError("the relay is down"), ZeroDivisionError()])
def test_a_stage_that_fails_waits_longer_and_stops_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    settings, database = an_office(tmp_path, leads=1)

    def fail(*_: object) -> int:
        raise fault

    stages = [
        WorkStage("broken", WorkPart.HOUSE, fail, 1),
        WorkStage("whole", WorkPart.HOUSE, lambda *_: 2, 1),
    ]
    with caplog.at_level(logging.WARNING):
        assert run_due(stages, database, settings, threading.Event()) == 2
        first = stages[0].wait
        stages[0].due = stages[1].due = 0
        assert run_due(stages, database, settings, threading.Event()) == 2
    assert stages[0].wait > first
    assert "broken" in caplog.text
    database.close()


def test_a_confirmed_lead_leaves_as_a_mail_by_itself(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=1, capture_threshold=1.0, officer_mails=())
    with database.begin() as session:
        give_verdict(
            session, 1, Verdict.CONFIRMED, officer="甲", reason="same_mark", settings=settings
        )
    before = threading.current_thread()
    assert before is threading.main_thread()
    work(settings, database, once=True)
    with database.read() as session:
        assert session.query(OutboxRow).one().state == "sent"
    assert len(list((tmp_path / "mailbox").glob("*.eml"))) == 1
    database.close()


def test_a_worker_that_is_started_for_other_parts_sends_no_mail(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=1, capture_threshold=1.0, officer_mails=())
    with database.begin() as session:
        give_verdict(
            session, 1, Verdict.CONFIRMED, officer="甲", reason="same_mark", settings=settings
        )
    for part, state in ((WorkPart.ASSESS, "queued"), (WorkPart.SEND, "sent")):
        work(settings, database, once=True, parts=[part])
        with database.read() as session:
            assert session.query(OutboxRow).one().state == state
    database.close()


class _Ended(Exception):
    """The process would have ended here."""


def works_until_it_is_ended(
    monkeypatch: pytest.MonkeyPatch,
    stages: list[WorkStage],
    settings: Settings,
    database: Database,
    hanging: threading.Event,
    *,
    once: bool = False,
) -> None:
    """Work with these stages until SIGTERM, whatever hangs until the event."""

    def end(_code: int) -> None:
        raise _Ended

    monkeypatch.setattr(worker, "stages", lambda *_args, **_options: stages)
    monkeypatch.setattr(worker, "END_SECONDS", 0.5)
    monkeypatch.setattr(worker.os, "_exit", end)
    monkeypatch.setattr(worker.logging, "shutdown", lambda: None)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        with pytest.raises(_Ended):  # nobody ends the process where the lanes have ended
            work(settings, database, once=once)
    finally:
        hanging.set()
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_worker_that_works_off_what_is_due_ends_in_time_though_a_stage_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, database = an_office(tmp_path, leads=0)
    hanging = threading.Event()

    def hang(*_: object) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        hanging.wait(20)
        return 0

    stages = [WorkStage("capture", WorkPart.HOUSE, hang, 1)]
    works_until_it_is_ended(monkeypatch, stages, settings, database, hanging, once=True)
    database.close()


@pytest.mark.parametrize(
    ("slow", "prompt"),
    [("webhooks", "deliver"), ("capture", "assess"), ("read recordings", "assess")],
)
def test_what_hangs_delays_neither_a_mail_nor_an_assessment_nor_the_end_of_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow: str, prompt: str
) -> None:
    settings, database = an_office(tmp_path, leads=0)
    hanging, rounds = threading.Event(), 0

    def hang(*_: object) -> int:
        hanging.wait(20)
        return 0

    def act(*_: object) -> int:
        nonlocal rounds
        rounds += 1
        if rounds == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        return 0

    by_name = {stage.name: stage for stage in worker.stages(Children(tmp_path))}
    stages = [
        dataclasses.replace(by_name[slow], act=hang),
        dataclasses.replace(by_name[prompt], act=act, every=0.1),
    ]
    works_until_it_is_ended(monkeypatch, stages, settings, database, hanging)
    assert rounds >= 2
    database.close()


def test_old_claims_go_back_into_the_queue(office: Office, visit: Enter) -> None:
    from console.work.stages import _claims

    (lead,) = add_leads(office[1], ["天赋河套 过期认领"])
    visit("甲").post(f"/leads/{lead}/claim", revision="1")
    assert _claims(office[1], office[0]) == 0
    with office[1].begin() as session:
        session.get_one(LeadRow, lead).claimed_at = now() - timedelta(hours=1)
    assert _claims(office[1], office[0]) == 1
    with office[1].read() as session:
        assert session.get_one(LeadRow, lead).state == "pending"
