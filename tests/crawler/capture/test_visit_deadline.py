"""One deadline for a visit; a browser that dies late leaves its second try time enough."""

from __future__ import annotations

import time

from crawler.capture.visit_deadline import VisitDeadline


def test_a_try_after_a_late_death_has_its_share_of_the_whole() -> None:
    late, early = (VisitDeadline(seconds=60, _ends=time.monotonic() + left) for left in (0.2, 50))
    for deadline in (late, early):
        deadline.lengthen(0.6)
    new = VisitDeadline(seconds=60)
    new.lengthen(0.6)
    assert 59 < new.left() <= 60
    assert 35 < late.left() <= 36
    assert 49 < early.left() <= 50
