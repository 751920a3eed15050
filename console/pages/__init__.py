"""The console's pages; each module names what it serves in `ROUTES`."""

from __future__ import annotations

from importlib import import_module

from console.web.route import Route

MODULES = (
    "people.sign_in",
    "people.single_sign_on",
    "setup.first_start",
    "setup.wizard",
    "leads.saved_views",
    "leads.queue",
    "find.lookups",
    "find.palette",
    "leads.lead",
    "leads.verdict",
    "leads.evidence",
    "letters.outbox",
    "letters.letters",
    "letters.letter",
    "letters.letter_filling",
    "letters.letter_steps",
    "letters.letter_files",
    "letters.letter_course",
    "crawls.tasks",
    "crawls.platforms",
    "crawls.apis",
    "office.overview",
    "rights.right_form",
    "rights.rights_template",
    "rights.rights_import",
    "rights.right_enrichment",
    "rights.licences",
    "rights.holders",
    "rights.holder_links",
    "rights.rights",
    "rights.certificates",
    "leads.shops",
    "leads.shop_leads",
    "leads.site_leads",
    "leads.listings",
    "leads.picture_search",
    "office.statistics",
    "leads.tips",
    "leads.transfers",
    "leads.uploads",
    "leads.materials",
    "leads.paste",
    "letters.warnings",
    "leads.answer",
    "leads.appeals",
    "public.appeal",
    "public.holder_papers",
    "public.accuracy",
    "leads.identity_reports",
    "leads.holder_leads",
    "leads.assistance",
    "leads.purchases",
    "leads.site",
    "office.audit",
    "office.law",
    "people.users",
    "people.security",
    "people.changes",
    "people.account",
    "people.programs",
    "people.channels",
    "office.settings",
    "office.system",
    "office.logs",
    "office.learning",
    "leads.export",
    "teamwork.clearing",
    "teamwork.postponement",
    "teamwork.assignments",
    "teamwork.comments",
    "teamwork.merging",
    "teamwork.sub_offices",
)


def all_routes() -> tuple[Route, ...]:
    """Every route of the console."""
    routes: list[Route] = []
    for name in MODULES:
        routes.extend(import_module(f"console.pages.{name}").ROUTES)
    return tuple(routes)
