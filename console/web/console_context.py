"""What all pages of one served console share: its database, templates, and the settings in force."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Environment

from console.load.admission import Admission
from console.web.console_key import cookie_name
from console.web.leads.wrongful_rate import WrongfulRate
from console.web.letters.letter_previews import Previews
from console.web.metrics import Metrics
from console.work.children import Children
from console.work.crawls import Crawls
from storage.base.database import Database
from storage.base.settings import Settings


@dataclass(kw_only=True)
class ConsoleContext:
    """What all pages of one served console share."""

    settings: Settings
    database: Database
    templates: Environment
    key: bytes
    children: Children
    """Captures that officers ask for run as processes of their own."""
    crawls: Crawls
    metrics: Metrics
    previews: Previews
    admission: Admission
    """The threads, shared out among officers, visitors and programs."""
    secure: bool
    """Reached over https: the cookie is then `__Host-`."""
    wrongful_rate: WrongfulRate = field(default_factory=WrongfulRate)

    def apply(self, settings: Settings) -> None:
        """Go by changed settings from the next request on."""
        self.settings = settings
        self.templates.globals["office"] = settings.office_name

    @property
    def cookie(self) -> str:
        name = cookie_name(self.key)
        return f"__Host-{name}" if self.secure else name
