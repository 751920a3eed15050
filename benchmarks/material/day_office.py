"""The office that watches the platforms of `day_market`: its rights and tasks, its officer, what it noticed when."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from alerts.followup.verdicts import give_verdict
from benchmarks.material.day_market import MARK, RIGHTS, Market, path_of
from benchmarks.material.loopback import settings_of
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState, Role, Verdict
from storage.crawls.tasks import add_task
from storage.leads.lead_state import load_lead
from storage.people.passwords import add_user
from storage.records import Right, RightHolder, RightKind, RightsBook
from storage.records.task_options import TaskOptions
from storage.rights.book_import import import_rights
from storage.tables import AuditRow, LeadRow, ListingRow


@dataclass(frozen=True, kw_only=True)
class NewGood:
    """An infringing good that went live while the office looked, and when it was noticed."""

    live_at: float
    """Seconds of the wall clock, as the other two."""
    read_at: float | None
    lead_at: float | None


def new_goods(market: Market, sites: list[str], database: Database) -> list[NewGood]:
    """In the order in which they went live."""
    with database.read() as session:
        opened = {
            row.subject: row.at.timestamp()
            for row in session.scalars(sa.select(AuditRow).where(AuditRow.act == "lead.open"))
        }
        rows = session.execute(
            sa.select(ListingRow.url, ListingRow.first_seen_at, LeadRow.id).outerjoin(
                LeadRow, LeadRow.listing_id == ListingRow.id
            )
        ).all()
    read = {row.url: (row.first_seen_at.timestamp(), opened.get(f"lead:{row.id}")) for row in rows}
    goods = []
    for platform, number in market.infringing():
        delay = market.delays.get((platform, number))
        if delay is not None:
            read_at, lead_at = read.get(sites[platform] + path_of(number), (None, None))
            live_at = market.began + delay
            goods.append(NewGood(live_at=live_at, read_at=read_at, lead_at=lead_at))
    return sorted(goods, key=lambda good: good.live_at)


def set_up_office(database: Database, sites: list[str], speed: float) -> None:
    """Rights, an officer, and a task a platform that looks every minute of this clock."""
    holder = RightHolder(id="holder", name="示例协会", email="rights@holder.invalid", tier=1)
    rights = tuple(
        Right(
            id=f"r{n}", text=f"{MARK}{n:02}号", kind=RightKind.TRADEMARK, holder="holder",
            registration_no=f"{n:08}", goods=("面粉",), verified=True,
        )
        for n in range(RIGHTS)
    )  # fmt: skip
    with database.begin() as session:
        import_rights(session, RightsBook(holders=(holder,), rights=rights))
        add_user(session, "officer", Role.OFFICER, "a-day-in-the-life", full_name="示例人")
        for number, site in enumerate(sites):
            options = TaskOptions(render="never", delay=1 / speed)
            add_task(session, f"示例平台{number}", [site + "/"], options=options, cron="* * * * *")


def environment_of(home: Path, speed: float) -> dict[str, str]:
    return {
        **os.environ,
        **settings_of(home),
        "HUBIAO_CRAWL_DELAY": str(1 / speed),
        "HUBIAO_UNDO_MINUTES": str(10 / speed),
        "HUBIAO_FETCH_PICTURES": "0",
        "HUBIAO_CAPTURE_THRESHOLD": "0.3",
    }


def confirm(database: Database, settings: Settings, most: int) -> int:
    """The officer confirms what is there; returns how many."""
    count = 0
    with suppress(HubiaoError, sa.exc.SQLAlchemyError):
        with database.read() as session:
            pending = session.scalars(
                sa.select(LeadRow.id).where(LeadRow.state == LeadState.PENDING).limit(min(most, 5))
            ).all()
        for lead in pending:
            with database.begin() as session:
                give_verdict(
                    session, lead, Verdict.CONFIRMED, officer="officer", reason="same_mark", note="",
                    revision=load_lead(session, lead).revision, settings=settings,
                )  # fmt: skip
            count += 1
    return count
