"""A group of leads on one page: one verdict but for the unticked, refusals said, undone as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables import LeadRow, OutboxRow
from tests.console.sample_office import add_leads
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def group_of(office: Office, shop: str, count: int) -> tuple[int, list[int]]:
    leads = add_leads(office[1], [f"天赋河套 {shop} {n}" for n in range(count)], shop=shop)
    with office[1].read() as session:
        return session.get_one(LeadRow, leads[0]).shop_id or 0, leads


def states(office: Office, leads: list[int]) -> list[str]:
    with office[1].read() as session:
        return [session.get_one(LeadRow, lead).state.value for lead in leads]


def decide(visitor: Visitor, shop: int, leads: list[str], **fields: str) -> object:
    form = {"verdict": "dismissed", "reason": "place_name", "cards": "9", "skip": "0",
            "place": "-9999", **fields}  # fmt: skip
    return visitor.post(f"/leads/group?shop={shop}", lead=leads, **form)


def test_a_group_is_shown_with_its_marks_and_decided_but_for_the_unticked(
    office: Office, visit: Enter
) -> None:
    shop, leads = group_of(office, "示例成组一", 4)
    page = visit("甲").get(f"/leads/group?tab=pending&shop={shop}")
    assert page.status_code == 200
    assert "同店 4 条：示例成组一" in page.text
    assert page.text.count('class="card-of-lead"') == 4
    assert '<mark class="for">天赋河套</mark>' in page.text
    answer = decide(visit("甲"), shop, [f"{lead}:1" for lead in leads[:3]], verdict="confirmed",
                    reason="no_licence", cards="4")  # fmt: skip
    assert answer.status_code == 303  # type: ignore[attr-defined]
    assert states(office, leads) == ["confirmed"] * 3 + ["pending"]
    with office[1].read() as session:
        mails = session.scalars(
            sa.select(OutboxRow.lead_id).where(OutboxRow.lead_id.in_(leads))
        ).all()
    assert sorted(mail or 0 for mail in mails) == leads[:3], (
        "one mail a lead, as for single verdicts"
    )


def test_it_goes_on_to_the_next_group_and_is_undone_as_a_whole(
    office: Office, visit: Enter
) -> None:
    shop, leads = group_of(office, "示例成组二", 3)
    group_of(office, "示例成组三", 2)
    answer = decide(visit("甲"), shop, [f"{lead}:1" for lead in leads], cards="3")
    place = answer.headers["location"]  # type: ignore[attr-defined]
    assert re.match(r"/leads/group\?.*shop=\d+.*&done=\d+", place), place
    assert f"shop={shop}&" not in place
    following = visit("甲").get(place).text
    assert "3 条线索已排除（正当使用地名、产地）" in following
    batch = re.search(r'action="/batches/(\d+)/undo"', following)
    assert batch is not None
    assert "现有 <b>3</b> 条有效" in visit("看").get(f"/batches/{batch[1]}").text
    undone = visit("甲").post(f"/batches/{batch[1]}/undo")
    assert "现有 <b>0</b> 条有效" in undone.text
    assert states(office, leads) == ["pending"] * 3


def test_what_another_officer_changed_meanwhile_is_left_alone_and_said(
    office: Office, visit: Enter
) -> None:
    shop, leads = group_of(office, "示例成组四", 2)
    visit("乙").post(f"/leads/{leads[1]}/claim", revision="1")
    assert "正由 乙 核查" in visit("甲").get(f"/leads/group?shop={shop}").text
    mixed = decide(visit("甲"), shop, [f"{lead}:1" for lead in leads])
    assert mixed.status_code == 200  # type: ignore[attr-defined]
    assert "以下 1 条未处理" in mixed.text  # type: ignore[attr-defined]
    refused = decide(visit("甲"), shop, [f"{leads[1]}:1"])
    assert refused.status_code == 409  # type: ignore[attr-defined]
    assert states(office, leads) == ["dismissed", "claimed"]


def test_a_reason_that_does_not_fit_or_no_tick_changes_nothing(
    office: Office, visit: Enter
) -> None:
    shop, leads = group_of(office, "示例成组五", 2)
    ticked = [f"{lead}:1" for lead in leads]
    assert decide(visit("甲"), shop, ticked, reason="no_licence").status_code == 400  # type: ignore[attr-defined]
    assert decide(visit("甲"), shop, []).status_code == 400  # type: ignore[attr-defined]
    assert decide(visit("甲"), shop, ticked, place="x").status_code == 400  # type: ignore[attr-defined]


def test_without_a_group_named_the_first_one_opens(office: Office, visit: Enter) -> None:
    answer = visit("甲").get("/leads/group?tab=pending&group=shop")
    assert answer.status_code == 303
    assert "/leads/group?" in answer.headers["location"]
    assert "shop=" in answer.headers["location"]
