"""What drift missed is noticed: each change names right, platform and kind; chance and small changes do not."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from alerts.insight.drift_alarms import AlarmKind, DriftAlarm, drift_alarms
from classifiers.signals.weights import weight
from storage.base.database import Database
from storage.base.message import Language
from storage.learning.drift_rows import (
    UNNAMED,
    AssessedPair,
    DecidedPair,
    PeriodRows,
    read_period,
)
from storage.records import Signal
from tests.storage.learning.decided_leads import START, a_lead, an_assessment, day, verdict

EDGE = datetime(2026, 11, 1, tzinfo=UTC)


def period(
    pairs: Iterable[AssessedPair] = (),
    verdicts: Iterable[DecidedPair] = (),
    listings: dict[tuple[str, bool], int] | None = None,
) -> PeriodRows:
    return PeriodRows(
        since=EDGE, until=EDGE + timedelta(days=30), pairs=tuple(pairs), verdicts=tuple(verdicts),
        listings=listings or {},
    )  # fmt: skip


def pairs(
    count: int, *, right: str = "甲", platform: str = "a.example", disguised: float = 0.4,
    named: float = 0.9, low: float = 0.5, high: float = 1.0, seed: int = 1,
) -> list[AssessedPair]:  # fmt: skip
    """Pairs with these shares of disguises and named goods, the scores even between two bounds."""
    rng = random.Random(seed)
    return [
        AssessedPair(
            right, platform, rng.uniform(low, high), True, rng.random() < disguised,
            rng.random() < named,
        )
        for _ in range(count)
    ]  # fmt: skip


def kinds(alarms: Iterable[DriftAlarm]) -> set[tuple[AlarmKind, str, str]]:
    return {(alarm.kind, alarm.right, alarm.platform) for alarm in alarms}


def test_disguises_that_become_the_rule_are_noticed_though_all_scores_stay_in_one_tenth() -> None:
    before = period(pairs(150, disguised=0.42, low=0.9))
    alarms = drift_alarms(period(pairs(150, disguised=1.0, low=0.9, seed=2)), before)
    assert kinds(alarms) == {
        (AlarmKind.DISGUISED, "甲", "a.example"),
        (AlarmKind.ONE_BIN, "", ""),
    }
    (alarm,) = (alarm for alarm in alarms if alarm.kind is AlarmKind.DISGUISED)
    assert alarm.now == 1.0
    assert alarm.p_value < 1e-6
    assert alarm.sentence.text(Language.CHINESE).startswith(
        "甲，a.example：变形使用占比由 38% 变为 100%"
    )


def test_agreement_that_falls_is_noticed_with_its_right_and_platform() -> None:
    steady = [DecidedPair("乙", "b.example", True)] * 60
    before = period(verdicts=[*steady, *[DecidedPair("甲", "a.example", True)] * 60])
    fallen = [DecidedPair("甲", "a.example", number % 5 == 0) for number in range(60)]
    alarms = drift_alarms(period(verdicts=[*steady, *fallen]), before)
    assert kinds(alarms) == {(AlarmKind.AGREEMENT, "甲", "a.example")}
    assert (alarms[0].before, alarms[0].now) == (1.0, 0.2)


def test_scores_that_move_within_one_tenth_are_noticed() -> None:
    before, now = (pairs(100, low=low, high=low + 0.03) for low in (0.90, 0.95))
    assert AlarmKind.SCORES in {alarm.kind for alarm in drift_alarms(period(now), period(before))}


def test_finds_without_goods_and_fewer_finds_are_noticed_by_platform() -> None:
    mixed = pairs(80, platform="b.example", seed=5)
    alarms = drift_alarms(
        period([*pairs(80, named=0.4, seed=2), *mixed], listings={("a.example", True): 20, ("a.example", False): 180}),
        period([*pairs(80), *mixed], listings={("a.example", True): 120, ("a.example", False): 180}),
    )  # fmt: skip
    assert kinds(alarms) == {
        (AlarmKind.UNNAMED_GOODS, "甲", "a.example"),
        (AlarmKind.FINDS, "", "a.example"),
    }


@pytest.mark.parametrize("seed", range(10))
def test_two_periods_of_one_kind_and_a_few_rows_alarm_nobody(seed: int) -> None:
    now, before = (
        [
            pair
            for place, platform in enumerate(("a.example", "b.example", "c.example"))
            for pair in pairs(60, platform=platform, seed=100 * seed + 10 * place + part)
        ]
        for part in (1, 2)
    )
    assert not drift_alarms(period(now), period(before))
    few = period(pairs(29, disguised=1.0))
    assert not drift_alarms(few, period(pairs(29, disguised=0.0)))


def test_the_rows_of_a_period_are_those_of_the_store(database: Database) -> None:
    mark = Signal.from_json({"kind": "mark", "field": "title", "how": "sound", "weight": 1.0})
    exact = Signal.from_json({"kind": "mark", "field": "title", "how": "exact", "weight": 1.0})
    goods = Signal.from_json({"kind": "goods", "field": "title", "weight": 2.0})
    unnamed = Signal.from_json({"kind": "goods", "field": "title", "weight": UNNAMED})
    with database.begin() as session:
        an_assessment(session, "a", signals=(mark, goods))
        an_assessment(session, "b", signals=(unnamed,), platform="b.example", lead=False)
        an_assessment(session, "d", signals=(exact, goods), platform="d.example")
        lead = a_lead(session, "c", at=day(40))
        verdict(session, lead, True, day(41))
        first = read_period(session, START, day(30))
        second = read_period(session, day(30), day(60))
    assert {(p.platform, p.lead, p.disguised, p.names_goods) for p in first.pairs} == {
        ("a.example", True, True, True),
        ("b.example", False, False, False),
        ("d.example", True, False, True),
    }
    assert first.verdicts == ()
    assert second.verdicts == (DecidedPair("示例", "a.example", True),)
    assert len(second.pairs) == 1


def test_the_ground_of_unnamed_goods_weighs_as_drift_takes_it() -> None:
    assert weight("goods.unnamed") == UNNAMED
