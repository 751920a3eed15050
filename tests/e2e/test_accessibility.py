"""Keyboard and screen reader reach everything: axe-core finds no serious fault on any page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from console.pages import all_routes
from console.web.console_key import console_key, setup_code
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.people.passwords import add_user
from storage.people.proposed_changes import propose_change
from storage.rights.answer_links import make_link
from storage.rights.holder_links import make_holder_link
from storage.tables import ChangeAct
from tests.console.console_server import served
from tests.databases import migrated_database
from tests.e2e.conftest import sign_in
from tests.e2e.full_office import ELSEWHERE, FILES, PLACES, a_full_office
from tests.e2e.traffic import Traffic
from tests.examples import THOROUGH
from tests.officers import PASSWORD

ROOT = Path(__file__).parents[2]
WIDTHS = ((1366, 768), (1024, 768))
NARROW = ((820, 1180), (375, 812))
BUTTONS_ASIDE = """() => [...document.querySelectorAll('main button, main a.button')].filter(each =>
  each.checkVisibility() && !each.closest('.rows') && each.getBoundingClientRect().right > innerWidth)
  .map(each => each.textContent)"""
"""Buttons that a narrow window shows only after scrolling aside."""
EXCESS_WIDTH = """() => new Promise(answer => requestAnimationFrame(() => requestAnimationFrame(() =>
  answer(document.documentElement.scrollWidth - innerWidth))))"""
"""Pixels that a page is wider than its window, once charts are drawn at the window's new width."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    settings, database = a_full_office(tmp_path_factory.mktemp("office"))
    yield settings, database
    database.close()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, address: str) -> Iterator[Page]:
    """One window for all pages: what is looked at is the page, not how it was come to."""
    page = browser.new_page(base_url=address)
    sign_in(page, "管")
    yield page
    page.close()


@pytest.fixture(scope="module")
def traffic(signed_in: Page) -> Traffic:
    return Traffic(signed_in)


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, which the front-end's set-up installs for the tests."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def faults(page: Page, axe: str) -> list[str]:
    """Serious and critical faults, each with where it is, and what is too wide at either width.

    The narrow window shows the same elements, in fewer columns: axe, which takes most of the time,
    looks at it in `make test-slow`.
    """
    problems: list[str] = []
    page.evaluate(axe)
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        if THOROUGH or (width, height) == WIDTHS[0]:
            problems += [f"{width}: {fault}" for fault in _axe_faults(page)]
        wide = page.evaluate(EXCESS_WIDTH)
        problems += [f"{width}: the page is {wide} px wider than the window"] if wide > 0 else []
    return problems + faults_in_a_narrow_window(page)


def faults_in_a_narrow_window(page: Page) -> list[str]:
    """Whether a page fits a tablet and a telephone, where its buttons stand in sight."""
    problems: list[str] = []
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate(EXCESS_WIDTH)
        problems += [f"{width}: the page is {wide} px wider than the window"] if wide > 0 else []
        aside = page.evaluate(BUTTONS_ASIDE)
        problems += [f"{width}: the button {name} stands outside" for name in aside]
    return problems


def _axe_faults(page: Page) -> Iterator[str]:
    result: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    for fault in result["violations"]:
        if fault["impact"] in ("serious", "critical"):
            for node in fault["nodes"]:
                yield f"{fault['id']}: {node['target']}: {node['failureSummary'][:200]}"


def test_every_page_has_an_address_that_is_looked_at() -> None:
    pages = {route.path for route in all_routes() if route.method == "GET"}
    assert pages - FILES - ELSEWHERE == set(PLACES)


@pytest.mark.thorough
@pytest.mark.parametrize("place", [place for places in PLACES.values() for place in places])
def test_axe_finds_no_serious_fault(
    signed_in: Page, traffic: Traffic, axe: str, place: str
) -> None:
    answer = signed_in.goto(place)
    assert answer is not None
    assert answer.status == 200
    traffic.settle()
    assert faults(signed_in, axe) == []


def test_a_table_of_words_is_cards_on_a_telephone_and_a_table_on_paper(signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 375, "height": 812})
    signed_in.goto("/users")
    cell = signed_in.locator("table.stacks td").first
    assert cell.get_attribute("data-label") == "用户名"
    assert cell.evaluate("each => getComputedStyle(each).display") == "flow-root"
    signed_in.emulate_media(media="print")
    assert cell.evaluate("each => getComputedStyle(each).display") == "table-cell"
    signed_in.emulate_media(media="screen")


@pytest.mark.thorough
def test_axe_finds_no_serious_fault_on_pages_for_strangers(
    browser: Browser, office: tuple[Settings, Database], address: str, axe: str, tmp_path: Path
) -> None:
    with office[1].begin() as session:
        secret = make_link(session, lead_id=1, holder_id="lvye")
        holder = make_holder_link(session, "lvye", recipient="示例法务", days=30, actor="甲").secret
    settings = Settings(home=tmp_path)
    database = migrated_database(settings)
    with served(settings, database) as fresh:
        code = setup_code(console_key(settings))
        page = browser.new_page()
        for place in (f"{address}/sign-in", f"{address}/answer/{secret}", f"{address}/tip",
                      f"{address}/holder/{holder}",
                      f"{address}/warnings", f"{address}/nothing", f"{fresh}/setup?code={code}"):  # fmt: skip
            page.goto(place)
            assert faults(page, axe) == [], place
        page.close()
    database.close()


@pytest.mark.thorough
def test_axe_finds_no_serious_fault_on_changes_that_wait_for_a_second_administrator(
    browser: Browser, office: tuple[Settings, Database], address: str, axe: str
) -> None:
    with office[1].begin() as session:
        user = add_user(session, "安全员", Role.SECURITY_ADMIN, PASSWORD)
        propose_change(session, ChangeAct.ROLE, actor="管", user=user, role=Role.AUDIT_ADMIN)
    page = browser.new_page(base_url=address)
    sign_in(page, "安全员")
    answer = page.goto("/changes")
    assert answer is not None
    assert answer.status == 200
    assert faults(page, axe) == []
    page.close()


_CONTROLS = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]),'
  + ' select, textarea, summary')].filter(e => e.checkVisibility() && !e.disabled
    && !e.closest('dialog') && e.tabIndex >= 0).length"""
_NOTE_FOCUS = """() => {
  window.reached = new Set();
  window.unseen = [];
  addEventListener('focusin', ({target}) => {
    reached.add(target);
    const isDrawnInParts = ['date', 'time'].includes(target.type);
    if (!isDrawnInParts && getComputedStyle(target).outlineStyle === 'none') {
      unseen.push(`${target.tagName} ${target.name}`);
    }
  });
}"""
"""Chromium marks the parts of a date and of a time, not the whole."""


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 1366, "height": 768})
    for place in ("/leads", "/rights/new", "/tasks", "/users"):
        signed_in.goto(place)
        controls = signed_in.evaluate(_CONTROLS)
        signed_in.evaluate(_NOTE_FOCUS)
        for _ in range(controls + 20):  # a date takes a key for each of its parts
            signed_in.keyboard.press("Tab")
        reached, unseen = signed_in.evaluate("[reached.size, unseen]")
        assert unseen == [], place
        assert reached >= controls > 10, place
