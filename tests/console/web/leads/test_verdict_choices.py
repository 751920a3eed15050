"""Verdicts and their reasons as the keys reach them."""

from __future__ import annotations

from console.web.leads.verdict_choices import verdict_choices
from storage.base.vocabulary import Verdict

SUGGESTED = {
    Verdict.CONFIRMED: "no_licence",
    Verdict.DISMISSED: "place_name",
    Verdict.NEEDS_EVIDENCE: "ask_holder",
}


def test_every_verdict_lists_only_its_reasons_under_one_digit_each() -> None:
    choices = verdict_choices(SUGGESTED)
    assert [choice.key for choice in choices] == ["a", "x", "n"]
    for choice in choices:
        digits = [reason.digit for reason in choice.reasons]
        assert digits == list(range(1, len(digits) + 1))
        assert len(digits) <= 9
        assert choice.suggested.code == SUGGESTED[choice.verdict]
    confirmed, dismissed, _ = ({reason.code for reason in choice.reasons} for choice in choices)
    assert confirmed & dismissed == {"other"}


def test_only_the_reason_that_says_nothing_needs_a_note() -> None:
    needing = {
        reason.code
        for choice in verdict_choices(SUGGESTED)
        for reason in choice.reasons
        if reason.needs_note
    }
    assert needing == {"other"}
