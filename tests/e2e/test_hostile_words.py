"""Stored strings of strangers: shown as text on every page, run on none."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from storage import audit
from storage.database import Database
from storage.records import Right, RightHolder, RightsBook
from storage.rights import import_rights
from storage.settings import Settings
from storage.tables import PlatformRow, RunRow, TaskRow
from storage.tables.base import now
from storage.tips import add_tip
from tests.console.filling import add_leads
from tests.e2e.conftest import sign_in
from tests.e2e.hostile import STRINGS

ALL_IN_ONE = " ".join(STRINGS)


@pytest.fixture(scope="module")
def leads(office: tuple[Settings, Database]) -> list[int]:
    """A lead with every string in every field, and the strings wherever a stranger can write."""
    _, database = office
    fields = {
        "brand": ALL_IN_ONE, "shop": ALL_IN_ONE[:300], "description": ALL_IN_ONE,
        "image_text": ALL_IN_ONE, "location": ALL_IN_ONE, "attributes": {ALL_IN_ONE: ALL_IN_ONE},
        "category": STRINGS, "shop_url": "javascript:window.__ran=1",
    }  # fmt: skip
    made = add_leads(database, [f"{text} 天赋河套" for text in STRINGS], **fields)
    with database.begin() as session:
        for text in STRINGS[:4]:
            add_tip(
                session, url=f"https://x.invalid/{text}", words=text, contact=text[:99], source="x"
            )
        holder = RightHolder(id="h", name=ALL_IN_ONE)
        right = Right(
            id="evil", text=ALL_IN_ONE, registration_no=ALL_IN_ONE, holder="h", note=ALL_IN_ONE
        )
        import_rights(session, RightsBook(holders=(holder,), rights=(right,)))
        session.add(PlatformRow(host="<svg onload=window.__ran=1>", state="blocked",
                                state_why=ALL_IN_ONE, state_at=now()))  # fmt: skip
        task = TaskRow(name=ALL_IN_ONE[:200], urls=[f"https://x.invalid/{ALL_IN_ONE}"])
        session.add(task)
        session.flush()
        session.add(RunRow(task_id=task.id, fingerprint="x", urls=[ALL_IN_ONE], state="failed",
                           reason=ALL_IN_ONE))  # fmt: skip
        audit.record(
            session, actor=ALL_IN_ONE[:100], act="x", subject=ALL_IN_ONE[:120], d=ALL_IN_ONE
        )
    return made


@pytest.fixture
def watched(window: Page, leads: list[int]) -> Page:
    sign_in(window, "管")
    return window


PLACES = (
    "/", "/leads?size=100", "/leads?group=shop", "/leads?group=picture",
    "/statistics", "/listings", "/shops", "/shops/2", "/tips", "/tasks", "/runs/1", "/rights",
    "/rights/evil", "/audit", "/system", "/settings", "/users", "/mailbox", "/notices",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_page_shows_strange_words_and_runs_none(watched: Page, place: str) -> None:
    answer = watched.goto(place)
    assert answer is not None
    assert answer.status == 200
    assert watched.evaluate("window.__ran") is None


def test_fifty_strings_run_on_no_lead_page_mail_or_filter(watched: Page, leads: list[int]) -> None:
    assert len(STRINGS) == 50
    for lead in leads[::7]:
        watched.goto(f"/leads/{lead}?tab=all&q={STRINGS[0]}")
        assert watched.evaluate("window.__ran") is None
        assert watched.locator("main a[href^='javascript' i], main a[href^='data' i]").count() == 0
    watched.goto(f"/leads/{leads[0]}?tab=all")
    expect(watched.locator(".goods")).to_contain_text("<script>window.__ran=1</script> 天赋河套")
    watched.keyboard.press("a")
    watched.wait_for_url("**done=*")
    watched.goto("/mailbox/1")
    expect(watched.locator(".mailtext")).to_contain_text("天赋河套")
    assert watched.evaluate("window.__ran") is None
    watched.goto(f"/leads?tab=all&q={STRINGS[11]}&right={STRINGS[12]}&since={STRINGS[0]}")
    assert watched.evaluate("window.__ran") is None
