"""Tasks in the console: made in plain words, switched off by those who may."""

from __future__ import annotations

from collections.abc import Callable

from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import RunState
from storage.crawls.runs import list_runs
from storage.crawls.tasks import load_task
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing
from storage.tables import RunRow
from tests.console.sample_office import AT
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


def test_a_task_is_made_in_plain_words_and_switched_off(office: Office, visit: Enter) -> None:
    made = visit("管").post(
        "/tasks", name="示例任务", urls="https://shop.invalid/", follow="site", render="auto",
        how="daily", at="06:00", weekday="1", cron="", max_pages="",
    )  # fmt: skip
    assert made.status_code == 303
    assert "每天 06:00" in visit("甲").get("/tasks").text
    assert visit("甲").post("/tasks/act", name="示例任务", act="disable").status_code == 409
    visit("管").post("/tasks/act", name="示例任务", act="disable")
    with office[1].read() as session:
        assert load_task(session, "示例任务").enabled is False


FORM = {"follow": "site", "render": "auto", "weekday": "1", "max_pages": ""}


def test_the_next_run_is_shown_and_a_schedule_that_can_never_come_is_refused(visit: Enter) -> None:
    admin = visit("管")
    fields = {**FORM, "name": "示例定时", "urls": "https://shop.invalid/", "at": "06:00"}
    assert admin.post("/tasks", **fields, how="daily", cron="").status_code == 303
    assert "下次运行" in admin.get("/tasks").text
    for line in ("61 2 * * *", "0 0 30 2 *"):
        answer = admin.post("/tasks", **fields, how="cron", cron=line)
        assert (answer.status_code, "定时" in answer.text) == (400, True)


def test_a_start_that_is_refused_says_so_where_it_is_made_and_on_the_first_page(
    office: Office, visit: Enter
) -> None:
    admin = visit("管")
    saved = admin.post(
        "/tasks", **FORM, name="内网店", urls="http://127.0.0.1:9/", how="none", at="", cron=""
    )
    page = admin.get(saved.headers["location"]).text
    assert "已保存，但目前不能运行" in page
    assert "未放行" in page
    assert 'href="/settings#allow_addresses"' in page
    started = visit("甲").post("/tasks/act", name="内网店", act="run")
    run = admin.get(started.headers["location"]).text
    assert "未放行" in run
    assert 'href="/settings#allow_addresses"' in run
    with office[1].read() as session:
        row = list_runs(session, task_id=load_task(session, "内网店").id)[0]
        assert row.state is RunState.FAILED
    overview = visit("甲").get("/").text
    assert "未放行" in overview
    assert f"/runs/{row.id}" in overview
    assert 'href="/settings#allow_addresses"' not in overview, "an officer may not open it"
    assert "请管理员操作" in overview


def test_a_run_leads_to_its_listings(office: Office, visit: Enter) -> None:
    listing = Listing(
        url="https://shop.invalid/run-1", title="示例批次面粉", platform="shop.invalid"
    )
    with office[1].begin() as session:
        run = RunRow(fingerprint="x", urls=("https://shop.invalid/",), state=RunState.FINISHED)
        session.add(run)
        session.flush()
        save_listings(
            session, [SeenListing(key=listing.url, listing=listing)], run_id=run.id, at=AT
        )
        number = run.id
    assert f"/listings?run={number}" in visit("甲").get(f"/runs/{number}").text
    page = visit("甲").get(f"/listings?run={number}").text
    assert "示例批次面粉" in page
    assert page.count('<td class="num">') == 1
    assert "示例批次面粉" not in visit("甲").get(f"/listings?run={number}&leads=1").text
