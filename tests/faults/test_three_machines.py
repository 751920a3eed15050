"""Three machines on one PostgreSQL, each with console, clock and worker: killed and cut off, each effect comes once."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from alerts.followup.verdicts import give_verdict
from console.work.crawl_queue import make_queue
from storage.base.database import Database, open_database
from storage.base.errors import HubiaoError
from storage.base.settings import Settings
from storage.base.vocabulary import EvidenceState, LeadState, MailState, Role, Verdict
from storage.crawls.tasks import add_task
from storage.evidence.audit_chain_check import check_audit
from storage.leads.lead_state import load_lead
from storage.records.task_options import TaskOptions
from storage.rights.book_import import import_rights
from storage.tables import (
    AuditRow,
    DecisionRow,
    EvidenceRow,
    LeadRow,
    ListingRow,
    OutboxRow,
    RunRow,
)
from tests.databases import migrated_database
from tests.faults.histories.office import BOOK
from tests.officers import enter_officer
from tests.servers.http_server import serving
from tests.servers.postgres import StoppablePostgres, stoppable_postgres
from tests.servers.processes import Process, children_of, start
from tests.servers.smtp import Relay, running_relay

GOODS = 12
"""Two of three infringe."""
TITLES = ("天赋河套 面粉 {n}号", "示例阴山红 羊肉 {n}斤", "示例牌 洗衣粉 {n}袋")
MACHINES = 3
FAULTS = ("console", "database", "worker", "console", "database", "worker", "console")
"""Five kills and two stops of the database."""
BETWEEN_SECONDS = (8, 20)
AWAY_SECONDS = 6
QUIET_SECONDS = 600


class _Shop(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        number = path.removeprefix("/goods/").removesuffix(".html")
        if path == "/":
            links = "".join(f'<a href="/goods/{n}.html">商品{n}</a>' for n in range(GOODS))
            body = f"<html><title>示例铺</title><body>{links}</body></html>"
        elif number.isdigit():
            title = TITLES[int(number) % 3].format(n=number)
            body = f"""<html lang="zh"><head><title>{title}</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Product","name":"{title}",
