"""Other systems: a token that is shown once and works, a webhook whose test arrives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from storage.base.database import Database
from storage.base.settings import Settings
from tests.console.sample_office import an_office
from tests.e2e.conftest import sign_in
from tests.servers import patient_http
from tests.servers.webhook_receiver import running_receiver


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    """An office whose neighbours on this machine may be told."""
    home: Path = tmp_path_factory.mktemp("office")
    settings, database = an_office(home, leads=2, allow_addresses="127.0.0.0/8")
    yield settings, database
    database.close()


def test_a_token_is_shown_once_works_and_is_withdrawn(window: Page, address: str) -> None:
    sign_in(window, "管")
    window.goto("/programs")
    window.get_by_label("名称").first.fill("示例系统")
    window.get_by_label("只读线索").check()
    window.get_by_role("button", name="新建令牌").click()
    secret = window.locator(".copy").inner_text()
    asked = f"{address}/api/v1/leads"
    headers = {"Authorization": f"Bearer {secret}"}
    assert patient_http.get(asked, headers=headers).json()["total"] == 2
    assert patient_http.get(f"{address}/api/v1/rights", headers=headers).status_code == 403
    window.goto("/programs")
    assert secret not in window.content()
    window.get_by_role("button", name="收回令牌 示例系统").click()
    window.get_by_role("button", name="确认收回").click()
    expect(window.locator("main")).to_contain_text("还没有令牌")
    assert patient_http.get(asked, headers=headers).status_code == 401


def test_a_webhook_is_added_tested_and_forgotten(window: Page) -> None:
    sign_in(window, "管")
    with running_receiver() as receiver:
        window.goto("/programs")
        window.get_by_text("添加推送地址").click()
        form = window.locator("form[action='/programs/webhooks']")
        form.get_by_label("名称").fill("示例平台")
        form.get_by_label("接收地址").fill(receiver.url)
        form.get_by_role("button", name="添加").click()
        expect(window.locator(".copy")).to_contain_text("whsec_")
        window.get_by_role("button", name="发送测试").click()
        expect(window.locator("tr.fresh")).to_contain_text("HTTP 204")
        assert len(receiver.came) == 1
    window.get_by_role("button", name="发送测试").click()
    expect(window.locator("tr.fresh")).to_contain_text("Connection refused")
    window.get_by_role("button", name="删除").click()
    window.get_by_role("button", name="确认删除").click()
    expect(window.locator("main")).to_contain_text("不向外发送任何消息")
