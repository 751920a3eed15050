"""An office with keys to local servers of open APIs, as its officers set it up by commands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from crawler.open_api.registry import FOLDER
from storage.base.database import open_database
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from tests.console.command import Office, Result
from tests.databases import migrated_file
from tests.officers import enter_officer

RIGHTS = """\
holders:
  - {id: shili, name: 示例协会}
rights:
  - {id: hetao, kind: trademark, text: 天赋河套, holder: shili, goods: [大米, 面粉], registration_no: "1234567"}
"""


@dataclass(frozen=True)
class ApiOffice:
    """Its commands reach loopback."""

    office: Office

    def run(self, *words: str, stdin: str = "") -> Result:
        """Run `hubiao WORDS…`."""
        return self.office.run(*words, stdin=stdin)

    def crawl(self, task: str, *words: str) -> tuple[int, dict[str, object]]:
        """Run a task: its exit code and its closing line."""
        ended = self.run("crawl", "--task", task, "--allow-address", "127.0.0.0/8", *words)
        return ended.returncode, dict(json.loads(ended.stdout or "{}"))

    def listings(self) -> dict[str, dict[str, object]]:
        """Every stored listing by its address."""
        lines = self.run("export", "listings", "--format", "jsonl").stdout.splitlines()
        return {line["url"]: line for line in map(json.loads, lines)}

    def lines(self, *words: str) -> list[dict[str, object]]:
        """What a command lists."""
        return [
            json.loads(line) for line in self.run(*words, "--format", "jsonl").stdout.splitlines()
        ]

    def try_api(self, name: str) -> str:
        """The one line of a trial, in Chinese."""
        chinese = Office(self.office.home, language="zh")
        return chinese.run("api", "try", name, "--allow-address", "127.0.0.0/8").stdout.strip()

    def describe(self, name: str, url: str, *changes: tuple[str, str]) -> None:
        """Let the shipped description of an API point at a server on loopback, and wait for nothing."""
        text = (FOLDER / f"{name}.yml").read_text("utf-8")
        text = re.sub(r"(?m)^(endpoint: https://)[^/\s]+", f"endpoint: {url}", text)
        text = re.sub(r"(?m)^limits: .*$", "limits: {delay: 0, budget: 1000, pause: 0.01}", text)
        for pattern, replacement in changes:
            text, number = re.subn(pattern, replacement, text)
            assert number, pattern
        folder = self.office.home / "apis"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.yml").write_text(text, "utf-8")

    def open(self, name: str, **keys: str) -> None:
        """Enter keys and confirm terms."""
        lines = "".join(f"{key}={value}\n" for key, value in keys.items())
        assert self.run("api", "keys", name, stdin=lines).returncode == 0
        assert self.run("api", "confirm", name, "--as", "王").returncode == 0


def an_api_office(folder: Path) -> ApiOffice:
    """An office with one right and no API open."""
    migrated_file(folder / "home" / "hubiao.db")
    database = open_database(Settings(home=folder / "home"))
    with database.begin() as session:
        enter_officer(session, "王", Role.ADMIN)
    database.close()
    office = Office(folder / "home")
    (folder / "rights.yml").write_text(RIGHTS, "utf-8")
    imported = office.run("rights", "import", "rights.yml")
    assert imported.returncode == 0, imported.stderr
    return ApiOffice(office)
