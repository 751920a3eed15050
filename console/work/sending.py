"""The stages of the worker that send: mails, reminders, digests, webhooks, robots, the record of acts."""

from __future__ import annotations

from storage.base.database import Database
from storage.base.settings import Settings


def deliver_mails(database: Database, settings: Settings) -> int:
    from alerts.mail.outbox_delivery import deliver

    report = deliver(database, settings)
    return report.sent + report.failed + report.unclear


def read_bounces(database: Database, settings: Settings) -> int:
    """What is no report stays where it lies, and is not counted again and again as work."""
    from alerts.mail.bounce_collection import collect_bounces

    return sum(report.read for report in collect_bounces(database, settings))


def call_webhooks(database: Database, settings: Settings) -> int:
    from alerts.mail.webhook_delivery import deliver_webhooks

    return deliver_webhooks(database, settings)


def tell_of_urgent_leads(database: Database, settings: Settings) -> int:
    from alerts.followup.urgent_leads import queue_urgent_leads

    with database.begin() as session:
        return queue_urgent_leads(session, settings)


def tell_robots(database: Database, settings: Settings) -> int:
    from alerts.robots.telling import tell_channels
    from console.work.health_watch import office_troubles

    return tell_channels(database, settings, lambda: office_troubles(database, settings))


def remind(database: Database, settings: Settings) -> int:
    from alerts.followup.deadlines import queue_reminders

    with database.begin() as session:
        return queue_reminders(session, settings)


def queue_all_digests(database: Database, settings: Settings) -> int:
    from alerts.followup.officer_digest import queue_digests
    from alerts.mail.holder_digest import queue_holder_digests

    with database.begin() as session:
        officers = queue_digests(session, settings, from_hour=settings.digest_hour)
        return officers + queue_holder_digests(session, settings)


def send_audit(database: Database, settings: Settings) -> int:  # noqa: ARG001  as every stage
    from storage.audit.syslog_forward import forward_audit

    return forward_audit(database)
