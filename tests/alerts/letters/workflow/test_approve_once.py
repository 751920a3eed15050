"""An approval binds to what was seen, and a letter is gathered and set no more often than needed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
import sqlalchemy as sa

from alerts.letters.gather.stored_facts import gather
from alerts.letters.model.compiler import letter_words
from alerts.letters.model.completeness import check
from alerts.letters.render.docx import keep_template, render_docx
from alerts.letters.render.docx_package import digest
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import add_facts
from alerts.letters.workflow.letter_check import check_notice
from alerts.letters.workflow.letter_document import draft_document
from storage.base.database import Database
from storage.base.errors import StaleState
from storage.base.settings import Settings
from storage.law.confirmations import confirm
from storage.outgoing.notices import load_notice
from storage.records import RightHolder, RightsBook
from storage.rights.book_import import import_rights
from storage.tables import EvidenceRow, LeadRow
from tests.alerts.letters.sample_letters import TODAY
from tests.alerts.letters.workflow.conftest import NOTICE

COUNTED = (gather, check, letter_words, render_docx)
Change = Callable[[Database, Settings, int], None]


@contextmanager
def calls() -> Iterator[Counter[str]]:
    """Counts how often this thread enters each of the counted functions."""
    counts: Counter[str] = Counter()
    names = {function.__code__: function.__name__ for function in COUNTED}

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code in names:
            counts[names[frame.f_code]] += 1

    sys.setprofile(note)
    try:
        yield counts
    finally:
        sys.setprofile(None)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL that the database is asked."""
    texts: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        texts.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield texts
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


def look_at(database: Database, settings: Settings, number: int) -> str:
    """The digest that an approver is shown."""
    with database.read() as session:
        letter = check_notice(session, settings, number, today=TODAY)
    assert letter.missing == ()
    return letter.digest


def test_one_approval_gathers_checks_compiles_and_renders_once(
    database: Database, settings: Settings, drafted: int
) -> None:
    with calls() as counts:
        draft_digest = look_at(database, settings, drafted)
    assert counts == {"gather": 1, "check": 1}
    with calls() as counts, database.begin() as session:
        approve(session, settings, drafted, by="wang", today=TODAY, draft_digest=draft_digest)
    assert counts == {"gather": 1, "check": 1, "letter_words": 1, "render_docx": 1}


@pytest.mark.both_databases
def test_looking_and_approving_ask_as_many_statements_for_fifty_leads_as_for_one(
    database: Database, settings: Settings, new_draft: Callable[..., int]
) -> None:
    figures = []
    for leads in (1, 50):
        number = new_draft(leads)
        with statements(database) as look:
            look_at(database, settings, number)
        with statements(database) as approval, database.begin() as session:
            approve(session, settings, number, by="wang", today=TODAY)
        assert not any("FOR UPDATE" in statement for statement in look)
        figures.append((len(look), len(approval)))
    assert figures[0] == figures[1]
    # Beside the letter and its facts: what the office confirmed of the law, the papers of the right,
    # and once each for all leads the licence, the answers, the listings and what changed in them.
    assert figures[0][0] <= 20
    assert figures[0][1] <= 27


def change_an_addition(database: Database, settings: Settings, number: int) -> None:
    with database.begin() as session:
        row = load_notice(session, number)
        add_facts(session, settings, row, {"confusion": "另写的理由。"}, by="zhang")


def change_the_ledger(database: Database, _settings: Settings, _number: int) -> None:
    with database.begin() as session:
        renamed = RightHolder(
            id="lvye", name="示例改名公司", email="brand@holder.example",
            identity="统一社会信用代码 91150800MA0000001E（示例）",
            address="示例路1号", contact="示例联系人", phone="0478-0000000",
        )  # fmt: skip
        import_rights(session, RightsBook(holders=(renamed,)))


def change_the_evidence(database: Database, _settings: Settings, _number: int) -> None:
    with database.begin() as session:
        session.scalars(sa.select(EvidenceRow)).one().manifest_sha256 = "0" * 64


def change_the_template(_database: Database, settings: Settings, _number: int) -> None:
    path = keep_template(NOTICE, settings.folder("templates"))
    path.write_bytes(path.read_bytes() + b"\0")


@pytest.mark.parametrize(
    "change", [change_an_addition, change_the_ledger, change_the_evidence, change_the_template]
)
def test_a_change_between_look_and_approval_is_refused_as_stale(
    database: Database, settings: Settings, drafted: int, change: Change
) -> None:
    draft_digest = look_at(database, settings, drafted)
    change(database, settings, drafted)
    with database.begin() as session, pytest.raises(StaleState, match="look again"):
        approve(session, settings, drafted, by="wang", today=TODAY, draft_digest=draft_digest)
    with database.read() as session:
        row = load_notice(session, drafted)
        assert (row.state, row.number) == ("draft", None)


def test_an_article_confirmed_between_look_and_approval_makes_the_draft_stale(
    database: Database, settings: Settings, drafted: int
) -> None:
    draft_digest = look_at(database, settings, drafted)
    with database.begin() as session:
        confirm(session, "trademark.fair-use", TODAY, user="fang", source="国家法律法规数据库")
    with database.begin() as session, pytest.raises(StaleState):
        approve(session, settings, drafted, by="wang", today=TODAY, draft_digest=draft_digest)


def test_what_changes_beside_the_letter_does_not_make_it_stale(
    database: Database, settings: Settings, drafted: int
) -> None:
    draft_digest = look_at(database, settings, drafted)
    with database.begin() as session:
        session.scalars(sa.select(LeadRow)).one().score = 0.5
        assert approve(
            session, settings, drafted, by="wang", today=TODAY, draft_digest=draft_digest
        ).number


def test_the_hash_of_a_draft_s_document_names_it_too(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        letter = check_notice(session, settings, drafted, today=TODAY)
        draft_digest = digest(draft_document(settings, letter))
        assert approve(
            session, settings, drafted, by="wang", today=TODAY, draft_digest=draft_digest
        ).number
