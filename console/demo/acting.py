"""The second half of the demonstration: evidence, verdicts, mails."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from console.demo.house import DemoHouse, StageFailed
from console.demo.watching import good_of

DECIDED = 3
"""Leads of one right that the demonstration's officer confirms."""
RIGHT = "tianfu-hetao"
MARK = "天赋河套"


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user made for the demonstration."""

    name: str
    role: str
    password: str


def add_users(house: DemoHouse) -> list[Account]:
    """An officer, an approver, a legal reviewer and an administrator, with random passwords."""
    accounts = [
        Account(name=f"demo-{role}", role=role, password=secrets.token_urlsafe(9))
        for role in ("officer", "approver", "legal", "admin")
    ]
    for account in accounts:
        house.hubiao(
            "users", "add", account.name, "--role", account.role, "--password-stdin",
            stdin=account.password + "\n",
        )  # fmt: skip
    return accounts


def leads_to_confirm(house: DemoHouse) -> list[dict[str, Any]]:
    """The first leads of the queue that touch the public brand on the server-rendered site.

    Raises StageFailed where there are none.
    """
    queue = house.lines("leads", "--state", "pending", "--format", "jsonl")
    found = [
        lead
        for lead in queue
        if lead["right"] == RIGHT
        and (good := good_of(lead))
        and good.truth == "infringing"
        and good.seller.site == "collected"
    ]
    if not found:
        raise StageFailed("demo.no-lead", right=RIGHT)
    return found[:DECIDED]


def capture_evidence(house: DemoHouse, leads: list[dict[str, Any]]) -> list[str]:
    """A package of each lead's page, verified by the command that a third party would use."""
    folder = house.folder / "packages"
    folder.mkdir(exist_ok=True)
    facts = []
    for lead in leads:
        package = folder / f"lead-{lead['id']}.wacz"
        house.hubiao("capture", "--lead", str(lead["id"]), "-o", str(package), "--require-stamp")
        checks = house.hubiao("verify", str(package)).splitlines()
        facts.append(f"{package}  {package.stat().st_size // 1024} KiB, {len(checks)} checks ok")
    return facts


def decide_leads(house: DemoHouse, leads: list[dict[str, Any]]) -> list[str]:
    """Confirm these leads; dismiss those in the queue that the market's author knows as honest."""
    honest = [
        lead
        for lead in house.lines("leads", "--state", "pending", "--format", "jsonl")
        if (good := good_of(lead)) and good.truth != "infringing"
    ]
    for lead in leads:
        reason = "same_mark" if MARK in lead["title"] else "similar_mark"
        _decide(house, lead, "confirmed", reason)
    for lead in honest:
        good = good_of(lead)
        licensed = good is not None and good.truth == "licensed"
        _decide(house, lead, "dismissed", "licensed" if licensed else "place_name")
    return [f"{len(leads)} confirmed, {len(honest)} dismissed by demo-officer"]


def _decide(house: DemoHouse, lead: dict[str, Any], verdict: str, reason: str) -> None:
    house.hubiao("decide", str(lead["id"]), verdict, "--reason", reason, "--as", "demo-officer")


def send_mails(house: DemoHouse) -> list[str]:
    """Deliver what is due; by default into the local mailbox."""
    house.hubiao("digest")
    house.hubiao("outbox", "send")
    mails = sorted((house.folder / "mailbox").glob("*.eml"))
    if not mails:
        raise StageFailed("demo.no-mail")
    return [f"{len(mails)} mails", *(str(mail) for mail in mails)]
