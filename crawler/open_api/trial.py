"""One call to an API by hand (试用接口): whether its keys work, in one line."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from crawler.http.fetcher import Fetcher
from crawler.open_api.answer import Goods
from crawler.open_api.api_order import why_off
from crawler.open_api.client import ApiClient
from crawler.open_api.description import ApiDescription
from crawler.open_api.fault import ApiFault
from crawler.open_api.item import listing_in
from crawler.open_api.registry import api_of
from crawler.open_api.request import Query
from storage.base.database import Database
from storage.base.errors import EgressRefused, Refused
from storage.base.message import Message
from storage.base.settings import Settings
from storage.crawls.api_access import keep_trial, load_access, load_keys, take_call

WORD = "大米"
"""What a trial asks for: goods that every market has."""


@dataclass(frozen=True, kw_only=True)
class ApiTrial:
    """What one call gave."""

    works: bool
    answer: Message


def try_api(name: str, settings: Settings, database: Database, word: str = WORD) -> ApiTrial:
    """Ask an API once and keep what it answered. Counts as a call of the day.

    Raises NotFound, Refused where keys or confirmation are missing or the day's budget is used up,
    BadInput, StoreUnavailable.
    """
    description = api_of(settings.home, name)
    with database.begin() as session:
        access = load_access(session, name)
        keys = load_keys(session, settings.home, name)
        if why := why_off(description, access, keys):
            raise Refused("api.off", reason=why)
        budget = access.budget or description.limits.budget
        if not take_call(session, name, budget):
            raise Refused("api.budget-used", calls=budget)

    async def ask() -> Goods | ApiFault:
        fetcher = Fetcher(settings)
        try:
            client = ApiClient(description, keys, fetcher)
            return await client.ask(Query(word=word, page=1))
        finally:
            await fetcher.close()

    try:
        answer = asyncio.run(ask())
    except EgressRefused as error:
        trial = ApiTrial(works=False, answer=error.message)
    else:
        trial = _read(description, answer)
    with database.begin() as session:
        keep_trial(session, name, trial.answer)
    return trial


def _read(description: ApiDescription, answer: Goods | ApiFault) -> ApiTrial:
    """A refusal, or how many of the goods could be read as listings."""
    if isinstance(answer, ApiFault):
        return ApiTrial(works=False, answer=answer.message)
    listings = sum(listing_in(description, item) is not None for item in answer.items)
    if answer.items and not listings:
        return ApiTrial(
            works=False, answer=Message("api.trial-unread", {"items": len(answer.items)})
        )
    return ApiTrial(works=True, answer=Message("api.trial-works", {"listings": listings}))
