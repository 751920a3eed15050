"""The demonstration keeps to its own folder and tells honestly what it did."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from rich.console import Console

from classifiers.scoring.score import assess_batch
from classifiers.scoring.scorer import make_scorer
from console.demo import watching, writing
from console.demo.account import StageAccount, print_accounts
from console.demo.demo_office import DemoOffice, StageFailed, locked_folder, make_office
from console.demo.market.catalogue import find_good, read_goods, shelf
from console.demo.market.market import Market
from console.demo.run import run_stages
from storage.base.errors import Refused
from storage.records import ElementName, Listing, NextStep
from storage.rights.import_file import read_rights_file
from tests.databases import migrated_file
from tests.servers.processes import run

SETTINGS = {"HUBIAO_ALLOW_ADDRESSES": "127.0.0.0/8", "HUBIAO_CRAWL_DELAY": "0"}


@pytest.fixture
def office(tmp_path: Path) -> DemoOffice:
    return make_office(tmp_path, SETTINGS)


class ForkedOffice(DemoOffice):
    """Its commands are forked from a process that has imported the program."""

    def try_hubiao(
        self, *arguments: str, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        return run("console", *arguments, environment=self.environment, stdin=stdin or "")


def test_a_folder_is_emptied_and_held_by_one_demonstration(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "demo"
    with locked_folder(folder):
        (folder / "left.txt").write_text("old")
        with pytest.raises(Refused, match="another demonstration"), locked_folder(folder):
            pass
    with locked_folder(folder):
        assert list(folder.iterdir()) == []


def test_settings_of_other_data_do_not_reach_the_demonstration(
    office: DemoOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBIAO_DATABASE_URL", "sqlite:////elsewhere/office.db")
    monkeypatch.setenv("HUBIAO_SMTP_HOST", "relay.invalid")
    assert "HUBIAO_DATABASE_URL" not in office.environment
    assert "HUBIAO_SMTP_HOST" not in office.environment
    assert office.environment["HUBIAO_HOME"] == str(office.folder)


def test_a_command_that_fails_is_quoted(office: DemoOffice) -> None:
    with pytest.raises(StageFailed, match="no-such-file"):
        office.hubiao("rights", "import", "no-such-file.yml")


def test_a_stage_that_did_nothing_is_shown_as_such() -> None:
    printed = io.StringIO()
    accounts = [
        StageAccount(stage="crawl", succeeded=True, facts=["52 goods"]),
        StageAccount(stage="mails", succeeded=False, facts=["no mail"]),
    ]
    print_accounts(accounts, Console(file=printed, width=80))
    assert "52 goods" in printed.getvalue()
    assert "nothing done" in printed.getvalue()


def test_starter_rights_are_unverified_and_their_numbers_plainly_made_up() -> None:
    book = read_rights_file(watching.RIGHTS)
    assert {right.family for right in book} == {"public-brand", "dairy", "mongolian-medicine"}
    assert not any(right.verified for right in book)
    assert not any(holder.verified for holder in book.holders)
    numbers = [right.registration_no for right in book if right.registration_no]
    assert all(number.startswith(("示例-", "0000000")) for number in numbers)
    assert {right.text for right in book if right.generic} == {"奶豆腐", "奶皮子", "楚拉"}


def test_every_infringing_good_names_a_starter_right() -> None:
    right_ids = {right.id for right in read_rights_file(watching.RIGHTS)}
    assert {good.right for good in read_goods() if good.right} <= right_ids


def test_the_plain_site_is_crawled_assessed_and_its_leads_are_true(
    office: DemoOffice, market: Market
) -> None:
    office = ForkedOffice(folder=office.folder, settings=office.settings)
    migrated_file(office.folder / "hubiao.db")
    watching.import_rights(office)
    closing = office.hubiao(
        "crawl", market.start_url("plain"), "--platform", str(watching.PROFILES / "plain.yml")
    )
    assert '"blocked": 1' in closing
    facts = watching.assess_listings(office)
    site = shelf("plain", 0)
    bad = sum(good.truth == "infringing" for good in site)
    assert facts[1].startswith(f"{len(site)} of ")
    assert facts[1].endswith("0 other pages taken for goods")
    assert facts[2] == (
        f"of {bad} infringing goods {bad} became leads;"
        f" of {len(site) - bad} honest or licensed ones 0 did"
    )


def test_the_market_shows_each_next_step_by_the_elements_that_lead_to_it() -> None:
    book = read_rights_file(watching.RIGHTS)
    scorer = make_scorer(book, on=date(2026, 6, 1))
    goods = {number: find_good("collected", number) for number in (1001, 1012, 1020, 1045)}
    listings = [
        Listing(
            url=f"http://market.invalid/item/{good.id}.html",
            title=good.title,
            brand=good.brand,
            shop=good.seller.name,
            category=good.category,
            price=good.price,
            attributes=dict(good.attributes),
            description=good.description,
        )
        for good in goods.values()
        if good is not None
    ]
    answers = {}
    for number, (_, assessments) in zip(goods, assess_batch(listings, scorer), strict=True):
        assessed = next(item for item in assessments if item.right == watching.RIGHT)
        elements = {element.element: element.answer for element in assessed.elements}
        answers[number] = (assessed.next_step, elements)
    licensed, disguised, plain, origin = answers.values()
    assert licensed[0] is NextStep.NONE
    assert licensed[1][ElementName.SOURCE] == "licensed"
    assert disguised[0] is NextStep.LETTER
    assert disguised[1][ElementName.SIGN] == "similar"
    assert plain[0] is NextStep.ASK_HOLDER
    assert plain[1][ElementName.SIGN] == "identical"
    assert plain[1][ElementName.SOURCE] == "unknown"
    assert origin[0] is NextStep.NONE
    assert origin[1][ElementName.USE] == "origin"


def test_a_failed_stage_ends_the_row_of_stages_and_is_told(
    office: DemoOffice, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_office: DemoOffice) -> list[str]:
        raise StageFailed("no rights today")

    monkeypatch.setattr(watching, "import_rights", fail)
    accounts, users = run_stages(office, market, Console(file=io.StringIO()))
    assert [(account.succeeded, account.facts) for account in accounts] == [
        (False, ["no rights today"])
    ]
    assert users == []


def test_the_facts_of_a_letter_name_the_office_s_day_not_the_machine_s(office: DemoOffice) -> None:
    with time_machine.travel(datetime(2026, 11, 29, 17, 0, tzinfo=UTC)):
        facts = writing.fill_facts(office, "notice.yml")
    assert "2026-11-30" in facts.read_text("utf-8")
