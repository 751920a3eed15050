"""The prior of an unknown seller, moved by verdicts."""

from __future__ import annotations

import pytest

from classifiers.elements.source_prior import PRIORS, STRENGTH, share_unlawful
from storage.records import RightKind
from storage.records.source_count import SourceCount


def test_without_verdicts_it_is_the_prior_of_the_kind_of_right() -> None:
    assert share_unlawful(RightKind.TRADEMARK) == PRIORS["trademark"].value
    service = share_unlawful(RightKind.TRADEMARK, renders=True)
    assert service == pytest.approx(PRIORS["service"].value)
    assert share_unlawful(RightKind.CERTIFICATION) == PRIORS["place"].value


def test_as_many_verdicts_as_its_strength_weigh_as_much_as_the_prior() -> None:
    all_unlawful = SourceCount(unlawful=int(STRENGTH))
    expected = (PRIORS["trademark"].value + 1) / 2
    assert share_unlawful(RightKind.TRADEMARK, all_unlawful) == pytest.approx(expected)
    assert share_unlawful(RightKind.TRADEMARK, SourceCount(lawful=3)) < PRIORS["trademark"].value
