"""The page of all leads of one right holder: reached by a link of its own, answered in bulk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.followup.verdicts import give_verdict
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from console.pages.leads.holder_leads import _A_PAGE
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import NoticeState, Verdict
from storage.people.sign_in_brake import FREE_FAILURES_OF_ADDRESS
from storage.records import Right, RightHolder, RightsBook
from storage.rights.answer_links import make_link
from storage.rights.book_import import import_rights
from storage.rights.holder_links import HOLDER_PATH, make_holder_link
from storage.tables import AnswerRow, AuditRow, HolderLinkRow, LeadRow, NoticeRow, SignInAddressRow
from storage.tables.base import now
from tests.console.console_server import served
from tests.console.counted_statements import statements
from tests.console.sample_office import add_leads, an_office
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
WHO = {"name": "示例经办人", "function": "法务专员"}
SECOND_BOOK = RightsBook(
    holders=(RightHolder(id="other", name="示例另一协会", tier=2),),
    rights=(Right(id="other-mark", text="示例另标", holder="other", classes=(30,)),),
)


@pytest.fixture(autouse=True)
def guesses_of_one_test_count_for_no_other(office: Office) -> Iterator[None]:
    yield
    with office[1].begin() as session:
        session.execute(sa.delete(SignInAddressRow))


def confirmed(office: Office, *titles: str) -> list[int]:
    leads = add_leads(office[1], list(titles))
    with office[1].begin() as session:
        for lead in leads:
            give_verdict(session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence",
                         note="内部研判：勿外传", settings=office[0])  # fmt: skip
    return leads


def holder_page(office: Office, holder: str = "lvye") -> str:
    with office[1].begin() as session:
        made = make_holder_link(session, holder, recipient="示例经办人", days=30, actor="甲")
    return HOLDER_PATH + made.secret


def answers_on(office: Office, *leads: int) -> list[str]:
    with office[1].read() as session:
        query = sa.select(AnswerRow.choice).where(AnswerRow.lead_id.in_(leads))
        return list(session.scalars(query))


def test_a_holder_sees_her_leads_and_answers_several_at_once(office: Office, visit: Enter) -> None:
    first, second, third = confirmed(
        office, "天赋河套 成批 1", "天赋河套 成批 2", "天赋河套 成批 3"
    )
    (undecided,) = add_leads(office[1], ["天赋河套 未核查"])
    path = holder_page(office)
    stranger = visit(None)
    page = stranger.get(path)
    for words in ("示例绿业协会", "天赋河套 成批 1", "示例杂货铺", "shop.invalid", "¥19.90", "核查意见",
                  "标题开头使用了与注册商标相同的文字", f"{now() + timedelta(days=30):%Y-%m-}"):  # fmt: skip
        assert words in page.text, words
    for office_only in (
        "勿外传",
        "未核查",
        ">甲<",
        "线索核查",
        "快捷键",
        "<script",
        'href="/leads',
        'href="/"',
    ):
        assert office_only not in page.text, office_only
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] in ("same-origin", "no-referrer"), "none to other sites"
    assert 'rel="noreferrer' in page.text
    assert (
        len(re.findall(r'name="lead" value="\d+" checked', stranger.get(f"{path}?all=1").text)) >= 3
    )

    files = {"file": ("授权书.pdf", b"%PDF-1.7 made up")}
    sent = stranger.post(path, lead=[str(first), str(second), str(undecided)], choice="unauthorised",
                         remark="均非我单位产品", files=files, **WHO)  # fmt: skip
    assert sent.status_code == 303
    after = stranger.get(sent.headers["location"]).text
    assert "对 2 条线索的答复" in after
    assert "另有 1 条" in after
    assert f'name="lead" value="{first}"' not in after
    assert f'name="lead" value="{third}"' in after
    assert after.count("均非我单位产品") == 2, "she sees what she answered"
    assert answers_on(office, first, second, third, undecided) == ["unauthorised"] * 2
    assert "均非我单位产品" in visit("甲").get(f"/leads/{first}?tab=all").text
    with office[1].read() as session:
        acts = session.scalars(
            sa.select(AuditRow.actor).where(
                AuditRow.act == "link.answer", AuditRow.subject == f"lead:{first}"
            )
        ).all()
    assert acts == ["holder:lvye"]


def test_a_holder_reaches_nothing_of_another_holder(office: Office, visit: Enter) -> None:
    (lead,) = confirmed(office, "天赋河套 他人 1")
    with office[1].begin() as session:
        import_rights(session, SECOND_BOOK)
    path = holder_page(office, "other")
    page = visit(None).get(path).text
    assert "没有待答复的线索" in page
    assert "天赋河套" not in page
    refused = visit(None).post(path, lead=str(lead), choice="supplied", **WHO)
    assert refused.status_code == 400
    assert answers_on(office, lead) == []
    assert visit(None).get(f"{path}/pictures/{lead}").status_code == 404


def test_what_is_answered_on_the_page_is_not_asked_again_by_the_mail(
    office: Office, visit: Enter
) -> None:
    first, second = confirmed(office, "天赋河套 两途 1", "天赋河套 两途 2")
    path = holder_page(office)
    with office[1].begin() as session:
        mails = {
            lead: f"/answer/{make_link(session, lead_id=lead, holder_id='lvye')}"
            for lead in (first, second)
        }
    visit(None).post(path, lead=str(first), choice="authorised", **WHO)
    assert "贵单位已经答复" in visit(None).get(mails[first]).text
    visit(None).post(mails[first], choice="unauthorised", **WHO)
    visit(None).post(mails[second], choice="unauthorised", **WHO)
    late = visit(None).post(path, lead=[str(first), str(second)], choice="supplied", **WHO)
    assert late.status_code == 400
    assert "可能已经答复" in late.text
    assert answers_on(office, first) == ["authorised"]
    assert answers_on(office, second) == ["unauthorised"]


def test_an_answer_needs_a_lead_a_choice_and_a_name_and_loses_nothing_typed(
    office: Office, visit: Enter
) -> None:
    (lead,) = confirmed(office, "天赋河套 缺项 1")
    path = holder_page(office)
    whole = {"lead": str(lead), "choice": "supplied", "remark": "保留", **WHO}
    for lacks, words in (
        ("lead", "请至少勾选一条"),
        ("choice", "请选择一项答复"),
        ("name", "请填写答复人姓名"),
    ):
        refused = visit(None).post(path, **{k: v for k, v in whole.items() if k != lacks})
        assert refused.status_code == 400
        assert words in refused.text
        assert "保留</textarea>" in refused.text
        assert lacks == "lead" or f'value="{lead}" checked' in refused.text
    assert answers_on(office, lead) == []


def test_a_verdict_that_may_still_be_undone_is_not_on_the_page(
    office: Office, visit: Enter
) -> None:
    (lead,) = confirmed(office, "天赋河套 撤销期内")
    path = holder_page(office)
    with office[1].begin() as session:
        session.get_one(LeadRow, lead).confirmed_at = now() + timedelta(minutes=1)
    assert "撤销期内" not in visit(None).get(path).text


def test_a_lead_that_a_letter_of_identification_names_is_asked_too(
    office: Office, visit: Enter
) -> None:
    (lead,) = add_leads(office[1], ["天赋河套 辨认 1"])
    path = holder_page(office)
    with office[1].begin() as session:
        give_verdict(session, lead, Verdict.NEEDS_EVIDENCE, officer="甲", reason="other",
                     note="内部研判：勿外传", settings=office[0])  # fmt: skip
        letter = draft(
            session, office[0], kind=find_kind("identification-request"), lead_ids=[lead], by="甲"
        )
        number = letter.id
    assert "辨认 1" not in visit(None).get(path).text, "a draft asks nobody"
    with office[1].begin() as session:
        row = session.get_one(NoticeRow, number)
        row.state, row.sent_at, row.number = NoticeState.SENT, now(), "示例辨鉴〔2026〕1号"
    page = visit(None).get(path).text
    assert "天赋河套 辨认 1" in page
    assert "示例辨鉴〔2026〕1号" in page
    assert "答复期限见通知书" in page
    assert "勿外传" not in page
    visit(None).post(path, lead=str(lead), choice="supplied", **WHO)
    assert answers_on(office, lead) == ["supplied"]


def test_a_page_holds_so_many_leads_and_names_the_next(office: Office, visit: Enter) -> None:
    confirmed(office, *(f"天赋河套 分页 {n}" for n in range(_A_PAGE + 1)))
    path = holder_page(office)
    page = visit(None).get(path).text
    assert page.count('class="lead"') == _A_PAGE
    assert "下一页" in page
    assert visit(None).get(f"{path}?page=999").status_code == 200


def test_an_officer_makes_a_link_sees_its_use_and_ends_it(office: Office, visit: Enter) -> None:
    officer = visit("甲")
    made = officer.post("/holders/lvye/links", recipient="示例法务", days="90")
    address = re.search(r"/holder/[\w-]{43}", made.text)
    assert address is not None
    listed = officer.get("/holders/lvye/links").text
    assert address[0] not in listed, "shown once"
    assert "从未" in listed
    assert visit(None).get(address[0]).status_code == 200
    assert (
        "从未"
        not in officer.get("/holders/lvye/links").text.split("示例法务", 1)[1].split("</tr>")[0]
    )
    with office[1].read() as session:
        link = session.scalars(sa.select(HolderLinkRow).order_by(HolderLinkRow.id.desc())).first()
        assert link is not None
        assert address[0].rpartition("/")[2] not in str(
            session.scalars(sa.select(AuditRow.detail)).all()
        )
    assert "立即不能再查看" in officer.post(f"/holder-links/{link.id}").text, "asked before"
    assert officer.post(f"/holder-links/{link.id}", sure="1").status_code == 303
    assert visit(None).get(address[0]).status_code == 404
    assert officer.post(f"/holder-links/{link.id}", sure="1").status_code == 409
    for fields in ({"recipient": "", "days": "30"}, {"recipient": "x", "days": "9999"}):
        assert officer.post("/holders/lvye/links", **fields).status_code == 400
    with office[1].read() as session:
        acts = session.scalars(
            sa.select(AuditRow.act).where(AuditRow.subject == "holder:lvye")
        ).all()
    assert {"holder.link", "holder.unlink"} <= set(acts)


def test_a_link_that_is_wrong_or_over_gets_a_plain_page(office: Office, visit: Enter) -> None:
    path = holder_page(office)
    with office[1].begin() as session:
        session.execute(sa.update(HolderLinkRow).values(expires_at=now()))
    for link in ("/holder/guess", path, f"{path}/pictures/1"):
        page = visit(None).get(link)
        assert page.status_code == 404
        assert "此链接无法使用" in page.text
        assert 'href="/' not in page.text.replace('href="/static', "")
    assert visit(None).post(path, choice="supplied", **WHO).status_code == 404
    stale = visit(None).client.post(path, data={"token": "0"})
    assert stale.status_code == 403
    assert "页面已过期" in stale.text
    assert "工作台" not in stale.text


def test_an_address_that_guesses_has_to_wait_and_may_still_sign_in(
    office: Office, visit: Enter
) -> None:
    path = holder_page(office)
    for _ in range(FREE_FAILURES_OF_ADDRESS):
        visit(None).get("/holder/guess")
    for link in (path, "/answer/guess"):
        braked = visit(None).get(link)
        assert braked.status_code == 429
        assert "尝试次数过多" in braked.text
        assert 'href="/' not in braked.text.replace('href="/static', "")
    assert visit("甲").get("/leads").status_code == 200
    assert visit(None).post("/sign-in", name="乙", password="wrong").status_code != 429


def test_a_holders_page_asks_as_many_statements_for_many_leads_as_for_few(tmp_path: Path) -> None:
    office = an_office(tmp_path, leads=0)
    confirmed(office, "天赋河套 一件", "天赋河套 两件")
    with served(*office) as url:
        stranger, path = Visitor(url), holder_page(office)
        # Her cookie, which opens no session, is looked up once.
        statements(office[1], stranger, path)
        few = statements(office[1], stranger, path)
        confirmed(office, *(f"天赋河套 又一件 {n}" for n in range(_A_PAGE - 2)))
        assert statements(office[1], stranger, path) == few
        stranger.close()
    office[1].close()