"sku":"{number}","offers":{{"@type":"Offer","price":"39.90","priceCurrency":"CNY"}}}}</script></head>
<body><h1>{title}</h1></body></html>"""
        else:
            body = ""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class _Machines:
    """The three of them, and what strikes them."""

    environment: dict[str, str]
    server: StoppablePostgres
    dice: random.Random
    running: list[Process] = field(default_factory=list)

    def start_all(self) -> None:
        while len(self.running) < MACHINES:
            self.running.append(
                start(
                    "console", "serve", "--port", "0", is_heard=False, environment=self.environment
                )
            )

    def strike(self, fault: str) -> None:
        if fault == "database":
            self.server.stop()
            time.sleep(AWAY_SECONDS)
            self.server.start()
            return
        machine = self.dice.choice(self.running)
        workers = children_of(machine.pid)
        if fault == "console" or not workers:
            machine.kill()
            machine.communicate()
            self.running.remove(machine)
            self.start_all()
        else:
            for pid in workers:
                with suppress(ProcessLookupError):
                    os.kill(pid, 9)

    def end_all(self) -> None:
        for machine in self.running:
            machine.terminate()
        for machine in self.running:
            with suppress(Exception):
                machine.communicate(40)
            machine.kill()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[_Machines, Settings, Relay]]:
    with ExitStack() as stack:
        server = stack.enter_context(stoppable_postgres())
        (tmp_path / "relay").mkdir()
        relay = stack.enter_context(running_relay(tmp_path / "relay"))
        url = stack.enter_context(serving(_Shop))
        settings = Settings(
            home=tmp_path / "home",
            database_url=server.url,
            undo_minutes=0,
            mail_from="office@office.example",
        )
        database = migrated_database(settings)
        make_queue(settings)
        with database.begin() as session:
            import_rights(session, BOOK)
            enter_officer(session, "zhang", Role.OFFICER, full_name="示例张")
            add_task(
                session,
                "示例铺",
                [url],
                options=TaskOptions(render="never"),
                cron="* * * * *",
            )
        database.close()
        environment = (
            os.environ
            | relay.environment
            | {
                "HUBIAO_HOME": str(settings.home),
                "HUBIAO_DATABASE_URL": server.url,
                "HUBIAO_ALLOW_ADDRESSES": "127.0.0.0/8",
                "HUBIAO_CRAWL_DELAY": "0.1",
                "HUBIAO_UNDO_MINUTES": "0",
                "HUBIAO_SAMPLE_SHARE": "0",
                "HUBIAO_CAPTURE_THRESHOLD": "0.3",
                "HUBIAO_FETCH_PICTURES": "0",
                "HUBIAO_MAIL_FROM": "office@office.example",
            }
        )
        crowd = _Machines(environment, server, random.Random(19))
        crowd.start_all()
        try:
            yield crowd, settings, relay
        finally:
            crowd.end_all()


def confirm_what_is_new(database: Database, settings: Settings) -> None:
    """The officer confirms each lead once; a database that is away is tried again."""
    with suppress(HubiaoError, SQLAlchemyError):
        with database.read() as session:
            waiting = session.scalars(
                sa.select(LeadRow.id).where(LeadRow.state == LeadState.PENDING)
            ).all()
        for lead in waiting:
            with database.begin() as session:
                give_verdict(
                    session, lead, Verdict.CONFIRMED, officer="zhang", reason="similar_mark",
                    note=f"lead {lead}", revision=load_lead(session, lead).revision, settings=settings,
                )  # fmt: skip


def is_quiet(database: Database) -> bool:
    """Every lead is confirmed, captured and alerted of, and as many leads as goods infringe."""
    with suppress(SQLAlchemyError, HubiaoError), database.read() as session:
        leads = session.scalars(sa.select(LeadRow.id)).all()
        captured = session.scalar(
            sa.select(sa.func.count(sa.distinct(EvidenceRow.lead_id))).where(
                EvidenceRow.state != EvidenceState.FAILED
            )
        )
        sent = session.scalar(
            sa.select(sa.func.count())
            .select_from(OutboxRow)
            .where(OutboxRow.state == MailState.SENT)
        )
        slots = session.scalar(sa.select(sa.func.count(sa.distinct(RunRow.slot))))
        return len(leads) == GOODS * 2 // 3 == captured == sent and (slots or 0) >= 2
    return False


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_five_kills_and_two_stops_of_the_database_double_and_lose_nothing(
    machines: tuple[_Machines, Settings, Relay],
) -> None:
    crowd, settings, relay = machines
    database = open_database(settings)
    for fault in FAULTS:
        until = time.monotonic() + crowd.dice.uniform(*BETWEEN_SECONDS)
        while time.monotonic() < until:
            confirm_what_is_new(database, settings)
            time.sleep(0.5)
        crowd.strike(fault)
    deadline = time.monotonic() + QUIET_SECONDS
    while not is_quiet(database) and time.monotonic() < deadline:
        confirm_what_is_new(database, settings)
        time.sleep(1)
    time.sleep(5)  # what would come twice has had its time
    with database.read() as session:
        keys = session.scalars(sa.select(ListingRow.key)).all()
        assert len(keys) == len(set(keys)) == GOODS
        leads = session.execute(sa.select(LeadRow.listing_id, LeadRow.right_id)).all()
        assert len(leads) == len(set(leads)) == GOODS * 2 // 3
        opened = Counter(
            session.scalars(sa.select(AuditRow.subject).where(AuditRow.act == "lead.open"))
        )
        assert len(opened) == len(leads)
        assert set(opened.values()) == {1}
        decisions = session.scalars(sa.select(DecisionRow.id)).all()
        assert len(decisions) == len(leads)
        captured = Counter(
            session.scalars(
                sa.select(EvidenceRow.lead_id).where(EvidenceRow.state != EvidenceState.FAILED)
            )
        )
        assert len(captured) == len(leads)
        assert set(captured.values()) == {1}
        mails = session.scalars(sa.select(OutboxRow)).all()
        assert {mail.key for mail in mails} == {f"alert:{decision}" for decision in decisions}
        assert {mail.state for mail in mails} == {MailState.SENT}
        runs = session.scalars(sa.select(RunRow).where(RunRow.slot.is_not(None)))
        slots = Counter((run.task_id, run.slot) for run in runs)
        assert len(slots) >= 2
        assert set(slots.values()) == {1}
    arrivals = Counter(str(mail["Message-ID"]) for mail in relay.mails)
    assert set(arrivals) == {mail.message_id for mail in mails}
    # At least once to the relay: a kill between its answer and the row may cost one copy each.
    assert sum(arrivals.values()) <= len(mails) + len(FAULTS)
    assert [str(check.says) for check in check_audit(database, settings) if not check.passed] == []
    database.close()
