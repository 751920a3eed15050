"""The second half of the demonstration: evidence, verdicts, mails."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from console.demo.demo_office import DemoOffice, StageFailed
from console.demo.watching import RIGHT, good_of

DECIDED = 3
"""Leads of one right that the demonstration's officer confirms."""
MARK = "天赋河套"
TITLES = {"officer": "核查员", "approver": "审批人", "legal": "法制审核员", "admin": "管理员"}
"""Functions of the demonstration's users, by role."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user made for the demonstration."""

    name: str
    role: str
    full_name: str
    password: str


def add_users(office: DemoOffice) -> list[Account]:
    """An officer, an approver, a legal reviewer and an administrator, with random passwords and names
    that are plainly examples."""
    accounts = [
        Account(
            name=f"demo-{role}",
            role=role,
            full_name=f"示例{title}",
            password=secrets.token_urlsafe(9),
        )
        for role, title in TITLES.items()
    ]
    for account in accounts:
        office.hubiao(
            "users", "add", account.name, "--role", account.role, "--password-stdin",
            "--full-name", account.full_name, "--function", TITLES[account.role],
            stdin=account.password + "\n",
        )  # fmt: skip
    return accounts


def leads_to_confirm(office: DemoOffice) -> list[dict[str, object]]:
    """Leads of the public brand on the server-rendered site, all of the category that most shops sell:
    a risk warning counts by goods, and names no group of one shop. The first of each shop, then the
    others.

    Raises StageFailed where there are none.
    """
    queue = office.lines("leads", "--state", "pending", "--format", "jsonl")
    leads = [
        (lead, good)
        for lead in queue
        if lead["right"] == RIGHT
        and (good := good_of(lead))
        and good.truth == "infringing"
        and good.seller.site == "collected"
    ]
    if not leads:
        raise StageFailed("demo.no-lead", right=RIGHT)
    shops: dict[str, dict[str, dict[str, object]]] = {}
    for lead, good in leads:
        shops.setdefault(good.category, {}).setdefault(good.seller.name, lead)
    category, first_of_shops = max(shops.items(), key=lambda item: len(item[1]))
    first = list(first_of_shops.values())
    remaining = [lead for lead, good in leads if good.category == category and lead not in first]
    return [*first, *remaining][:DECIDED]


def lead_to_ask(office: DemoOffice) -> dict[str, object]:
    """A lead of the public brand of which only the holder can say whose goods are sold.

    Raises StageFailed where there is none.
    """
    for lead in office.lines("leads", "--state", "pending", "--format", "jsonl"):
        good = good_of(lead)
        if lead["right"] == RIGHT and good and good.truth == "open":
            return lead
    raise StageFailed("demo.no-open-lead", right=RIGHT)


def capture_evidence(office: DemoOffice, leads: list[dict[str, object]]) -> list[str]:
    """A package of each lead's page, verified by the command that a third party would use."""
    folder = office.folder / "packages"
    folder.mkdir(exist_ok=True)
    facts = []
    for lead in leads:
        package = folder / f"lead-{lead['id']}.wacz"
        office.hubiao("capture", "--lead", str(lead["id"]), "-o", str(package), "--require-stamp")
        checks = office.hubiao("verify", str(package)).splitlines()
        facts.append(f"{package}  {package.stat().st_size // 1024} KiB, {len(checks)} checks ok")
    return facts


def decide_leads(
    office: DemoOffice, leads: list[dict[str, Any]], open_lead: dict[str, Any]
) -> list[str]:
    """Confirm these leads, leave the open one to its holder, and dismiss those in the queue that the
    market's author knows as honest."""
    honest = [
        lead
        for lead in office.lines("leads", "--state", "pending", "--format", "jsonl")
        if (good := good_of(lead)) and good.truth in ("honest", "licensed")
    ]
    for lead in leads:
        reason = "same_mark" if MARK in lead["title"] else "similar_mark"
        _decide(office, lead, "confirmed", reason)
    _decide(office, open_lead, "needs_evidence", "ask_holder")
    for lead in honest:
        good = good_of(lead)
        licensed = good is not None and good.truth == "licensed"
        _decide(office, lead, "dismissed", "licensed" if licensed else "place_name")
    return [
        f"{len(leads)} confirmed, 1 left to its holder, {len(honest)} dismissed by demo-officer"
    ]


def _decide(office: DemoOffice, lead: dict[str, object], verdict: str, reason: str) -> None:
    office.hubiao("decide", str(lead["id"]), verdict, "--reason", reason, "--as", "demo-officer")


def send_mails(office: DemoOffice) -> list[str]:
    """Deliver what is due; by default into the local mailbox."""
    office.hubiao("digest")
    office.hubiao("outbox", "send")
    mails = sorted((office.folder / "mailbox").glob("*.eml"))
    if not mails:
        raise StageFailed("demo.no-mail")
    return [f"{len(mails)} mails", *(str(mail) for mail in mails)]
