"""系统设置: changed without a terminal, secrets never shown, a trial mail through a real relay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.console.visitor import Visitor
from tests.servers.smtp import Relay

Office = tuple[Settings, Database]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    settings, database = an_office(tmp_path / "home", leads=0)
    yield settings, database
    database.close()


@pytest.fixture
def administrator(office: Office) -> Iterator[Visitor]:
    with served(*office) as address:
        visitor = Visitor(address, "管")
        yield visitor
        visitor.close()


def test_a_trial_mail_goes_through_the_relay_that_was_just_set(
    administrator: Visitor, office: Office, smtp_relay: Relay
) -> None:
    saved = administrator.post(
        "/settings", smtp_host=smtp_relay.host, smtp_port=str(smtp_relay.port),
        smtp_user=smtp_relay.user, smtp_password=smtp_relay.password, smtp_ca=str(smtp_relay.authority),
        mail_from="hubiao@office.invalid",
    )  # fmt: skip
    assert saved.headers["location"] == "/settings?saved=1"
    page = administrator.get("/settings").text
    assert smtp_relay.password not in page
    assert "••••••" in page
    answer = administrator.post("/settings/mail", to="officer@office.invalid")
    assert "已接收" in answer.text
    assert [mail["To"] for mail in smtp_relay.mails] == ["officer@office.invalid"]


def test_a_relay_that_refuses_is_quoted_and_nothing_breaks(administrator: Visitor) -> None:
    administrator.post(
        "/settings",
        smtp_host="127.0.0.1",
        smtp_port="9",
        smtp_tls="none",
        mail_from="hubiao@localhost",
    )
    answer = administrator.post("/settings/mail", to="officer@office.invalid")
    assert "须填写本单位的发件人地址" in answer.text
    administrator.post("/settings", mail_from="hubiao@office.invalid")
    answer = administrator.post("/settings/mail", to="officer@office.invalid")
    assert answer.status_code == 400
    assert "对方拒绝连接" in answer.text


def test_a_form_that_changes_nothing_keeps_an_unset_secret_unset(
    administrator: Visitor, office: Office
) -> None:
    assert administrator.post("/settings", smtp_password="").headers["location"] == "/settings"
    assert load_settings(home=office[0].home).smtp_password is None


def test_an_address_without_a_scheme_is_no_beginning_of_links(
    administrator: Visitor, office: Office
) -> None:
    refused = administrator.post("/settings", console_url="hubiao.example")
    assert refused.status_code == 400
    assert load_settings(home=office[0].home).console_url is None


def test_a_wrong_value_is_named_and_nothing_is_changed(administrator: Visitor) -> None:
    answer = administrator.post("/settings", crawl_delay="soon", office_short="示")
    assert answer.status_code == 400
    assert "“请求间隔（秒）”：应为数字" in answer.text
    assert 'value="示"' not in administrator.get("/settings").text


def test_settings_are_searched_and_a_wrong_network_is_named_in_chinese(
    administrator: Visitor,
) -> None:
    page = administrator.get("/settings?find=内网").text
    assert 'name="allow_addresses"' in page
    assert 'name="smtp_host"' not in page
    wrong = administrator.post("/settings", allow_addresses="内网").text
    assert "设置 “放行的内网地址”：“内网”不是 IP 地址或网段" in wrong
