"""Working together in the console: postponed, assigned, commented on, merged; conflicts answer 409."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.tables import AssignmentRow, LeadRow, UserRow
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def new_lead(office: Office, name: str) -> int:
    return add_leads(office[1], [f"天赋河套 {name}"], shop=f"示例{name}店")[0]


def state_of(office: Office, lead: int) -> str:
    with office[1].read() as session:
        return session.get_one(LeadRow, lead).state.value


def test_a_postponed_lead_leaves_the_queue_is_marked_and_taken_up_again(
    office: Office, visit: Enter
) -> None:
    lead = new_lead(office, "暂缓页")
    form = {"span": "3", "also": "change", "note": "等样品", "revision": "1"}
    assert visit("甲").post(f"/leads/{lead}/snooze", **form).status_code == 303
    assert "这个视图里没有线索" in visit("甲").get("/leads?tab=pending&q=暂缓页").text
    page = visit("甲").get(f"/leads/{lead}?tab=all").text
    day = (today() + timedelta(days=3)).isoformat()
    assert f"已暂缓至 {day}，或商品内容变化时恢复。等样品" in page
    assert f"至 {day}；商品内容变化时恢复；等样品" in page, "the timeline says so too"
    assert visit("乙").post(f"/leads/{lead}/snooze", **form).status_code == 409
    assert visit("乙").post(f"/leads/{lead}/wake").status_code == 303
    assert state_of(office, lead) == "pending"
    assert visit("乙").post(f"/leads/{lead}/wake").status_code == 409


def test_an_assigned_lead_is_on_the_assignees_first_page_until_she_reports(
    office: Office, visit: Enter
) -> None:
    lead = new_lead(office, "交办页")
    due = (today() + timedelta(days=5)).isoformat()
    form = {"to": "user:乙", "due_on": due, "instruction": "请到现场", "revision": "1"}
    assert visit("审").post(f"/leads/{lead}/assign", **form).status_code == 303
    assert visit("甲").post(f"/leads/{lead}/assign", **form).status_code == 409
    assert "交给我的线索" in visit("乙").get("/").text
    page = visit("乙").get(f"/leads/{lead}?tab=all").text
    assert f"示例审交办给您，期限 {due}：请到现场" in page
    with office[1].read() as session:
        number = session.scalar(sa.select(AssignmentRow.id).where(AssignmentRow.lead_id == lead))
    step = f"/assignments/{number}"
    assert visit("甲").post(step, act="report", words="看过").status_code == 409
    assert visit("乙").post(step, act="report", words="已到现场").status_code == 303
    assert visit("乙").post(step, act="report", words="再报").status_code == 409
    assert "待我办结的反馈" in visit("审").get("/").text
    assert "已到现场" in visit("审").get("/assignments?view=by-me").text
    closed = visit("审").post("/assignments/close", assignment=[str(number)])
    assert "已处理 <b>1</b> 条" in closed.text
    rates = visit("看").get("/statistics").text
    assert re.search(r"<td>乙</td>.*?100%", rates, re.S)


def test_many_leads_are_assigned_to_a_sub_office_and_overdue_ones_are_red(
    office: Office, visit: Enter
) -> None:
    first, second = new_lead(office, "旗局一"), new_lead(office, "旗局二")
    assert visit("管").post("/sub-offices", name="示例旗局", region="150824").status_code == 303
    assert visit("管").post("/sub-offices", name="示例旗局", region="").status_code == 400
    branch = re.search(r'action="/sub-offices/(\d+)"', visit("管").get("/sub-offices").text)
    assert branch is not None
    with office[1].read() as session:
        user = session.scalar(sa.select(UserRow.id).where(UserRow.name == "甲"))
    assert visit("管").post(f"/sub-offices/members/{user}", office=branch[1]).status_code == 303
    answer = visit("审").post(
        "/leads/assign", lead=[f"{first}:1", f"{second}:9"], to=f"office:{branch[1]}", due_on="",
    )  # fmt: skip
    assert "已处理 <b>1</b> 条，未处理 <b>1</b> 条" in answer.text
    with office[1].begin() as session:
        row = session.scalars(sa.select(AssignmentRow).where(AssignmentRow.lead_id == first)).one()
        row.due_on = today() - timedelta(days=1)
    assert "交给我且已逾期" in visit("甲").get("/").text
    assert "我交办的已逾期" in visit("审").get("/").text
    assert "已逾期" in visit("看").get("/assignments?view=overdue").text


def test_a_comment_tells_whom_it_names_in_the_header_and_on_the_first_page(
    office: Office, visit: Enter
) -> None:
    lead = new_lead(office, "评论页")
    assert (
        visit("甲").post(f"/leads/{lead}/comments", text="@示例审 请看 <b>图</b>").status_code
        == 303
    )
    assert visit("甲").post(f"/leads/{lead}/comments", text=" ").status_code == 400
    first = visit("审").get("/").text
    assert 'title="评论中提到您">@ 1</a>' in first
    mention = re.search(r'action="/mentions/(\d+)"', first)
    assert mention is not None
    assert visit("乙").post(f"/mentions/{mention[1]}").status_code == 404
    assert visit("审").post(f"/mentions/{mention[1]}").status_code == 303
    assert "评论中提到您" not in visit("审").get("/").text
    assert "请看 &lt;b&gt;图&lt;/b&gt;" in visit("乙").get(f"/leads/{lead}?tab=all").text


def test_merged_leads_show_each_other_and_the_merge_is_undone(office: Office, visit: Enter) -> None:
    first, second = add_leads(office[1], ["天赋河套 合并页"] * 2, shop="示例合并店")
    offered = visit("甲").get(f"/leads/{second}?tab=all").text
    assert f'可能重复：<a href="/leads/{first}?tab=all">' in offered
    assert (
        visit("甲").post(f"/leads/{second}/merge", into=str(first), revision="7").status_code == 409
    )
    assert (
        visit("甲").post(f"/leads/{second}/merge", into=str(first), revision="1").status_code == 303
    )
    assert (
        f'已并入：<a href="/leads/{second}?tab=all">'
        in visit("甲").get(f"/leads/{first}?tab=all").text
    )
    merged = visit("甲").get(f"/leads/{second}?tab=all").text
    assert f'本线索已并入<a href="/leads/{first}?tab=all">' in merged
    exported = visit("甲").get("/leads/export.csv?tab=all&q=合并页").text
    assert exported.count("合并页") == 1
    assert visit("甲").post(f"/leads/{second}/unmerge").status_code == 303
    assert state_of(office, second) == "pending"


@pytest.mark.parametrize("page", ["/assignments?view=mine", "/leads/group?shop=999999"])
def test_an_empty_page_says_so(page: str, visit: Enter) -> None:
    answer = visit("看").get(page)
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text
