"""Alarms of drift (漂移提示): changes that are large and not by chance, with right, platform and kind.

Every share of the last days is tested against that of the days before, for all, by right, by platform
and by both: Fisher's exact test, for scores that of Kolmogorov and Smirnov, corrected for all tests
made (Bonferroni).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from alerts.insight.distributions import chance_of_distance, distance_of
from alerts.insight.proportions import fisher, wilson
from storage.base.message import Message
from storage.learning.drift_rows import AssessedPair, DecidedPair, PeriodRows

BINS = 10
"""Equal parts of the scores 0..1 whose shares are compared: deciles, as is usual for the stability index."""
FEW = 30
"""Assessments, or verdicts, below which a comparison says nothing; chosen by hand."""
LEAST_CHANGE = 0.15
"""Change of a share, and distance of two distributions of scores, below which no alarm is given; chosen by
hand: less is not worth an officer's time."""
HIGHEST_P = 0.01
"""Chance of an alarm by accident, over all tests of one look."""
_IN_ONE_BIN = 0.9
"""Share of the scores in one tenth, by the lower bound of its interval, from which the index is blind."""
_EVERYWHERE = ""


class AlarmKind(StrEnum):
    """What changed."""

    SCORES = "scores"
    ONE_BIN = "one-bin"
    DISGUISED = "disguised"
    AGREEMENT = "agreement"
    UNNAMED_GOODS = "unnamed-goods"
    LEADS = "leads"
    FINDS = "finds"


@dataclass(frozen=True, kw_only=True)
class DriftAlarm:
    """One change that is large and not by chance."""

    kind: AlarmKind
    right: str
    """Text of the right; empty for all."""
    platform: str
    """Empty for all."""
    before: float
    """The share before; of scores their mean."""
    now: float
    count: int
    """Pairs, verdicts or listings of the examined period."""
    p_value: float
    """Corrected for all tests made."""

    @property
    def sentence(self) -> Message:
        """In an officer's words."""
        return Message(
            f"drift-alarm.{self.kind}",
            {
                "right": self.right or Message("drift-alarm.all-rights"),
                "platform": self.platform or Message("drift-alarm.all-platforms"),
                "before": f"{self.before:.0%}",
                "now": f"{self.now:.0%}",
                "count": self.count,
            },
        )


Scope = tuple[str, str]
"""Right and platform, either empty for all."""


@dataclass(frozen=True, kw_only=True)
class _Test:
    """One comparison that was made; an alarm where it is large and its chance, corrected, small."""

    kind: AlarmKind
    scope: Scope
    before: float
    now: float
    count: int
    change: float
    p_value: float


_OF_PAIRS: tuple[tuple[AlarmKind, Callable[[AssessedPair], bool]], ...] = (
    (AlarmKind.DISGUISED, lambda pair: pair.disguised),
    (AlarmKind.UNNAMED_GOODS, lambda pair: not pair.names_goods),
    (AlarmKind.LEADS, lambda pair: pair.lead),
)
"""Shares of the assessed pairs that are tested."""


def tenth(score: float) -> int:
    """The tenth of the scores in which one lies, from 0."""
    return min(max(int(score * BINS), 0), BINS - 1)


def drift_alarms(now: PeriodRows, before: PeriodRows) -> tuple[DriftAlarm, ...]:
    """Alarms of the narrowest scope that shows the change, the surest first."""
    tests = [
        *_tests_of_pairs(now, before),
        *_tests_of_verdicts(now, before),
        *_tests_of_listings(now, before),
    ]
    alarms = [test for test in tests if _is_alarm(test, len(tests))]
    narrowest = [
        test
        for test in alarms
        if not any(
            test.kind is narrow.kind and _is_wider(test.scope, narrow.scope) for narrow in alarms
        )
    ]
    narrowest.sort(key=lambda test: (test.p_value, test.kind, test.scope))
    return tuple(
        DriftAlarm(
            kind=test.kind,
            right=test.scope[0],
            platform=test.scope[1],
            before=round(test.before, 4),
            now=round(test.now, 4),
            count=test.count,
            p_value=float(f"{min(1.0, test.p_value * len(tests)):.3g}"),
        )
        for test in narrowest
    )


def _is_alarm(test: _Test, tests: int) -> bool:
    return test.change >= LEAST_CHANGE and test.p_value * tests <= HIGHEST_P


def _is_wider(wide: Scope, narrow: Scope) -> bool:
    """Whether one scope holds another, narrower one."""
    return wide != narrow and all(w in (_EVERYWHERE, n) for w, n in zip(wide, narrow, strict=True))


_Row = TypeVar("_Row", AssessedPair, DecidedPair)


