"""Tasks in the console: made in plain words, switched off by those who may."""

from __future__ import annotations

from collections.abc import Callable

from storage.base.database import Database
from storage.base.settings import Settings
from storage.crawls.tasks import load_task
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
