"""An office in which every page has something to show, and an address of each page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.appeals import receive_appeal
from alerts.followup.verdicts import give_verdict
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from console.intake.received_transfer import receive_package
from storage.appeals.accuracy_publication import publish_accuracy
from storage.appeals.appealable import find_subject
from storage.appeals.filing import Statement
from storage.base.database import Database
from storage.base.message import message_from_text
from storage.base.office_time import today
from storage.base.process import this_process
from storage.base.settings import Settings
from storage.base.vocabulary import MailState, Verdict
from storage.crawls.tasks import add_task
from storage.evidence.signing import fingerprint, office_key
from storage.identity_reports.imports import import_identities
from storage.identity_reports.reading import IdentityRow
from storage.leads.snoozes import snooze
from storage.leads.tips import add_tip
from storage.materials.upload_links import make_upload_link
from storage.outgoing.webhook_events import add_webhook
from storage.people.api_tokens import add_token
from storage.records import AuthorisedSeller
from storage.records.outside.accuracy import AccuracyFigures, AccuracyRow
from storage.rights.licences import grant_licence
from storage.tables import FrontierRow, OutboxRow, PlatformRow, RunRow
from storage.tables.base import now
from storage.teamwork.assignments import assign
from storage.teamwork.batches import open_batch
from storage.teamwork.comments import add_comment
from storage.teamwork.sub_offices import add_sub_office
from storage.transfers.checked_package import check_package
from storage.transfers.trusted_signers import trusted_signers
from tests.console.captures import add_capture
from tests.console.intake.transfer_offices import sending_office
from tests.console.sample_office import add_leads, an_office

PLACES: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/leads": (
        "/leads",
        "/leads?group=shop",
        "/leads?tab=confirmed",
        "/leads?q=没有这种商品",
        "/leads?sort=-price&q=雪花",
    ),
    "/leads/views": ("/leads/views",),
    "/find": ("/find", "/find?q=xs"),
    "/leads/{id:int}": ("/leads/5", "/leads/1?tab=all"),
    "/leads/group": ("/leads/group?tab=pending&shop=1",),
    "/batches/{id:int}": ("/batches/1",),
    "/assignments": ("/assignments?view=all",),
    "/sub-offices": ("/sub-offices",),
    "/listings": ("/listings",),
    "/statistics": ("/statistics",),
    "/shops": ("/shops",),
    "/shops/{id:int}": ("/shops/1",),
    "/tips": ("/tips",),
    "/transfers": ("/transfers",),
    "/transfers/{id:int}": ("/transfers/1",),
    "/site-leads": ("/site-leads", "/site-leads?state=new"),
    "/uploads/{id:int}": ("/uploads/1",),
    "/import": ("/import", "/import?tip=1"),
    "/tip": ("/tip",),
    "/notices": ("/notices",),
    "/notices/{id:int}": ("/notices/1", "/notices/2"),
    "/mailbox": ("/mailbox",),
    "/mailbox/{id:int}": ("/mailbox/1",),
    "/tasks": ("/tasks",),
    "/runs/{id:int}": ("/runs/1", "/runs/15"),
    "/platforms": ("/platforms",),
    "/platforms/new": ("/platforms/new",),
    "/platforms/learned": ("/platforms/learned",),
    "/platforms/{name}": ("/platforms/jd", "/platforms/jd?tab=yaml"),
    "/rights": ("/rights", "/rights?expiring=1"),
    "/rights/new": ("/rights/new",),
    "/rights/{id}": ("/rights/tianfu-hetao",),
    "/rights/{id}/edit": ("/rights/tianfu-hetao/edit",),
    "/rights/{id}/enrich": ("/rights/tianfu-hetao/enrich",),
    "/learning": ("/learning",),
    "/apis": ("/apis",),
    "/pictures": ("/pictures",),
    "/shop-leads": ("/shop-leads",),
    "/security": ("/security",),
    "/channels": ("/channels",),
    "/holders": ("/holders",),
    "/holders/new": ("/holders/new",),
    "/holders/{id}": ("/holders/lvye",),
    "/holders/{id}/links": ("/holders/lvye/links",),
    "/audit": ("/audit",),
    "/law": ("/law",),
    "/law/{name}": ("/law/trademark.fair-use",),
    "/users": ("/users",),
    "/own": ("/own",),
    "/own/factor": ("/own/factor",),
    "/programs": ("/programs",),
    "/settings": ("/settings",),
    "/start": ("/start",),
    "/start/{step}": tuple(
        f"/start/{step}" for step in ("office", "mail", "stamp", "people", "task", "backup")
    ),
    "/system": ("/system",),
    "/logs": ("/logs",),
    "/warnings": ("/warnings",),
    "/accuracy": ("/accuracy",),
    "/accuracy/{year:int}": ("/accuracy/2024",),
    "/statistics/accuracy": ("/statistics/accuracy",),
    "/identity-reports": ("/identity-reports",),
    "/identity-reports/{id:int}": ("/identity-reports/1",),
    "/appeal": ("/appeal",),
    "/appeals": ("/appeals", "/appeals?state=upheld"),
    "/appeals/{id:int}": ("/appeals/1",),
}
"""Route → addresses to look at, as an administrator."""

ELSEWHERE = frozenset({
    "/sign-in", "/sign-in/code", "/sign-in/oidc", "/sign-in/oidc/back", "/changes",
    "/setup", "/answer/{secret}", "/holder/{secret}",
    "/upload/{secret}",
    "/warnings/{id:int}", "/appeal/letter/{token}", "/appeal/form/{token}", "/appeal/result/{token}",
})  # fmt: skip
"""Pages that an administrator who is signed in does not come to; they are looked at apart."""

FILES = frozenset({
    "/accuracy/{year:int}.{kind}",
    "/audit/export.csv", "/shops/{id:int}/network.graphml",
    "/find.json", "/rights/suggestions.json",
    "/leads/export.{kind}", "/evidence/{id:int}/screenshot.png", "/evidence/{id:int}/package",
    "/listing-pictures/{id:int}",
    "/attachments/{sha256}", "/mailbox/{id:int}/download", "/notices/{id:int}/preview.pdf",
    "/notices/{id:int}/document.docx", "/notices/{id:int}/package.zip", "/warnings.xml",
    "/system/backups/{name}", "/logs/download", "/statistics/report.{kind}",
    "/rights/template.xlsx",
    "/rights/export.xlsx",
    "/pictures/{id:int}/thumbnail", "/right-files/{id:int}", "/answer/{secret}/picture",
    "/holder/{secret}/pictures/{id:int}", "/materials/{id:int}/picture", "/materials/{id:int}/file",
    "/materials/{id:int}/frames/{start:int}",
    "/transfers/{id:int}/package.zip", "/transfers/{id:int}/file", "/transfers/{id:int}/rights.yml",
    "/receipts/{id:int}",
})  # fmt: skip
"""Routes that give a file and no page."""


def a_full_office(home: Path) -> tuple[Settings, Database]:
    """Leads in every state, letters, mails, runs, tips, tokens; all of it plainly made up."""
    settings, database = an_office(home, leads=24, office_contact="示例联系人 0478-0000000")
    add_leads(
        database,
        ["天赋 河套 羊肉卷 500g 家庭装"],
        shop="示例鲜品直供",
        description="精选草原羔羊，涮火锅专用。产地：示例地。",
        location="示例省示例市",
        attributes={"产地": "示例地", "规格": "500g"},
    )
    with database.begin() as session:
        for lead in (1, 2, 3, 4):
            give_verdict(session, lead, Verdict.CONFIRMED, officer="甲", reason="no_licence",
                         settings=settings)  # fmt: skip
        give_verdict(session, 6, Verdict.DISMISSED, officer="乙", reason="place_name",
                     settings=settings)  # fmt: skip
        draft(session, settings, kind=find_kind("infringement-notice"), lead_ids=[1, 2], by="甲")
        draft(session, settings, kind=find_kind("assistance-inquiry"), lead_ids=[3, 4], by="甲")
        add_tip(session, url="https://shop.invalid/9", words="疑似仿冒", contact=None, source="x")
        make_upload_link(session, 5, officer="甲")
        add_token(session, "示例平台", "leads,tips", "secret")
        add_webhook(session, settings.home, "示例系统", "https://system.invalid/hook", actor="管")
        soon = today() + timedelta(days=9)
        grant_licence(session, "tianfu-hetao",
                      AuthorisedSeller(shop="示例分销店", valid_until=soon), actor="管")  # fmt: skip
        session.add(PlatformRow(host="shop.invalid", state="blocked", state_why="页面要求登录",
                                state_at=now()))  # fmt: skip
        _work_together(session, settings)
        _appeal(session, settings)
        _figures_and_identities(session)
    add_capture(settings, database, 5)
    with TemporaryDirectory(prefix="hubiao-sender-") as sender:
        _receive_transfer(settings, database, Path(sender))
    _add_runs(database)
    return settings, database


def _receive_transfer(settings: Settings, database: Database, home: Path) -> None:
    """A lead that another office handed over."""
    sender = sending_office(home)
    content = sender.package(home / "transfer.zip").path.read_bytes()
    anchor = fingerprint(office_key(home).anchor)
    trusted = trusted_signers(settings, fingerprints=[anchor])
    package = check_package(settings, content, "移送.zip", trusted)
    receive_package(database, settings, package, content, "移送.zip", officer="甲")
    sender.database.close()


def _figures_and_identities(session: Session) -> None:
    """A published accuracy report and a platform's report on a shop that differs from its page."""
    row = AccuracyRow(
        name="合计", keys=(), noticed=40, acted=30, withdrawn=1, appealed=4, upheld=2, wrong=3
    )
    figures = AccuracyFigures(
        year=2024,
        office="示例局",
        counted_on="2025-03-01",
        total=row,
        by_kind=(row,),
        by_platform=(row,),
    )
    publish_accuracy(session, figures, actor="审")
    identity = IdentityRow(
        row=2, shop="示例杂货铺", name="示例商贸有限公司", credit_code="91150800000000001X",
        address="示例省示例市", url=None,
    )  # fmt: skip
    import_identities(
        session,
        [identity],
        platform="shop.invalid",
        period="2026年上半年",
        file="示例.xlsx",
        actor="管",
    )


