"""The first start without a terminal but for its code: administrator, office, mail, rights, task."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from console.web.console_key import console_key, setup_code
from storage.base.database import Database, open_database
from storage.base.settings import Settings, load_settings
from storage.crawls.tasks import list_tasks
from tests.officers import PASSWORD
from tests.servers.local_mailbox import mails_in

RIGHTS = "rights: [{id: naipi, text: 示例奶皮子, classes: [29]}]"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    """A data folder in which nobody has been yet."""
    settings = load_settings(home=tmp_path_factory.mktemp("fresh"))
    database = open_database(settings, migrate=True)
    yield settings, database
    database.close()


def test_the_wizard_makes_an_office_ready(window: Page, office: tuple[Settings, Database]) -> None:
    settings, database = office
    window.goto("/")
    expect(window.get_by_role("heading", name="首次启动")).to_be_visible()
    window.get_by_label("启动码").fill(setup_code(console_key(settings)))
    window.get_by_label("用户名").fill("管")
    window.get_by_label("密码（").fill(PASSWORD)
    window.get_by_label("确认密码").fill(PASSWORD)
    window.get_by_role("button", name="创建管理员").click()

    expect(window.get_by_role("heading", name="开始使用")).to_be_visible()
    window.get_by_role("link", name="下一步：单位信息与系统网址").click()
    window.get_by_label("单位名称").fill("示例县市场监督管理局")
    window.get_by_role("button", name="保存，下一步").click()
    expect(window.locator(".office")).to_contain_text("示例县市场监督管理局")
    assert load_settings(home=settings.home).office_name == "示例县市场监督管理局"

    window.get_by_label("试发到").fill("admin@office.invalid")
    window.get_by_role("button", name="保存并试发一封").click()
    expect(window.locator(".info")).to_contain_text("已存入本地邮箱")
    assert [mail["To"] for mail in mails_in(settings).values()] == ["admin@office.invalid"]

    window.get_by_role("button", name="跳过这一步").click()
    expect(window.get_by_role("heading", name="时间戳服务")).to_be_visible()
    window.goto("/start/rights")
    window.get_by_label("权利文件").set_input_files(
        {"name": "rights.yml", "mimeType": "text/yaml", "buffer": RIGHTS.encode()}
    )
    window.get_by_role("button", name="直接导入").click()
    expect(window.locator("main")).to_contain_text("示例奶皮子")

    window.goto("/start")
    window.get_by_role("link", name="第一个监测任务").click()
    window.get_by_label("任务名称").fill("示例店铺")
    window.get_by_label("起始网址").fill("https://shop.invalid/")
    window.get_by_role("button", name="保存任务").click()
    expect(window.locator(".info, .banner").first).to_contain_text("已保存")
    with database.read() as session:
        assert [task.name for task in list_tasks(session)] == ["示例店铺"]
    window.goto("/start")
    expect(window.locator("ol.progress li.done")).to_have_count(3)
