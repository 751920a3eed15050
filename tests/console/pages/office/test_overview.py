"""工作台: what needs me today, counted right and leading to its rows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import sqlalchemy as sa

from alerts.followup.deadlines import start_clock
from alerts.followup.verdicts import give_verdict
from storage.base.database import Database
from storage.base.message import Language, message_from_text
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState, Verdict
from storage.crawls.tasks import add_task
from storage.leads.lifecycle import advance, claim
from storage.leads.tips import add_tip
from storage.records import AuthorisedSeller
from storage.rights.answer_links import make_link
from storage.rights.holder_answers import Answerer, answer_link
from storage.rights.licence_ledger import add_licence
from storage.tables import Choice, LeadRow, NoticeRow, OutboxRow, PlatformRow, RunRow
from storage.tables.base import now
from storage.views.funnel import read_funnel
from storage.views.lead_counts import by_region, by_right
from storage.views.overview import read_needs, read_trend
from storage.views.queue.lead_filter import NOWHERE
from tests.console.console_server import served
from tests.console.sample_office import add_leads, an_office
from tests.console.visitor import Visitor

CLERK = Answerer(name="示例经办人", function="法务专员")


def test_the_first_page_names_what_needs_somebody(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=5)
    today = now().date()
    with database.begin() as session:
        task = add_task(session, "坏任务", ["https://shop.invalid/"])
        session.add(
            RunRow(
                task_id=task.id,
                fingerprint="x",
                urls=[],
                state="failed",
                reason=message_from_text("无法连接"),
            )
        )
        session.add(PlatformRow(host="wall.invalid", state="blocked", state_why="登录"))
        ending = AuthorisedSeller(shop="将到期店", valid_until=today + timedelta(days=5))
        add_licence(session, "tianfu-hetao", ending, source="import")
        give_verdict(
            session, 5, Verdict.CONFIRMED, officer="甲", reason="no_licence", settings=settings
        )
        start_clock(
            session, "statement", started=now() - timedelta(days=2), officer="甲", lead_id=5
        )
    with database.read() as session:
        needs = read_needs(session, "甲", today)
        funnel = read_funnel(session)
    assert (needs.red, needs.licences, len(needs.blocked)) == (4, 1, 1)
    assert [(name, why and why.text(Language.CHINESE)) for name, _, why in needs.failing] == [
        ("坏任务", "无法连接")
    ]
    assert (funnel.listings, funnel.leads, funnel.confirmed, funnel.noticed) == (5, 5, 1, 0)
    with served(settings, database) as address:
        visitor = Visitor(address, "甲")
        page = visitor.get("/").text
        visitor.close()
    for words in (
        "wall.invalid",
        "坏任务",
        "不侵权声明后的投诉",
        "/leads?tab=pending&amp;level=red",
    ):
        assert words in page
    database.close()


def test_a_task_whose_newest_run_is_well_again_is_not_named(tmp_path: Path) -> None:
    _, database = an_office(tmp_path, leads=0)
    with database.begin() as session:
        task = add_task(session, "好了", ["https://shop.invalid/"])
        session.add(RunRow(task_id=task.id, fingerprint="x", urls=[], state="failed"))
        session.flush()
        session.add(RunRow(task_id=task.id, fingerprint="x", urls=[], state="finished"))
    with database.read() as session:
        assert read_needs(session, "甲", date(2026, 11, 22)).failing == []
    database.close()


def test_the_trend_counts_a_day_in_the_offices_zone(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=3)
    with database.begin() as session:
        give_verdict(
            session, 1, Verdict.DISMISSED, officer="甲", reason="licensed", settings=settings
        )
    from storage.base.office_time import today

    with database.read() as session:
        trend = read_trend(session, today())
    assert (trend["opened"][-1], trend["decided"][-1]) == (3, 1)
    assert sum(trend["opened"]) == 3
    database.close()


_NUMBER = re.compile(
    r'<a href="([^"]+)"[^>]*>(?:<b>)?(?:<span[^>]*>[^<]*</span>)?\s*([\d,]+)(?:</b>|</a>)'
)
_TOTAL = re.compile(r"共 <b>(\d+)</b> 条")
_MAIL = re.compile(r'href="/mailbox/\d+"')


def test_every_number_leads_to_as_many_rows(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=12)
    add_leads(database, ["天斌河套 面粉"], location="山东省济南市", sales=50)
    add_leads(database, ["天赋河套 羊肉"], location="内蒙古巴彦淖尔市五原县", shop="另一店")
    fill_the_day(settings, database)
    with served(settings, database) as address:
        visitor = Visitor(address, "甲")
        page = visitor.get("/").text
        links = [(unescape(where), int(n.replace(",", ""))) for where, n in _NUMBER.findall(page)]
        wrong = [(where, n, rows(visitor, page, where)) for where, n in links]
        visitor.close()
    assert [line for line in wrong if line[1] != line[2]] == []
    addresses = {where.split("?")[0] for where, _ in links}
    assert addresses == {
        "/tips",
        "/leads",
        "/listings",
        "/notices",
        "/mailbox",
        "/rights",
        "#blocked",
        "#failing",
    }
    asked = " ".join(where for where, _ in links)
    for part in ("stage=removed", "stage=open&level=red", "region=150821", "region=none",
                 "disguise=sound", "platform=shop.invalid", "right=tianfu-hetao", "since=",
                 "decided=", "tab=mine", "answered=1"):  # fmt: skip
        assert part in asked
    database.close()


def fill_the_day(settings: Settings, database: Database) -> None:
    """Something of everything that the first page counts."""
    with database.begin() as session:
        for lead in (1, 2, 3):
            give_verdict(session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence",
                         settings=settings)  # fmt: skip
        give_verdict(
            session, 4, Verdict.DISMISSED, officer="甲", reason="licensed", settings=settings
        )
        claim(session, 5, officer="甲")
        for lead, states in ((1, ("noticed",)), (2, ("noticed", "removed")), (3, ("closed",))):
            for state in states:
                advance(session, lead, LeadState(state), actor="甲")
        session.get_one(LeadRow, 6).relisted = True
        add_tip(session, url="https://shop.invalid/9", words="仿冒", contact=None, source="x")
        secret = make_link(session, lead_id=8, holder_id="lvye")
        answer_link(
            session, secret, choice=Choice.UNAUTHORISED, answerer=CLERK, remark="", attachments=[]
        )
        session.add(NoticeRow(kind="platform-assistance", track="B", state="draft",
                              drafted_by="甲"))  # fmt: skip
        mail = session.scalars(sa.select(OutboxRow)).first()
        assert mail is not None
        mail.state = "failed"
        task = add_task(session, "坏任务", ["https://shop.invalid/"])
        session.add(RunRow(task_id=task.id, fingerprint="x", urls=[], state="failed"))
        session.add(PlatformRow(host="wall.invalid", state="blocked", state_why="登录"))
        ending = AuthorisedSeller(shop="将到期店", valid_until=now().date() + timedelta(days=5))
        add_licence(session, "tianfu-hetao", ending, source="import")


def rows(visitor: Visitor, page: str, where: str) -> int:
    """How many rows the place shows that a number leads to."""
    if where.startswith("#"):
        part = page[page.index(f'id="{where[1:]}"') :]
        return part[: part.index("</ul>")].count("<li>")
    answer = visitor.get(where)
    assert answer.status_code == 200, where
    if where == "/rights?expiring=1":
        return answer.text[: answer.text.index("</table>")].count("<tr><td>")
    if where.startswith("/mailbox"):  # leafed through by rows, without a total
        return len(_MAIL.findall(answer.text))
    total = _TOTAL.search(answer.text)
    return int(total[1]) if total else 0


def test_the_usual_times_are_the_medians_of_the_steps(tmp_path: Path) -> None:
    _, database = an_office(tmp_path, leads=3)
    with database.begin() as session:
        for lead, days in ((1, 1), (2, 2), (3, 9)):
            row = session.get_one(LeadRow, lead)
            row.confirmed_at = row.opened_at + timedelta(days=days)
    with database.read() as session:
        funnel = read_funnel(session)
    assert (funnel.to_confirm, funnel.to_notice) == (timedelta(days=2), None)
    database.close()


def test_what_lies_in_a_province_counts_as_the_provinces(tmp_path: Path) -> None:
    _, database = an_office(tmp_path, leads=1)
    add_leads(database, ["天赋河套 甲"], location="内蒙古巴彦淖尔市五原县")
    add_leads(database, ["天赋河套 乙"], location="内蒙古包头市")
    with database.read() as session:
        every = [(bar.key, bar.count) for bar in by_region(session)]
        ours = [(bar.key, bar.count) for bar in by_region(session, within="1508")]
        rights = [(bar.name, bar.count) for bar in by_right(session)]
    assert every == [("15", 2), (NOWHERE, 1)]
    assert ours == [("150821", 1)]
    assert rights == [("天赋河套", 3)]
    database.close()
