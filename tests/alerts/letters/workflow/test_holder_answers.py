"""A holder's answer on a lead, and the letter that waits for it or does not."""

from __future__ import annotations

import pytest

from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.letter_check import check_notice
from storage.base.database import Database
from storage.base.errors import Incomplete
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide, undo
from storage.outgoing.notices import notice_leads
from storage.rights.answer_links import make_link
from storage.rights.holder_answers import Answerer, answer_link
from storage.tables import Choice
from tests.alerts.letters.sample_letters import TODAY

CLERK = Answerer(name="示例经办人", function="法务专员")


def test_a_letter_waits_while_the_holder_says_that_the_goods_are_licensed(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        (lead,) = notice_leads(session, drafted)
        secret = make_link(session, lead_id=lead, holder_id="lvye")
        answer_link(
            session, secret, choice=Choice.AUTHORISED, answerer=CLERK, remark="系我司经销商"
        )
    with database.read() as session:
        (missing,) = check_notice(session, settings, drafted, today=TODAY).missing
        assert "权利人在核查之后答复为其授权" in str(missing)
    with database.begin() as session, pytest.raises(Incomplete, match="授权"):
        approve(session, settings, drafted, by="wang", today=TODAY)
    with database.begin() as session:
        undo(session, lead, officer="zhang")
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="similar_mark")
        assert not check_notice(session, settings, drafted, today=TODAY).missing


def test_a_holder_s_denial_holds_no_letter_up(
    database: Database, settings: Settings, drafted: int
) -> None:
    with database.begin() as session:
        (lead,) = notice_leads(session, drafted)
        secret = make_link(session, lead_id=lead, holder_id="lvye")
        answer_link(session, secret, choice=Choice.UNAUTHORISED, answerer=CLERK)
        assert not check_notice(session, settings, drafted, today=TODAY).missing
