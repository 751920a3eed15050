from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa

from alerts.followup.officer_digest import make_digest, queue_digests
from alerts.followup.verdicts import give_verdict
from alerts.mail.quiet_hours import after_quiet_hours
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.settings import Settings, load_settings
from storage.base.vocabulary import Verdict
from storage.records import Level
from storage.tables import OutboxRow, PlatformRow
from storage.tables.base import now
from tests.alerts.conftest import OpenLead


def with_officers(settings: Settings, *mails: str, quiet: str | None = None) -> Settings:
    return settings.model_copy(update={"officer_mails": mails, "quiet_hours": quiet})


@pytest.mark.both_databases
def test_a_digest_counts_what_waits_and_names_blocked_platforms(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        new_lead(session)
        new_lead(session, level=Level.BLUE, score=0.55)
        decided = new_lead(session)
        give_verdict(
            session, decided, Verdict.CONFIRMED, officer="li", reason="same_mark",
            settings=settings,
        )  # fmt: skip
        session.add(PlatformRow(host="mall.example", state="blocked", state_why="验证码"))
        at = now()
        digest = make_digest(session, day=at.date(), at=at)
    assert dict(digest.levels) == {"红": 1, "蓝": 1}
    assert dict(digest.states) == {"待核查": 2, "已确认": 1}
    assert digest.new == 3
    assert [level for _, level, _ in digest.top] == ["红", "蓝"]
    assert digest.blocked == [("mall.example", "验证码")]


def test_each_officer_gets_one_digest_a_day_with_a_way_out(
    database: Database, settings: Settings
) -> None:
    settings = with_officers(settings, "li@office.example", "wang@office.example")
    morning = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    evening, next_day = morning.replace(hour=15), morning.replace(hour=16)
    with database.begin() as session:
        assert queue_digests(session, settings, at=morning) == 2
        assert queue_digests(session, settings, at=evening) == 0
        assert queue_digests(session, settings, at=next_day) == 2  # midnight in Shanghai
        body = session.scalars(sa.select(OutboxRow.body)).first()
    assert body is not None
    message = message_from_bytes(body, policy=policy.default)
    assert "mailto:office@office.example" in message["List-Unsubscribe"]
    assert "2026年11月23日" in message["Subject"]


def test_a_digest_is_made_in_the_morning_not_at_midnight(
    database: Database, settings: Settings
) -> None:
    settings = with_officers(settings, "li@office.example")
    midnight = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    with database.begin() as session:
        assert queue_digests(session, settings, at=midnight, from_hour=8) == 0
        assert queue_digests(session, settings, at=midnight.replace(day=23, hour=0), from_hour=8)


def test_an_unusable_officer_address_is_named(database: Database, settings: Settings) -> None:
    with database.begin() as session, pytest.raises(BadInput, match="nobody"):
        queue_digests(session, with_officers(settings, "nobody"))


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("13:59", "13:59"), ("14:00", "23:00"), ("22:59", "23:00"), ("23:00", "23:00")],
)
def test_quiet_hours_over_midnight_end_in_the_morning_of_the_office(
    settings: Settings, clock: str, expected: str
) -> None:
    settings = with_officers(settings, quiet="22:00-07:00")  # 14:00 to 23:00 in UTC
    asked = datetime.fromisoformat(f"2026-11-22T{clock}:00+00:00")
    assert after_quiet_hours(asked, settings) == datetime.fromisoformat(
        f"2026-11-22T{expected}:00+00:00"
    )


def test_quiet_hours_that_are_no_times_are_refused() -> None:
    with pytest.raises(BadInput, match="QUIET_HOURS"):
        load_settings(quiet_hours="22-7")
