"""The stages of the worker: what each does when the rows say that it is due.

Every stage is idempotent. Its room is imported when it first has something to do.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from console.health.work_part import WorkPart
from console.work import sending
from console.work.audit_check import start_audit_check_if_due
from console.work.children import Children
from console.work.daily_backup import start_backup_if_due, start_trial_if_due
from console.work.work_stage import StageLane, WorkStage
from storage.audit.syslog_forward import STAGE as AUDIT_OUT
from storage.base.database import Database
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.tier_care import tier_care
from storage.counts.folding import CHANGES_AT_ONCE, fold_changes
from storage.counts.recount import recount_if_wrong
from storage.leads.lifecycle import expire_claims
from storage.leads.snoozes import wake_due
from storage.listings.picture_files import any_unpictured, fetches_left
from storage.listings.picture_readings import unread
from storage.materials.recording_clips import unread_recordings
from storage.tables import ListingVersionRow
from storage.tables.base import now

log = logging.getLogger(__name__)

CLAIM_MINUTES = 30
"""A claim that led to no verdict for so long goes back into the queue."""
CAPTURES_AT_ONCE = 5
"""Leads captured before the other stages have their turn."""
RECHECKS_AT_ONCE = 100
"""Pages of one crawl that looks again; chosen by hand."""
PICTURES_AT_ONCE = 10
"""Pictures read before the other stages have their turn."""
LOGO_SEARCHES_AT_ONCE = 50
"""Read pictures looked through again before the other stages have their turn, some seconds; chosen by hand."""


def stages(children: Children, *, once: bool = False) -> list[WorkStage]:
    """The stages in the order in which a listing walks through them; `once` fetches pictures in this
    process, since the worker does not wait for another."""
    return [
        WorkStage("assess", WorkPart.ASSESS, _assess_new, 3),
        WorkStage("assess again", WorkPart.ASSESS, _assess_changed, 60),
        WorkStage("capture", WorkPart.CAPTURE, _capture, 5, StageLane.BROWSER),
        WorkStage("mail pictures", WorkPart.PICTURES, _make_mail_pictures, 5, StageLane.BROWSER),
        WorkStage(
            "fetch pictures",
            WorkPart.PICTURES,
            partial(_fetch_pictures, None if once else children),
            60,
            StageLane.BROWSER,
        ),
        WorkStage("read pictures", WorkPart.PICTURES, _read_pictures, 10, StageLane.BROWSER),
        WorkStage("logos again", WorkPart.PICTURES, _search_logos_again, 60, StageLane.BROWSER),
        WorkStage("read recordings", WorkPart.PICTURES, _read_recordings, 10, StageLane.BROWSER),
        WorkStage("older pictures", WorkPart.PICTURES, _file_older_pictures, 30, StageLane.BROWSER),
        WorkStage("seal", WorkPart.CAPTURE, _seal, 300, StageLane.STRANGERS),
        WorkStage("audit head", WorkPart.CAPTURE, _audit_head, 3600, StageLane.STRANGERS),
        WorkStage("audit check", WorkPart.HOUSE, partial(start_audit_check_if_due, children), 3600),
        WorkStage(AUDIT_OUT, WorkPart.SEND, sending.send_audit, 60, StageLane.STRANGERS),
        WorkStage("renew evidence", WorkPart.CAPTURE, _renew_evidence, 86_400, StageLane.STRANGERS),
        WorkStage("retention", WorkPart.HOUSE, _retention, 86_400),
        WorkStage("deliver", WorkPart.SEND, sending.deliver_mails, 3, StageLane.MAIL),
        WorkStage("bounces", WorkPart.SEND, sending.read_bounces, 300, StageLane.STRANGERS),
        WorkStage("webhooks", WorkPart.SEND, sending.call_webhooks, 3, StageLane.STRANGERS),
        WorkStage("recheck", WorkPart.CRAWL, partial(_recheck, children), 3600),
        WorkStage("revisit", WorkPart.CRAWL, partial(_revisit, children), 3600),
        WorkStage("settle rechecks", WorkPart.CRAWL, _settle, 60),
        WorkStage("digest", WorkPart.SEND, sending.queue_all_digests, 600),
        WorkStage("reminders", WorkPart.SEND, sending.remind, 600),
        WorkStage("urgent leads", WorkPart.SEND, sending.tell_of_urgent_leads, 60),
        WorkStage("robots", WorkPart.SEND, sending.tell_robots, 60, StageLane.STRANGERS),
        WorkStage("drafts", WorkPart.HOUSE, _check_drafts, 60),
        WorkStage("claims", WorkPart.HOUSE, _claims, 60),
        WorkStage("shop leads", WorkPart.ASSESS, _look_at_shops, 3600),
        WorkStage("count", WorkPart.HOUSE, _count, 10),
        WorkStage("count anew", WorkPart.HOUSE, _count_anew, 86_400),
        WorkStage("tune", WorkPart.HOUSE, _tune, 3600),
        WorkStage("health watch", WorkPart.HOUSE, _watch_health, 300),
        WorkStage("backup", WorkPart.HOUSE, partial(start_backup_if_due, children), 60),
        WorkStage("backup trial", WorkPart.HOUSE, partial(start_trial_if_due, children), 600),
    ]


def _assess_new(database: Database, settings: Settings) -> int:
    """Assess at once what was never assessed; the bench is only set up when there is something."""
    fresh = (
        sa.select(ListingVersionRow.id)
        .where(ListingVersionRow.current, ListingVersionRow.assessed_with.is_(None))
        .limit(1)
    )
    with database.read() as session:
        if session.scalar(fresh) is None:
            return 0
    return _assess_changed(database, settings)


def _assess_changed(database: Database, settings: Settings) -> int:
    from classifiers.scoring.assess import assess

    return assess(database, settings).listings


def _look_at_shops(database: Database, settings: Settings) -> int:
    """Names of all shops and all searches are compared anew: rights, licences and goods change what they say."""
    from classifiers.shops.stored_imitations import find_imitations
    from classifiers.shops.stored_keyword_uses import find_keyword_uses

    return find_imitations(database) + find_keyword_uses(database, settings)


def _capture(database: Database, settings: Settings) -> int:
    from crawler.capture.capture import capture_leads
    from storage.leads.awaiting_capture import is_to_capture, leads_to_capture

    def is_due(session: Session, lead: int) -> bool:
        """Whether no other worker has captured it: a server that stopped gives our turn to another one."""
        return is_to_capture(session, settings, lead)

    leads = leads_to_capture(database, settings, limit=CAPTURES_AT_ONCE)
    return len(capture_leads(database, settings, leads, is_due=is_due)) if leads else 0


def _read_recordings(database: Database, settings: Settings) -> int:
    """Recordings that people handed in; a minute of one takes about a minute."""
    with database.read() as session:
        if not unread_recordings(session, limit=1):
            return 0
    from classifiers.pictures.recordings import read_recordings

    return read_recordings(database, settings, limit=1)


def _make_mail_pictures(database: Database, settings: Settings) -> int:
    from classifiers.pictures.mail_pictures import make_mail_pictures

    return make_mail_pictures(database, settings, limit=CAPTURES_AT_ONCE)


def _fetch_pictures(children: Children | None, database: Database, settings: Settings) -> int:
    """By a process of its own, since a polite fetch takes its time."""
    if not settings.fetch_pictures:
        return 0
    with database.read() as session:
        if fetches_left(session, settings.pictures_a_day) <= 0 or not any_unpictured(session):
            return 0
    if children is None:
        from console.work.picture_fetching import fetch_ranked_pictures

        return fetch_ranked_pictures(database, settings, limit=settings.fetch_pictures, fresh=True)
    children.start("pictures", ["pictures", "--fresh", "--limit", str(settings.fetch_pictures)])
    return 0


def _check_drafts(database: Database, settings: Settings) -> int:
    from alerts.letters.workflow.readiness import check_drafts

    return check_drafts(database, settings)


def _read_pictures(database: Database, settings: Settings) -> int:
    if not settings.read_pictures:
        return 0
    with database.read() as session:
        if not unread(session, limit=1):
            return 0
    from classifiers.pictures.stored_pictures import read_pictures

    return read_pictures(database, settings, limit=PICTURES_AT_ONCE).pictures


def _search_logos_again(database: Database, settings: Settings) -> int:
    """Pictures that were read before a right got the registered pictures that it has now."""
    from classifiers.pictures.logo_search import search_logos_again as search

    return search(database, settings, limit=LOGO_SEARCHES_AT_ONCE) if settings.read_pictures else 0


def _file_older_pictures(database: Database, settings: Settings) -> int:
    """Pictures that an older version stored without what recognises them."""
    from storage.leads.picture_hashes import file_older_pictures

    return file_older_pictures(database, settings, limit=PICTURES_AT_ONCE)


def _seal(database: Database, settings: Settings) -> int:
    from storage.evidence.entries import seal_waiting

    return sum(entry.package is not None for entry in seal_waiting(database, settings))


def _audit_head(database: Database, settings: Settings) -> int:
    from storage.evidence.audit_heads import state_head_if_due

    return state_head_if_due(database, settings)


def _renew_evidence(database: Database, settings: Settings) -> int:
    from storage.evidence.renewal.daily import renew

    return renew(database, settings).total


def _retention(database: Database, settings: Settings) -> int:
    from storage.evidence.retention import delete_expired
    from storage.files.uploads import clear_expired_uploads
    from storage.transfers.retention import delete_expired_packages

    clear_expired_uploads(settings)
    return delete_expired(database, settings) + delete_expired_packages(database, settings)


def _recheck(children: Children, database: Database, _settings: Settings) -> int:
    """Look again at the listings whose letters were sent, by a crawl of those pages alone."""
    from storage.leads.rechecks import due_rechecks, plan_rechecks

    with database.begin() as session:
        plan_rechecks(session)
        urls = [due.url for due in due_rechecks(session, now())[:RECHECKS_AT_ONCE]]
    if urls and children.start("recheck", ["crawl", *urls, "--follow", "none"]):
        log.info("looking again at %d listings", len(urls))
    return 0


def _revisit(children: Children, database: Database, settings: Settings) -> int:
    """Look again at the listings whose own interval is over."""
    from storage.listings.revisits import due_listings

    with database.read() as session:
        is_due = bool(due_listings(session, now(), 1, tier_care(settings)))
    if is_due and children.start("revisit", ["crawl", "--due"]):
        log.info("looking again at listings that are due")
    return 0


def _settle(database: Database, _settings: Settings) -> int:
    from alerts.followup.recheck_results import settle_rechecks

    with database.begin() as session:
        return settle_rechecks(session).total()


def _watch_health(database: Database, settings: Settings) -> int:
    from console.work.health_watch import watch

    return watch(database, settings)


def _tune(database: Database, _settings: Settings) -> int:
    database.tune()
    return 0


def _count(database: Database, _settings: Settings) -> int:
    """What remains of a long list is added up at once; a few changes are no work to speak of."""
    with database.begin() as session:
        changes = fold_changes(session)
    return changes if changes == CHANGES_AT_ONCE else 0


def _count_anew(database: Database, _settings: Settings) -> int:
    """Kept counts are looked through once a day; a wrong one is a fault of the program."""
    if recount_if_wrong(database):
        log.warning("kept counts of leads were wrong and were counted anew")
    return 0


def _claims(database: Database, _settings: Settings) -> int:
    """Claims that nobody finished end, and postponed leads (暂缓) whose day has come are back."""
    with database.begin() as session:
        before = now() - timedelta(minutes=CLAIM_MINUTES)
        return expire_claims(session, before=before) + wake_due(session, today())