def _appeal(session: Session, settings: Settings) -> None:
    """A seller's appeal on a confirmed lead."""
    alert = sa.update(OutboxRow).where(OutboxRow.lead_id == 1, OutboxRow.kind == "alert")
    session.execute(alert.values(state=MailState.SENT, sent_at=now()))
    subject = find_subject(session, "1", "示例杂货铺")
    statement = Statement(
        reason="genuine",
        words="本店自示例经销商进货，附发票。",
        name="示例杂货铺（个体工商户）",
        contact="示例 0478-0000000",
    )
    receive_appeal(session, settings, subject, [1], statement, papers=(), source="x")


def _work_together(session: Session, settings: Settings) -> None:
    """A batch, leads given away, postponed and commented on."""
    batch = open_batch(session, Verdict.DISMISSED, reason="wrong_match", note=None, officer="甲")
    for lead in (7, 8):
        give_verdict(session, lead, Verdict.DISMISSED, officer="甲", reason="wrong_match",
                     batch_id=batch.id, settings=settings)  # fmt: skip
    branch = add_sub_office(session, "示例旗市场监督管理局", "150824", actor="管")
    assign(session, 5, by="管", assignee="甲", due_on=today(), note="请到现场核查")
    assign(session, 9, by="管", sub_office_id=branch.id)
    snooze(session, 10, officer="甲", until=today() + timedelta(days=3), until_change=True)
    add_comment(session, 5, "@管 图样是否一致？", author="甲")