def _by_scope(rows: Sequence[_Row]) -> dict[Scope, list[_Row]]:
    """The rows of every scope that has any, and of all."""
    scopes: dict[Scope, list[_Row]] = {(_EVERYWHERE, _EVERYWHERE): list(rows)}
    for row in rows:
        for scope in {
            (row.right, row.platform),
            (row.right, _EVERYWHERE),
            (_EVERYWHERE, row.platform),
        } - {(_EVERYWHERE, _EVERYWHERE)}:
            scopes.setdefault(scope, []).append(row)
    return dict(sorted(scopes.items()))


def _tests_of_pairs(now: PeriodRows, before: PeriodRows) -> Iterator[_Test]:
    earlier = _by_scope(before.pairs)
    for scope, pairs in _by_scope(now.pairs).items():
        pairs_before = earlier.get(scope, [])
        if scope == (_EVERYWHERE, _EVERYWHERE) and len(pairs) >= FEW:
            yield from _warning_of_one_bin(scope, pairs)
        if min(len(pairs), len(pairs_before)) < FEW:
            continue
        yield _test_of_scores(scope, pairs, pairs_before)
        for kind, answer in _OF_PAIRS:
            yield _test_of_shares(
                kind, scope, [answer(p) for p in pairs], [answer(p) for p in pairs_before]
            )


def _tests_of_verdicts(now: PeriodRows, before: PeriodRows) -> Iterator[_Test]:
    earlier = _by_scope(before.verdicts)
    for scope, rows in _by_scope(now.verdicts).items():
        verdicts, verdicts_before = (
            [verdict.confirmed for verdict in part] for part in (rows, earlier.get(scope, []))
        )
        if min(len(verdicts), len(verdicts_before)) >= FEW:
            yield _test_of_shares(AlarmKind.AGREEMENT, scope, verdicts, verdicts_before)


def _tests_of_listings(now: PeriodRows, before: PeriodRows) -> Iterator[_Test]:
    for platform in [_EVERYWHERE, *sorted({platform for platform, _ in now.listings})]:
        counts, counts_before = _finds(now, platform), _finds(before, platform)
        if min(counts[1], counts_before[1]) >= FEW:
            scope = (_EVERYWHERE, platform)
            yield _test_of_counts(AlarmKind.FINDS, scope, counts, counts_before)


def _finds(rows: PeriodRows, platform: str) -> tuple[int, int]:
    """Listings of a platform in which a mark was found, and all of them."""
    counts = {
        key: count for key, count in rows.listings.items() if platform in (_EVERYWHERE, key[0])
    }
    return sum(count for (_, has_mark), count in counts.items() if has_mark), sum(counts.values())


def _test_of_shares(
    kind: AlarmKind, scope: Scope, answers: Sequence[bool], answers_before: Sequence[bool]
) -> _Test:
    counts = sum(answers), len(answers)
    return _test_of_counts(kind, scope, counts, (sum(answers_before), len(answers_before)))


def _test_of_counts(
    kind: AlarmKind, scope: Scope, counts: tuple[int, int], counts_before: tuple[int, int]
) -> _Test:
    """Fisher's test of two shares, each as hits and all."""
    share, share_before = counts[0] / counts[1], counts_before[0] / counts_before[1]
    return _Test(
        kind=kind,
        scope=scope,
        before=share_before,
        now=share,
        count=counts[1],
        change=abs(share - share_before),
        p_value=fisher(*counts, *counts_before),
    )


def _warning_of_one_bin(scope: Scope, pairs: Sequence[AssessedPair]) -> Iterator[_Test]:
    """No comparison but a warning: where all scores lie in one tenth, the index cannot move."""
    ((_, most),) = Counter(tenth(pair.score) for pair in pairs).most_common(1)
    if wilson(most, len(pairs))[0] >= _IN_ONE_BIN:
        share = most / len(pairs)
        yield _Test(
            kind=AlarmKind.ONE_BIN, scope=scope, before=share, now=share, count=len(pairs),
            change=1.0, p_value=0.0,
        )  # fmt: skip


def _test_of_scores(
    scope: Scope, pairs: Sequence[AssessedPair], pairs_before: Sequence[AssessedPair]
) -> _Test:
    """Kolmogorov and Smirnov's test: it sees a change within one tenth, too."""
    scores, scores_before = (sorted(pair.score for pair in part) for part in (pairs, pairs_before))
    distance = distance_of(scores, scores_before)
    return _Test(
        kind=AlarmKind.SCORES,
        scope=scope,
        before=sum(scores_before) / len(scores_before),
        now=sum(scores) / len(scores),
        count=len(scores),
        change=distance,
        p_value=chance_of_distance(distance, len(scores), len(scores_before)),
    )
