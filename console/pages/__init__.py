"""The console's pages; each module names what it serves in `PAGES`."""

from __future__ import annotations

from importlib import import_module

from console.route import Page

MODULES = (
    "sign_in",
    "setup",
    "start",
    "queue",
    "lead",
    "verdict",
    "evidence",
    "mailbox",
    "notices",
    "notice_files",
    "notice_course",
    "tasks",
    "platforms",
    "overview",
    "right_form",
    "rights_template",
    "licences",
    "holders",
    "rights",
    "right_files",
    "shops",
    "listings",
    "statistics",
    "tips",
    "warnings",
    "answer",
    "audit",
    "users",
    "own",
    "programs",
    "settings",
    "system",
    "export",
)


def all_pages() -> tuple[Page, ...]:
    """Every page of the console."""
    found: list[Page] = []
    for name in MODULES:
        found.extend(import_module(f"console.pages.{name}").PAGES)
    return tuple(found)
