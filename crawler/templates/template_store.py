"""Templates in the database (模板存取), as a crawl loads and writes them."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.platform.selectors import Selector
from crawler.templates.learnt_template import LearntTemplate
from crawler.templates.profile_text import profile_text, read_profile_text, read_selector
from crawler.templates.skeleton import fingerprint
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.crawls.learnt_templates import (
    StoredTemplate,
    forget_templates,
    load_pins,
    load_templates,
    note_use,
    save_template,
)

if TYPE_CHECKING:
    from crawler.templates.agreement import AgreementWindow

log = logging.getLogger("hubiao.templates")


class TemplateStore:
    """The learnt templates of all hosts. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, host: str) -> list[LearntTemplate]:
        """The templates of a host; one that this version cannot read is left out, and said."""
        with self._database.read() as session:
            stored = load_templates(session, host)
        templates = []
        for template in stored:
            try:
                templates.append(template_of(template))
            except BadInput as error:
                log.warning("%s: a learnt template cannot be read: %s", host, error)
        return templates

    def pins(self, host: str) -> dict[str, dict[str, Selector]]:
        """Shape → field → the selector that an officer fixed; the empty shape is all of the host."""
        pins: dict[str, dict[str, Selector]] = defaultdict(dict)
        with self._database.read() as session:
            stored = load_pins(session, host)
        for pin in stored:
            try:
                pins[pin.shape][pin.field] = read_selector(pin.selector, pin.field)
            except BadInput as error:
                log.warning("%s: the fixed %s cannot be read: %s", host, pin.field, error)
        return dict(pins)

    def save(self, template: LearntTemplate) -> None:
        """Store what was just learnt."""
        with self._database.begin() as session:
            save_template(session, stored_of(template), datetime.now(UTC))

    def forget(self, template: LearntTemplate) -> None:
        """Forget one template."""
        with self._database.begin() as session:
            forget_templates(session, template.host, template.shape, fingerprint(template.core))

    def note_use(
        self, template: LearntTemplate, reads: int, window: AgreementWindow, is_changed: bool
    ) -> None:
        """Add what one crawl read by a template and checked of it."""
        if not reads and not window.checks:
            return
        stored = stored_of(template, reads=reads, checks=window.checks, agreeing=window.agreeing)
        with self._database.begin() as session:
            note_use(session, stored, datetime.now(UTC), changed=is_changed)


def stored_of(
    template: LearntTemplate, *, reads: int = 0, checks: int = 0, agreeing: int = 0
) -> StoredTemplate:
    """A template as the database holds it."""
    return StoredTemplate(
        host=template.host,
        shape=template.shape,
        fingerprint=fingerprint(template.core),
        version=template.version,
        profile=profile_text(template.profile),
        core=tuple(sorted(template.core)),
        markers=template.markers,
        required=template.required,
        samples=template.samples,
        words_of_gone=template.words_of_gone,
        reads=reads,
        checks=checks,
        agreeing=agreeing,
    )


def template_of(stored: StoredTemplate) -> LearntTemplate:
    """A template out of the database. Raises BadInput."""
    return LearntTemplate(
        host=stored.host,
        shape=stored.shape,
        core=frozenset(stored.core),
        markers=stored.markers,
        profile=read_profile_text(stored.profile),
        samples=stored.samples,
        required=stored.required,
        words_of_gone=stored.words_of_gone,
        version=stored.version,
    )
