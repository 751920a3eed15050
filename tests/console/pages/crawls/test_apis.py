"""The page of open APIs: keys are sealed, terms confirmed, one call made, a task stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from console.web.crawls.open_apis import open_api_views
from crawler.open_api.api_order import confirmed_terms
from crawler.open_api.registry import FOLDER, api_files, api_of
from storage.base.database import Database
from storage.base.settings import Settings
from storage.crawls.tasks import load_task
from tests.console.sample_office import an_office
from tests.console.visitor import Visitor
from tests.open_api.jd_union_server import JdUnionServer, jd_goods, running_jd_union

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that may reach loopback."""
    folder = tmp_path_factory.mktemp("office")
    settings, database = an_office(folder, allow_addresses=("127.0.0.0/8",))
    yield settings, database
    database.close()


@pytest.fixture(scope="module")
def server(office: Office) -> Iterator[JdUnionServer]:
    with running_jd_union([jd_goods(100_001, "示例 大米")]) as jd:
        text = (FOLDER / "jd-union.yml").read_text("utf-8")
        folder = office[0].home / "apis"
        folder.mkdir()
        (folder / "jd-union.yml").write_text(text.replace("https://api.jd.com", jd.url), "utf-8")
        yield jd


def test_an_api_is_opened_tried_and_asked_by_a_task(
    office: Office, visit: Enter, server: JdUnionServer
) -> None:
    admin = visit("管")
    assert "未填密钥" in visit("甲").get("/apis").text
    keys = {"key_app_key": server.app_key, "key_secret": f" {server.secret} "}
    assert admin.post("/apis/jd-union", act="keys", **keys).status_code == 303
    assert "本单位须已同意" in admin.get("/apis").text
    assert admin.post("/apis/jd-union", act="confirm").status_code == 400
    admin.post("/apis/jd-union", act="confirm", accepted="1")
    admin.post("/apis/jd-union", act="budget", budget="50")
    assert admin.post("/apis/jd-union", act="try").status_code == 303

    page = admin.get("/apis").text
    assert "正常（返回 1 件商品）" in page
    assert "<b>1</b> / 50 次" in page
    assert server.secret not in page
    assert server.app_key not in page
    made = admin.post("/apis/tasks", name="接口任务", api="jd-union", disguises="3", at="03:00")
    assert made.status_code == 303
    with office[1].read() as session:
        task = load_task(session, "接口任务")
    assert (task.options.apis, task.options.disguises, task.cron) == (("jd-union",), 3, "0 3 * * *")


def test_a_wrong_key_is_told_on_the_page(visit: Enter, server: JdUnionServer) -> None:
    admin = visit("管")
    admin.post("/apis/jd-union", act="keys", key_app_key=server.app_key, key_secret="falsch")
    admin.post("/apis/jd-union", act="confirm", accepted="1")
    admin.post("/apis/jd-union", act="try")

    assert "密钥错误（12 无效签名 Invalid Signature）" in admin.get("/apis").text


def test_the_page_reads_every_description_as_the_crawler_does(office: Office) -> None:
    home = office[0].home
    descriptions = {name: api_of(home, name) for name in api_files(home)}
    views = {view.description.name: view for view in open_api_views(office[0].home, {})}

    assert views.keys() == descriptions.keys()
    for name, description in descriptions.items():
        view = views[name]
        assert view.terms_mark == confirmed_terms(description)
        assert [key.name for key in view.description.keys] == [key.name for key in description.keys]
        assert view.calls_a_day == description.limits.budget
        assert all(re.match("https://", term.url) for term in view.description.terms)
