"""Two offices on one server: both work at once, and nothing of one is in the other."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import httpx

from console.web.console_key import cookie_name
from storage.base.database import open_database
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.files.backup import write_backup
from storage.people.passwords import add_user
from tests.console.command import Office
from tests.servers import patient_http
from tests.servers.processes import Process, start
from tests.waiting import wait_until

PASSWORD = "correct-horse"


def serving(home: Path, name: str) -> tuple[Process, str]:
    """`hubiao serve` of an office that has an administrator, and its address."""
    settings = Settings(home=home)
    database = open_database(settings, migrate=True)
    with database.begin() as session:
        add_user(session, name, Role.ADMIN, PASSWORD, actor="setup")
    database.close()
    environment = {**os.environ, "HUBIAO_HOME": str(home), "HUBIAO_OFFICE_NAME": f"{name}单位"}
    process = start("console", "serve", "--port", "0", environment=environment)
    match = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert match is not None
    return process, match[0]


def sign_in(browser: httpx.Client, address: str, name: str) -> None:
    page = browser.get(f"{address}/sign-in").text
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token is not None
    form = {"token": token[1], "name": name, "password": PASSWORD}
    assert browser.post(f"{address}/sign-in", data=form).status_code == 303


def test_two_offices_serve_at_once_and_share_nothing(tmp_path: Path) -> None:
    first, address = serving(tmp_path / "a", "甲")
    second, other_address = serving(tmp_path / "b", "乙")
    try:
        with patient_http.Client() as browser:
            sign_in(browser, address, "甲")
            sign_in(browser, other_address, "乙")
            # One browser keeps both sessions: cookies do not tell ports apart.
            assert "甲单位" in browser.get(f"{address}/users").text
            users = browser.get(f"{other_address}/users").text
        assert "乙单位" in users
        assert "甲" not in users
        keys = [(tmp_path / home / "keys" / "console.key").read_bytes() for home in "ab"]
        assert cookie_name(keys[0]) != cookie_name(keys[1])
        refused = Office(tmp_path / "a").run("restore", "--replace", "x.tar.gz")
        assert refused.returncode == 2, "no such file"
        first.send_signal(signal.SIGTERM)
        assert first.wait(30) == 0
        # The other works on while one is backed up, replaced and upgraded.
        settings = Settings(home=tmp_path / "a")
        database = open_database(settings)
        write_backup(database, settings, tmp_path / "a.tar.gz")
        database.close()
        for command in (["restore", "--replace", "a.tar.gz"], ["upgrade"]):
            ended = Office(tmp_path / "a").run(*command)
            assert ended.returncode == 0, ended.stderr
        assert patient_http.get(f"{other_address}/healthz").json() == {"status": "ok"}
        wait_until((tmp_path / "b" / "logs" / "worker.log").is_file)
        assert second.poll() is None
    finally:
        for process in (first, second):
            process.kill()
            process.communicate()
