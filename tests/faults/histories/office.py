"""The office of a history: a home of its own, a book of rights, officers, and a clock that jumps."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from classifiers.scoring.assess import office_scorer
from storage.base.database import Database, open_database
from storage.base.settings import Settings, load_settings
from storage.base.vocabulary import Role
from storage.records import Right, RightHolder, RightKind, RightsBook
from storage.rights.book_import import import_rights
from tests.alerts.letters.workflow.conftest import add_papers
from tests.databases import migrated_database
from tests.faults.histories.relay_process import RelayProcess
from tests.officers import enter_officer

START = datetime(2026, 11, 22, 4, tzinfo=UTC)
OFFICERS = ("zhang", "li")
APPROVER = "wang"
HOLDER = RightHolder(
    id="lvye",
    name="示例绿业公司",
    email="brand@holder.example",
    tier=1,
    identity="统一社会信用代码 91150800MA0HETA008（示例）",
    address="示例路1号",
    contact="示例联系人",
    phone="0478-0000000",
)
BOOK = RightsBook(
    holders=(HOLDER,),
    rights=(
        Right(
            id="hetao", text="天赋河套", kind=RightKind.COLLECTIVE, holder="lvye",
            registration_no="00000001", goods=("面粉",),
        ),
        Right(
            id="yinshan", text="示例阴山红", holder="lvye", registration_no="00000002",
            goods=("羊肉",),
        ),
    ),
)  # fmt: skip


@dataclass
class Office:
    """What the parent process knows of the office."""

    settings: Settings
    relay: RelayProcess
    dice: random.Random
    shop: str = "http://shop.example"
    """Where the goods are offered."""
    now: datetime = START
    listings: dict[str, set[str]] = field(default_factory=dict)
    """Key of a listing to the titles that it may have now: two after an act of unknown end."""
    decisions: dict[str, int | None] = field(default_factory=dict)
    """Note of a decision to how often it must stand; None after an act of unknown end."""
    broken_sendings: int = 0
    """Rounds of the outbox that did not end well: of each one mail may have arrived and come once more."""
    _opened: Database | None = None
    """The parent's, open from one fork to the next."""
    _parent: int = field(default_factory=os.getpid)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The database: the parent's stays open, a child opens and closes its own."""
        if os.getpid() == self._parent:
            self._opened = self._opened or open_database(self.settings)
            yield self._opened
            return
        opened = open_database(self.settings)
        try:
            yield opened
        finally:
            opened.close()

    def close(self) -> None:
        """Close the parent's connections, as it must before it forks and at the end."""
        if self._opened is not None:
            self._opened.close()

    def advance(self, by: timedelta) -> None:
        """Let time pass, or jump back."""
        self.now += by


def found_office(
    folder: Path,
    relay: RelayProcess,
    dice: random.Random,
    *,
    database_url: str | None = None,
    shop: str = "http://shop.example",
) -> Office:
    """A new office with rights, officers and papers; on SQLite where no database is named."""
    settings = load_settings(
        database_url=database_url,
        home=folder / "home",
        mail_from="office@office.example",
        sample_share=0.0,
        allow_addresses=("127.0.0.0/8",),
        crawl_delay=0.0,
        smtp_host=relay.environment["HUBIAO_SMTP_HOST"],
        smtp_port=int(relay.environment["HUBIAO_SMTP_PORT"]),
        smtp_user=relay.environment["HUBIAO_SMTP_USER"],
        smtp_password=relay.environment["HUBIAO_SMTP_PASSWORD"],
        smtp_ca=relay.environment["HUBIAO_SMTP_CA"],
    )
    database = migrated_database(settings)
    with database.begin() as session:
        import_rights(session, BOOK)
        for right in BOOK.rights:
            add_papers(session, settings, right.id)
        for name in OFFICERS:
            enter_officer(session, name, Role.OFFICER, full_name=f"示例{name}")
        enter_officer(session, APPROVER, Role.APPROVER, full_name=f"示例{APPROVER}")
    office_scorer(database, settings, START.date())  # its model is then loaded in every child
    database.close()
    return Office(settings=settings, relay=relay, dice=dice, shop=shop)
