"""The first half of the demonstration: what to protect, where to look, what was found."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from console.demo.demo_office import DemoOffice, StageFailed
from console.demo.market.catalogue import SITES, Good, find_good, shelf
from console.demo.market.market import Market

RIGHTS = Path(__file__).parent / "rights.yml"
TASKS = Path(__file__).parent / "tasks.yml"
PROFILES = Path(__file__).parent / "platforms"
RIGHT = "tianfu-hetao"
"""The right whose leads the demonstration acts on."""
LEVELS = ("red", "orange", "yellow", "blue")


def import_rights(office: DemoOffice) -> list[str]:
    """Make the database and enter the starter rights."""
    office.hubiao("init")
    office.hubiao("rights", "import", str(RIGHTS))
    rights = yaml.safe_load(RIGHTS.read_text("utf-8"))["rights"]
    families = Counter(right["family"] for right in rights)
    counts = ", ".join(f"{family} {count}" for family, count in families.items())
    return [
        f"{len(rights)} rights ({counts}); {_verify_right(office)} verified for the demonstration"
    ]


def _verify_right(office: DemoOffice) -> str:
    """What an office does before its first letter: read the certificate (here a made-up one) and say so."""
    book = yaml.safe_load(RIGHTS.read_text("utf-8"))
    rights = [right for right in book["rights"] if right["id"] == RIGHT]
    holders = [holder for holder in book["holders"] if holder["id"] == rights[0]["holder"]]
    for entry in (*rights, *holders):
        entry["verified"] = True
    verified = office.folder / "verified-rights.yml"
    text = yaml.safe_dump({"holders": holders, "rights": rights}, allow_unicode=True)
    verified.write_text(text, "utf-8")
    office.hubiao("rights", "import", str(verified))
    for kind in ("certificate", "identity"):
        paper = office.folder / f"{kind}.pdf"
        paper.write_bytes(f"%PDF-1.7 % made up for the demonstration: {kind}\n".encode())
        office.hubiao("rights", "file", RIGHT, str(paper), "--kind", kind)
    return str(rights[0]["text"])


def add_tasks(office: DemoOffice, market: Market) -> list[str]:
    """Enter a task for each site of the market."""
    tasks = yaml.safe_load(TASKS.read_text("utf-8"))
    for task in tasks:
        options = ["--cron", task["cron"], "--platform", str(PROFILES / f"{task['site']}.yml")]
        if campaign := task.get("campaign"):
            options += ["--campaign", campaign]
        office.hubiao("task", "add", task["name"], market.start_url(task["site"]), *options)
    return [f"{task['name']}  {market.start_url(task['site'])}" for task in tasks]


def crawl_market(office: DemoOffice) -> list[str]:
    """Run each task; a site that gives no listing fails the stage."""
    facts = []
    for task in yaml.safe_load(TASKS.read_text("utf-8")):
        closing = _crawl(office, task["name"])
        if not sum(closing[f"listings_{fate}"] for fate in ("new", "changed", "same")):
            raise StageFailed("demo.no-listing", task=task["name"], pages=closing["pages"])
        facts.append(_closing_line(task["name"], closing))
    return facts


def crawl_next_day(office: DemoOffice, market: Market) -> list[str]:
    """Let a day pass on the market and crawl its first site again: goods have gone, come back
    under another shop, and changed their price."""
    market.move_to(1)
    name = yaml.safe_load(TASKS.read_text("utf-8"))[0]["name"]
    before = len(office.lines("leads", "--format", "jsonl"))
    closing = _crawl(office, name)
    if not closing["listings_changed"] or not closing["listings_new"]:
        raise StageFailed("demo.no-change", task=name)
    office.hubiao("assess")
    opened = len(office.lines("leads", "--format", "jsonl")) - before
    return [_closing_line(name, closing), f"{opened} new leads"]


def _crawl(office: DemoOffice, task: str) -> dict[str, Any]:
    return dict(json.loads(office.hubiao("crawl", "--task", task).splitlines()[-1]))


def _closing_line(name: str, closing: dict[str, object]) -> str:
    return (
        f"{name}: {closing['pages']} pages, {closing['listings_new']} new,"
        f" {closing['listings_changed']} changed, {closing['listings_same']} same,"
        f" {closing['blocked']} blocked, {closing['errors']} errors"
    )


def assess_listings(office: DemoOffice) -> list[str]:
    """Assess all listings; says what was found, missed and wrongly flagged of the known truth."""
    office.hubiao("assess")
    leads = office.lines("leads", "--format", "jsonl")
    levels = Counter(lead["level"] for lead in leads)
    counts = ", ".join(f"{level} {levels[level]}" for level in LEVELS)
    return [f"{len(leads)} leads: {counts}", *_against_truth(office, leads)]


def _against_truth(office: DemoOffice, leads: list[dict[str, object]]) -> list[str]:
    """How the crawl and the assessment stand beside what the market's author knows."""
    lines = office.lines("export", "listings")
    listed = {good.id: good for line in lines if (good := good_of(line))}
    flagged = {good.id for lead in leads if (good := good_of(lead))}
    on_shelf = sum(len(shelf(site, 0)) for site in SITES)
    infringing = {number for number, good in listed.items() if good.truth == "infringing"}
    open_goods = {number for number, good in listed.items() if good.truth == "open"}
    legitimate = listed.keys() - infringing - open_goods
    return [
        f"{len(listed)} of {on_shelf} goods found, {len(lines) - len(listed)} other pages taken"
        " for goods",
        f"of {len(infringing)} infringing goods {len(infringing & flagged)} became leads;"
        f" of {len(legitimate)} honest or licensed ones {len(legitimate & flagged)} did",
        f"of {len(open_goods)} goods that only the holder knows {len(open_goods & flagged)} wait for"
        " its answer",
    ]


def good_of(line: dict[str, object]) -> Good | None:
    """The market's good behind a lead or listing, by the number in its address."""
    digits = "".join(filter(str.isdigit, str(line["url"]).rsplit("/", 1)[-1]))
    if len(digits) != 4:
        return None
    for site in SITES:
        if good := find_good(site, int(digits)):
            return good
    return None
