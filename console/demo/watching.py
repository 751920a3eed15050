"""The first half of the demonstration: what to protect, where to look, what was found."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from console.demo.house import DemoHouse, StageFailed
from console.demo.market.catalogue import SITES, Good, find_good, shelf
from console.demo.market.market import Market

RIGHTS = Path(__file__).parent / "rights.yml"
TASKS = Path(__file__).parent / "tasks.yml"
PROFILES = Path(__file__).parent / "platforms"
LEVELS = ("red", "orange", "yellow", "blue")


def import_rights(house: DemoHouse) -> list[str]:
    """Make the database and enter the starter rights."""
    house.hubiao("init")
    house.hubiao("rights", "import", str(RIGHTS))
    rights = yaml.safe_load(RIGHTS.read_text("utf-8"))["rights"]
    families = Counter(right["family"] for right in rights)
    shown = ", ".join(f"{family} {count}" for family, count in families.items())
    return [f"{len(rights)} rights ({shown}), none verified"]


def add_tasks(house: DemoHouse, market: Market) -> list[str]:
    """Enter a task for each site of the market."""
    tasks = yaml.safe_load(TASKS.read_text("utf-8"))
    for task in tasks:
        options = ["--cron", task["cron"], "--platform", str(PROFILES / f"{task['site']}.yml")]
        if campaign := task.get("campaign"):
            options += ["--campaign", campaign]
        house.hubiao("task", "add", task["name"], market.start_url(task["site"]), *options)
    return [f"{task['name']}  {market.start_url(task['site'])}" for task in tasks]


def crawl_market(house: DemoHouse) -> list[str]:
    """Run each task; a site that gives no listing fails the stage."""
    facts = []
    for task in yaml.safe_load(TASKS.read_text("utf-8")):
        closing = _crawl(house, task["name"])
        if not sum(closing[f"listings_{fate}"] for fate in ("new", "changed", "same")):
            raise StageFailed("demo.no-listing", task=task["name"], pages=closing["pages"])
        facts.append(_shown(task["name"], closing))
    return facts


def crawl_next_day(house: DemoHouse, market: Market) -> list[str]:
    """Let a day pass on the market and crawl its first site again: goods have gone, come back
    under another shop, and changed their price."""
    market.move_to(1)
    name = yaml.safe_load(TASKS.read_text("utf-8"))[0]["name"]
    before = len(house.lines("leads", "--format", "jsonl"))
    closing = _crawl(house, name)
    if not closing["listings_changed"] or not closing["listings_new"]:
        raise StageFailed("demo.no-change", task=name)
    house.hubiao("assess")
    opened = len(house.lines("leads", "--format", "jsonl")) - before
    return [_shown(name, closing), f"{opened} new leads"]


def _crawl(house: DemoHouse, task: str) -> dict[str, Any]:
    return dict(json.loads(house.hubiao("crawl", "--task", task).splitlines()[-1]))


def _shown(name: str, closing: dict[str, Any]) -> str:
    return (
        f"{name}: {closing['pages']} pages, {closing['listings_new']} new,"
        f" {closing['listings_changed']} changed, {closing['listings_same']} same,"
        f" {closing['blocked']} blocked, {closing['errors']} errors"
    )


def assess_listings(house: DemoHouse) -> list[str]:
    """Assess all listings; says what was found, missed and wrongly flagged of the known truth."""
    house.hubiao("assess")
    leads = house.lines("leads", "--format", "jsonl")
    levels = Counter(lead["level"] for lead in leads)
    shown = ", ".join(f"{level} {levels[level]}" for level in LEVELS)
    return [f"{len(leads)} leads: {shown}", *_against_truth(house, leads)]


def _against_truth(house: DemoHouse, leads: list[dict[str, Any]]) -> list[str]:
    """How the crawl and the assessment stand beside what the market's author knows."""
    lines = house.lines("export", "listings")
    listed = {good.id: good for line in lines if (good := good_of(line))}
    flagged = {good.id for lead in leads if (good := good_of(lead))}
    on_shelf = sum(len(shelf(site, 0)) for site in SITES)
    infringing = {number for number, good in listed.items() if good.truth == "infringing"}
    other = listed.keys() - infringing
    return [
        f"{len(listed)} of {on_shelf} goods found, {len(lines) - len(listed)} other pages taken"
        " for goods",
        f"of {len(infringing)} infringing goods {len(infringing & flagged)} became leads;"
        f" of {len(other)} honest or licensed ones {len(other & flagged)} did",
    ]


def good_of(line: dict[str, Any]) -> Good | None:
    """The market's good behind a lead or listing, by the number in its address."""
    digits = "".join(filter(str.isdigit, str(line["url"]).rsplit("/", 1)[-1]))
    if len(digits) != 4:
        return None
    for site in SITES:
        if good := find_good(site, int(digits)):
            return good
    return None
