"""The console's pages; each module names what it serves in `PAGES`."""

from __future__ import annotations

from importlib import import_module

from console.web.route import Page

MODULES = (
    "people.sign_in",
    "office.first_start",
    "office.setup_steps",
    "leads.queue",
    "leads.lead",
    "leads.verdict",
    "leads.evidence",
    "letters.outbox",
    "letters.notices",
    "letters.notice_files",
    "letters.notice_course",
    "crawls.tasks",
    "crawls.platforms",
    "office.overview",
    "rights.right_form",
    "rights.rights_template",
    "rights.licences",
    "rights.holders",
    "rights.rights",
    "rights.certificates",
    "leads.shops",
    "leads.listings",
    "office.statistics",
    "leads.tips",
    "letters.warnings",
    "leads.answer",
    "office.audit",
    "people.users",
    "people.account",
    "people.programs",
    "office.settings",
    "office.system",
    "leads.export",
)


def all_pages() -> tuple[Page, ...]:
    """Every page of the console."""
    found: list[Page] = []
    for name in MODULES:
        found.extend(import_module(f"console.pages.{name}").PAGES)
    return tuple(found)
