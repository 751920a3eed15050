"""How a right stands on a day: its term, the grace period in which a mark may be renewed, its renewal."""

from __future__ import annotations

from datetime import date

import pytest

from storage.records import Right, RightKind
from storage.records.right_term import Standing, grace_end, standing_of

END = date(2026, 8, 31)
"""Six months on there is no 31st: February's last day, a Sunday, would end the grace period; it ends on Monday."""


def right(kind: RightKind = RightKind.TRADEMARK, filed: date | None = None) -> Right:
    return Right(
        id="r",
        text="示例",
        kind=kind,
        valid_from=date(2016, 9, 1),
        valid_until=END,
        renewal_filed=filed,
    )


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2016, 8, 31), Standing.NOT_BEGUN),
        (date(2016, 9, 1), Standing.IN_FORCE),
        (END, Standing.IN_FORCE),
        (date(2026, 9, 1), Standing.IN_GRACE),
        (date(2027, 3, 1), Standing.IN_GRACE),
        (date(2027, 3, 2), Standing.ENDED),
    ],
)
def test_a_mark_may_be_renewed_for_six_months_after_its_last_day(
    day: date, standing: Standing
) -> None:
    assert standing_of(right(), day) is standing


@pytest.mark.parametrize("kind", [RightKind.PATENT, RightKind.PLANT_VARIETY])
def test_patents_and_varieties_have_no_grace_period(kind: RightKind) -> None:
    assert standing_of(right(kind), date(2026, 9, 1)) is Standing.ENDED


@pytest.mark.parametrize("kind", [RightKind.COLLECTIVE, RightKind.CERTIFICATION])
def test_collective_and_certification_marks_are_renewed_as_marks_are(kind: RightKind) -> None:
    assert standing_of(right(kind), date(2026, 9, 1)) is Standing.IN_GRACE


def test_a_renewal_that_was_applied_for_in_time_keeps_the_mark_until_it_is_decided() -> None:
    filed = right(filed=date(2027, 3, 1))
    assert standing_of(filed, date(2027, 2, 1)) is Standing.RENEWING
    assert standing_of(filed, date(2027, 6, 1)) is Standing.RENEWING
    assert standing_of(filed, END) is Standing.IN_FORCE
    late = right(filed=date(2027, 3, 2))
    assert standing_of(late, date(2027, 3, 3)) is Standing.ENDED


def test_the_application_that_led_to_this_term_does_not_renew_it() -> None:
    """商标法 on renewal: it is asked for in the twelve months before the last day, or in the grace period."""
    assert standing_of(right(filed=date(2025, 8, 31)), date(2026, 9, 1)) is Standing.RENEWING
    before = right(filed=date(2025, 8, 30))
    assert standing_of(before, date(2026, 9, 1)) is Standing.IN_GRACE
    assert standing_of(before, date(2027, 3, 2)) is Standing.ENDED


def test_the_grace_period_ends_on_the_same_day_of_the_month_or_its_last() -> None:
    assert grace_end(date(2026, 5, 27)) == date(2026, 11, 27)
    assert grace_end(date(2027, 8, 30)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("until", "last"),
    [
        (date(2026, 5, 28), date(2026, 11, 30)),  # a Saturday
        (date(2026, 4, 1), date(2026, 10, 8)),  # the first day of 国庆节, with the days moved to it
        (date(2025, 8, 14), date(2026, 2, 14)),  # a Saturday on which offices work before 春节
    ],
)
def test_a_last_day_on_which_offices_rest_moves_to_the_next_working_day(
    until: date, last: date
) -> None:
    """民法典第二百零三条, 商标法实施条例第十二条."""
    assert grace_end(until) == last
