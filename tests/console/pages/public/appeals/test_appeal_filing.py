"""商家申诉: the way in, its signed addresses, what is not answered for, and the withdrawal."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from alerts.followup.appeals import receive_appeal, take_appeal_back
from alerts.letters.model.letter_kind import kinds
from storage.appeals.appealable import APPEAL_DAYS, MEASURE_LETTERS, find_subject
from storage.appeals.filing import Statement
from storage.appeals.links import LETTER_PATH, RESULT_PATH, appeal_key, letter_token, result_token
from storage.base.errors import Refused
from storage.base.vocabulary import DeadlineState, LeadState
from storage.tables import (
    AppealRow,
    AppealState,
    DeadlineRow,
    SignInAddressRow,
)
from tests.console.pages.public.appeals.appealed_letters import (
    SHOP,
    Office,
    alerted,
    appeal_state,
    file,
    lead_of,
    letter,
    noticed,
)
from tests.console.visitor import Enter


def test_number_and_shop_that_do_not_fit_tell_nothing(office: Office, visit: Enter) -> None:
    notice = noticed(office, "天赋河套 面粉 申诉戊")
    seller, number = visit(None), str(letter(office, notice).number)
    words = {
        seller.post("/appeal", reference=reference, shop=shop).text.split('role="alert">')[1][:30]
        for reference, shop in ((number, "别的店"), ("示市监函〔2026〕9999号", SHOP), ("99999999", SHOP), ("１２", ""))
    }  # fmt: skip
    assert len(words) == 1
    assert "不相符" in words.pop()
    with office[1].read() as session:
        counted = session.scalars(sa.select(SignInAddressRow.address)).all()
    assert any(address.startswith("appeal:") for address in counted)


def test_the_letters_own_address_asks_for_the_shop_alone(office: Office, visit: Enter) -> None:
    notice = noticed(office, "天赋河套 面粉 申诉己")
    token = letter_token(appeal_key(office[0].home), notice)
    page = visit(None).get(LETTER_PATH + token)
    assert page.status_code == 200
    assert str(letter(office, notice).number) in page.text
    assert 'name="reference"' not in page.text
    assert visit(None).post(LETTER_PATH + token, shop=SHOP).status_code == 303
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    of_an_appeal = result_token(appeal_key(office[0].home), notice)
    for wrong in (forged, "1-x", of_an_appeal):
        assert visit(None).get(LETTER_PATH + wrong).status_code == 404


def test_an_appeal_after_its_term_or_beside_a_running_one_is_refused(
    office: Office, visit: Enter
) -> None:
    late = noticed(office, "天赋河套 面粉 申诉庚", days_ago=APPEAL_DAYS + 1)
    refused = visit(None).post("/appeal", reference=str(letter(office, late).number), shop=SHOP)
    assert refused.status_code == 400
    assert "申诉期限" in refused.text
    running = noticed(office, "天赋河套 面粉 申诉辛")
    file(visit, office, running)
    again = visit(None).post("/appeal", reference=str(letter(office, running).number), shop=SHOP)
    assert "正在审查" in again.text


def test_a_transfer_and_a_lead_that_nobody_heard_of_are_not_answered_for(
    office: Office, visit: Enter
) -> None:
    assert set(MEASURE_LETTERS) == {slug for slug, kind in kinds().items() if kind.moves_leads}
    transfer = noticed(office, "天赋河套 面粉 申诉子", kind="lead-transfer")
    silent = alerted(office, "天赋河套 面粉 申诉丑", has_left=False)
    for reference in (str(letter(office, transfer).number), str(silent)):
        answer = visit(None).post("/appeal", reference=reference, shop=SHOP)
        assert answer.status_code == 400
        assert "不相符" in answer.text
    token = letter_token(appeal_key(office[0].home), transfer)
    assert str(letter(office, transfer).number) not in visit(None).get(LETTER_PATH + token).text


def test_the_address_of_a_market_names_none_of_its_shops(office: Office, visit: Enter) -> None:
    nameless = noticed(office, "天赋河套 面粉 申诉卯", shop=None)
    own_site = noticed(office, "天赋河套 面粉 申诉辰", shop=None, platform="own.invalid")
    for notice_id, status in ((nameless, 400), (own_site, 303)):
        number = str(letter(office, notice_id).number)
        answer = visit(None).post("/appeal", reference=number, shop="shop.invalid")
        assert answer.status_code == status


def test_of_two_appeals_filed_at_once_one_is_taken_and_each_has_its_own_term(
    office: Office,
) -> None:
    settings, database = office
    number = str(letter(office, noticed(office, "天赋河套 面粉 申诉寅")).number)
    statement = Statement(reason="genuine", words="有发票。", name="示例店", contact="示例")
    with database.read() as session:
        subject = find_subject(session, number, SHOP)
    leads = [lead.lead_id for lead in subject.leads]

    def file_again() -> DeadlineRow:
        with database.begin() as session:
            appeal = receive_appeal(
                session, settings, subject, leads, statement, papers=(), source="y"
            )
            return session.get_one(DeadlineRow, appeal.deadline_id)

    first = file_again()
    with pytest.raises(Refused, match="being examined"):
        file_again()
    with database.begin() as session:
        appeal_id = session.scalar(sa.select(sa.func.max(AppealRow.id)))
        take_appeal_back(session, int(appeal_id or 0))
    second = file_again()
    assert second.id != first.id
    assert second.state is DeadlineState.RUNNING


def test_a_seller_withdraws_after_a_question(office: Office, visit: Enter) -> None:
    notice = noticed(office, "天赋河套 面粉 申诉丁")
    appeal = file(visit, office, notice)
    visit("甲").post(f"/appeals/{appeal.id}", act="admit")
    address = RESULT_PATH + result_token(appeal_key(office[0].home), appeal.id)
    assert "不再审查" in visit(None).post(address).text
    assert visit(None).post(address, sure="1").status_code == 303
    assert appeal_state(office, appeal) is AppealState.WITHDRAWN
    assert lead_of(office, notice).state is LeadState.NOTICED


def test_whoever_guesses_letters_has_to_wait_after_a_few_guesses(visit: Enter) -> None:
    stranger = visit(None)
    for number in range(6):
        guess = stranger.post("/appeal", reference=f"示市监函〔2020〕{number}号", shop="示例某店")
        assert "秒" not in guess.text.split("<form")[0] or number
    waiting = stranger.post("/appeal", reference="示市监函〔2020〕9号", shop="示例某店")
    assert waiting.status_code == 400
    assert "秒" in waiting.text
