"""What people and workers do in a history; each may run in a child process and returns plain JSON."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from datetime import UTC, datetime

from alerts.followup.verdicts import give_verdict, take_back
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.sending import send
from alerts.mail.outbox_delivery import deliver
from classifiers.scoring.assess import assess
from storage.base.office_time import today
from storage.base.vocabulary import Verdict
from storage.evidence.entries import enter
from storage.evidence.visit import Occasion
from storage.files.backup import write_backup
from storage.leads.lead_state import load_lead
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing
from storage.tables import ListingRow
from tests.alerts.letters.workflow.conftest import ADDED, NOTICE
from tests.faults.histories.office import Office
from tests.storage.evidence.visits import visit

REASONS = {
    Verdict.CONFIRMED: "similar_mark",
    Verdict.DISMISSED: "place_name",
    Verdict.NEEDS_EVIDENCE: "see_operator",
}


def store_page(office: Office, titles: dict[str, str]) -> None:
    """A crawled page's listings, by key; they commit together."""
    listings = [
        SeenListing(
            key=key,
            listing=Listing(
                url=f"{office.shop}/item/{key}",
                title=title,
                shop="示例粮油店",
                platform="shop.example",
                item_id=key,
            ),
        )
        for key, title in titles.items()
    ]
    with office.database() as database, database.begin() as session:
        save_listings(session, listings, run_id=None, at=datetime.now(UTC))


def assess_all(office: Office) -> int:
    """Assess what is new; returns the leads opened."""
    with office.database() as database:
        return assess(database, office.settings).leads


def decide(office: Office, lead_id: int, verdict: Verdict, officer: str, note: str) -> int:
    """Give a verdict on what the officer saw; returns the decision's number."""
    with office.database() as database, database.begin() as session:
        decision = give_verdict(
            session,
            lead_id,
            verdict,
            officer=officer,
            reason=REASONS[verdict],
            note=note,
            revision=load_lead(session, lead_id).revision,
            settings=office.settings,
        )
        return decision.id


def undo(office: Office, lead_id: int, officer: str, note: str) -> int:
    """Take the last verdict back."""
    with office.database() as database, database.begin() as session:
        back = take_back(session, lead_id, officer=officer, note=note, settings=office.settings)
        return back.id


def capture(office: Office, lead_id: int, officer: str) -> int:
    """Freeze a visit to the lead's page; returns the evidence's number."""
    with office.database() as database:
        with database.read() as session:
            listing = session.get_one(ListingRow, load_lead(session, lead_id).listing_id)
        page = dataclasses.replace(visit(listing.title), url=listing.url, final_url=listing.url)
        entry = enter(
            database, office.settings, page,
            Occasion(officer=officer, lead=lead_id, listing=listing.id),
        )  # fmt: skip
        return entry.id


def photograph(office: Office, leads: list[int], officer: str, scratch: str) -> list[str]:
    """Capture leads with a real browser, whose files lie in `scratch`; returns what came of each."""
    from crawler.capture.capture import capture_leads

    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    with office.database() as database:
        results = capture_leads(database, office.settings, leads, officer=officer)
    return [result.error or "captured" for result in results]


def draft_letter(office: Office, lead_id: int, officer: str) -> int:
    """Draft a notice on a confirmed lead; returns its number."""
    with office.database() as database, database.begin() as session:
        row = draft(
            session, office.settings, kind=NOTICE, lead_ids=[lead_id], by=officer, added=ADDED
        )
        return row.id


def approve_letter(office: Office, notice_id: int, approver: str) -> str:
    """Approve a draft as a second person; returns the letter's number (文号)."""
    with office.database() as database, database.begin() as session:
        approved = approve(session, office.settings, notice_id, by=approver, today=today())
        return approved.number


def send_letter(office: Office, notice_id: int, officer: str) -> list[int]:
    """Hand an approved letter to its recipient; returns its mails."""
    with office.database() as database, database.begin() as session:
        return [mail.id for mail in send(session, office.settings, notice_id, by=officer).mails]


def send_mails(office: Office) -> int:
    """One round of the outbox; returns how many mails went."""
    with office.database() as database:
        return deliver(database, office.settings).sent


def back_up(office: Office, name: str) -> str:
    """Write a backup beside the office's home; returns its name."""
    with office.database() as database:
        write_backup(database, office.settings, office.settings.home.parent / name)
    return name
