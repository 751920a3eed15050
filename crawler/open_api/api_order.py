"""What a run over open APIs is asked to do (接口监测指令), and which of its APIs may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.open_api.description import ApiDescription
from crawler.open_api.registry import api_of
from storage.base.database import Database
from storage.base.errors import BadInput, Refused
from storage.base.message import Message
from storage.base.settings import Settings
from storage.crawls.api_access import ApiAccess, list_access, load_keys, terms_hash
from storage.records.run_options import RunOptions


@dataclass(frozen=True, kw_only=True)
class ApiOrder:
    """APIs and words."""

    urls: tuple[str, ...]
    """Addresses of the APIs, as the task stores them."""
    apis: tuple[str, ...]
    words: tuple[str, ...]
    """The most telling first."""
    chosen_words: tuple[str, ...] = ()
    """Those that the task names; empty where the words come from the rights."""
    max_pages: int | None = None
    """Calls of the whole run, resumes included; None is no limit."""
    delay: float | None = None
    """Seconds between two calls, at least; None leaves it to the description."""
    task_id: int | None = None
    slot: datetime | None = None

    @property
    def options(self) -> RunOptions:
        """What makes two commands the same one, so that it finds its unfinished run again."""
        return RunOptions(
            max_pages=self.max_pages, task=self.task_id, words=self.chosen_words, apis=self.apis
        )


@dataclass(frozen=True, kw_only=True)
class OpenApi:
    """One API that may be asked, with the office's keys."""

    description: ApiDescription
    keys: Mapping[str, str] = field(repr=False)
    budget: int


def confirmed_terms(description: ApiDescription) -> str:
    """The hash that a confirmation of the description's terms bears."""
    return terms_hash((term.title, term.url) for term in description.terms)


def why_off(
    description: ApiDescription, access: ApiAccess, keys: Mapping[str, str]
) -> Message | None:
    """Why an API may not be asked: keys are missing, or its terms are not confirmed."""
    missing = [key.title for key in description.keys if not key.optional and not keys.get(key.name)]
    if missing:
        return Message("api.no-keys", {"title": description.title, "keys": "、".join(missing)})
    if description.terms and not access.accepts(confirmed_terms(description)):
        terms = "、".join(term.title for term in description.terms)
        return Message("api.no-terms", {"title": description.title, "terms": terms})
    return None


def open_apis(
    names: tuple[str, ...], settings: Settings, database: Database
) -> tuple[list[OpenApi], dict[str, Message]]:
    """The APIs that may be asked, and why each other may not.

    Raises NotFound for a name without description, Refused where none may be asked, StoreUnavailable. A
    description that cannot be read stops its own API only.
    """
    apis: list[OpenApi] = []
    refusals: dict[str, Message] = {}
    with database.read() as session:
        access = list_access(session)
        for name in names:
            try:
                description = api_of(settings.home, name)
            except BadInput as error:
                refusals[name] = error.message
                continue
            granted = access.get(name, ApiAccess(name=name))
            keys = load_keys(session, settings.home, name)
            if why := why_off(description, granted, keys):
                refusals[name] = why
                continue
            budget = granted.budget or description.limits.budget
            apis.append(OpenApi(description=description, keys=keys, budget=budget))
    if not apis:
        raise Refused("api.off", reason=next(iter(refusals.values())))
    return apis, refusals
