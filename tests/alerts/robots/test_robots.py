"""Robots of groups, told by a local server what an office's robot would be: numbers alone, once, never by night."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from alerts.mail.trouble_mail import Trouble
from alerts.robots.robot_message import robot_request
from alerts.robots.telling import tell_channels, try_channel
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings
from storage.leads.opening import open_lead
from storage.outgoing.notice_channels import (
    Purpose,
    RobotKey,
    add_channel,
    change_channel,
    list_channels,
    read_key,
)
from storage.tables import AssessmentRow, LeadRow, NoticeChannelRow, RobotKind
from tests.console.sample_office import add_leads, an_office

NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)
NIGHT = datetime(2026, 11, 30, 15, tzinfo=UTC)
"""23:00 of the office's clock."""


class Robot(ThreadingHTTPServer):
    """A group's robot; `code` and `words` are what it answers in its body."""

    code = 0
    words = "invalid webhook url"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.texts: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Robot

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.texts.append(body["text"]["content"])
        answer = json.dumps({"errcode": self.server.code, "errmsg": self.server.words}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def robot() -> Iterator[Robot]:
    server = Robot()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Settings, Database]]:
    settings, database = an_office(
        tmp_path, leads=2, allow_addresses=("127.0.0.0/8",), console_url="https://hubiao.example"
    )
    yield settings, database
    database.close()


def _channel(office: tuple[Settings, Database], robot: Robot, *purposes: Purpose) -> int:
    settings, database = office
    with database.begin() as session:
        number = add_channel(
            session, settings, name="一科", kind=RobotKind.WECOM, key=RobotKey(token="secret-token"),
            server=robot.url, actor="管",
        )  # fmt: skip
        change_channel(
            session, number, active=True, purposes=purposes, quiet_hours="22:00-07:00", actor="管"
        )
    return number


def test_a_group_is_told_once_in_numbers_and_never_by_night(
    office: tuple[Settings, Database], robot: Robot
) -> None:
    settings, database = office
    _channel(office, robot, Purpose.RED, Purpose.TROUBLE)
    assert tell_channels(database, settings, list, NOON) == 0  # what was there before is no news
    add_leads(database, ["天赋河套面粉 5kg", "天赋河套羊肉"])
    with database.begin() as session:
        session.execute(sa.update(LeadRow).values(level="red"))
    trouble = Trouble(name="backup", title="备份", text="备份失败")
    assert tell_channels(database, settings, lambda: [trouble], NIGHT) == 0
    assert tell_channels(database, settings, lambda: [trouble], NOON) == 1
    assert tell_channels(database, settings, lambda: [trouble], NOON) == 0
    (text,) = robot.texts
    assert "新的红色线索" in text
    assert "运行异常：备份" in text
    assert "https://hubiao.example/leads?level=red" in text
    assert "天赋河套" not in text


def test_what_a_robot_refuses_with_200_is_a_failure_that_names_no_key_and_is_tried_again(
    office: tuple[Settings, Database], robot: Robot
) -> None:
    settings, database = office
    number = _channel(office, robot, Purpose.TROUBLE)
    robot.code = 93000
    with pytest.raises(Refused, match="93000"):
        try_channel(database, settings, number)
    with database.read() as session:
        (channel,) = list_channels(session)
        row = session.get(NoticeChannelRow, number)
        assert row is not None
        assert "secret-token" not in f"{row.sealed_key} {channel.last_fault}"
    assert channel.last_fault is not None
    assert "93000" in channel.last_fault
    robot.code = 0
    trouble = Trouble(name="disk", title="磁盘", text="将满")
    next_day = (channel.last_at or NOON) + timedelta(days=1)
    noon = datetime.combine(next_day.date(), NOON.timetz())
    assert tell_channels(database, settings, lambda: [trouble], noon) == 1


def test_a_failure_names_neither_key_nor_secret_whatever_the_robot_repeats(
    office: tuple[Settings, Database], robot: Robot
) -> None:
    settings, database = office
    number = _channel(office, robot, Purpose.TROUBLE)
    robot.code, robot.words = 93000, "no key secret-token \0\ud800"
    with pytest.raises(Refused, match="93000"):
        try_channel(database, settings, number)
    with database.read() as session:
        (channel,) = list_channels(session)
    assert channel.last_fault is not None
    assert "no key *** \ufffd" in channel.last_fault


def test_messages_are_signed_as_the_platforms_document_it() -> None:
    key = RobotKey(token="abc", secret="SEC1")
    ding = urlsplit(robot_request(RobotKind.DINGTALK, key, None, "x", NOON).url)
    query = parse_qs(ding.query)
    stamp = str(int(NOON.timestamp() * 1000))
    digest = hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()
    assert (ding.netloc, query["timestamp"], query["sign"]) == (
        "oapi.dingtalk.com", [stamp], [base64.b64encode(digest).decode()],
    )  # fmt: skip
    feishu = json.loads(robot_request(RobotKind.FEISHU, key, None, "x", NOON).body)
    stamp = str(int(NOON.timestamp()))
    digest = hmac.new(f"{stamp}\nSEC1".encode(), b"", hashlib.sha256).digest()
    assert feishu["sign"] == base64.b64encode(digest).decode()
    assert feishu["content"] == {"text": "x"}


@pytest.mark.parametrize(
    ("address", "token"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a-91f6-7xxx", "693a-91f6-7xxx"),
        ("https://oapi.dingtalk.com/robot/send?access_token=abcd1234", "abcd1234"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/ab-12-cd-34", "ab-12-cd-34"),
        ("abcd1234efgh", "abcd1234efgh"),
    ],
)
def test_the_key_is_read_out_of_the_address_that_the_group_shows(address: str, token: str) -> None:
    assert read_key(address, "").token == token


def test_what_is_no_address_of_a_robot_is_refused() -> None:
    with pytest.raises(BadInput):
        read_key("https://example.com/", "")


def test_a_lead_that_turns_red_later_is_told_once(
    office: tuple[Settings, Database], robot: Robot
) -> None:
    settings, database = office
    _channel(office, robot, Purpose.RED)
    with database.begin() as session:
        session.execute(sa.update(LeadRow).values(level="orange"))
    assert tell_channels(database, settings, list, NOON) == 0
    with database.begin() as session:
        lead = session.scalars(sa.select(LeadRow)).first()
        assert lead is not None
        assessed = session.get_one(AssessmentRow, lead.assessment_id)
        worse = AssessmentRow(
            version_id=assessed.version_id, right_id=assessed.right_id, basis="worse",
            model=assessed.model, score=0.99, level="red", lead=True, signals=assessed.signals,
        )  # fmt: skip
        session.add(worse)
        session.flush()
        open_lead(session, worse, lead.listing_id, tier=lead.tier)
    assert tell_channels(database, settings, list, NOON) == 1
    assert tell_channels(database, settings, list, NOON) == 0
    assert "新的红色线索 1 条" in robot.texts[0]
