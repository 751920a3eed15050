"""May a run start at all (能否开始)? Asked where a task is saved or started, and again by the run itself."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from crawler.platform.activation import switched_off
from crawler.platform.profile import Profile
from crawler.platform.registry import use_office_profiles
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.settings import Settings
from storage.crawls.run_resume import add_refused_run
from storage.net.address_policy import AddressPolicy, resolve_checked
from storage.records.run_options import RunOptions


class TaskOrder(Protocol):
    """What a run of a stored task is known by; crawls and runs over open APIs have it alike."""

    @property
    def urls(self) -> tuple[str, ...]: ...
    @property
    def options(self) -> RunOptions: ...
    @property
    def task_id(self) -> int | None: ...
    @property
    def slot(self) -> datetime | None: ...


def check_start(urls: Sequence[str], profile: Profile | None, settings: Settings) -> None:
    """Look at the start addresses without asking them anything but their name.

    Raises EgressRefused where the address policy forbids one, PlatformOff where no platform of them is
    switched on.
    """
    policy = AddressPolicy(settings.allow_addresses)
    for url in urls:
        target = policy.check_url(url)
        # A name that does not resolve at this moment is the visit's failure, not a refusal.
        with contextlib.suppress(OSError):
            resolve_checked(target.host, target.port, policy)
    use_office_profiles(settings.home)
    refusals = [switched_off(url, profile, settings.enabled_platforms) for url in urls]
    if refusals and refusals[0] and all(refusals):
        raise refusals[0]


def keep_refused_start(order: TaskOrder, refusal: HubiaoError, database: Database) -> None:
    """Leave a failed run of a stored task, so that the pages show why it did not start."""
    if order.task_id is None:
        return
    with database.begin() as session:
        add_refused_run(
            session,
            urls=order.urls,
            options=order.options,
            task_id=order.task_id,
            slot=order.slot,
            reason=refusal.message,
        )