def _add_runs(database: Database) -> None:
    with database.begin() as session:
        task = add_task(session, "示例集市", ["https://shop.invalid/"], cron="0 6 * * *",
                        campaign="铁拳")  # fmt: skip
        add_task(session, "示例优购", ["https://other.invalid/"])
        for number in range(14):
            blocked = number == 9
            session.add(
                RunRow(
                    task_id=task.id, fingerprint=f"示例{number}", urls=["https://shop.invalid/"],
                    state="failed" if blocked else "stopped" if number == 4 else "finished",
                    reason=message_from_text("start URL blocked: login") if blocked else None,
                    counts={"pages": 60 + number, "listings_new": number, "blocked": int(blocked)},
                    seconds=92.0, ended_at=now(),
                )
            )  # fmt: skip
        session.flush()
        running = RunRow(
            task_id=task.id, fingerprint="示例", urls=["https://shop.invalid/"], state="running",
            counts={"pages": 41, "listings_new": 12}, seconds=60.0, owner=this_process(),
            heartbeat_at=now(),
        )  # fmt: skip
        session.add(running)
        session.flush()
        for number in range(100):
            state = "done" if number < 41 else "dead" if number < 44 else "queued"
            session.add(
                FrontierRow(
                    run_id=running.id, host="shop.invalid:443", state=state,
                    url=f"https://shop.invalid/{number}", fingerprint=number.to_bytes(20, "big"),
                    error=message_from_text("HTTP 500") if state == "dead" else None,
                )
            )  # fmt: skip
