"""Signing in by hand (人工登录): a visible browser in which an officer signs in to a platform.

The program types nothing, reads no password and solves no puzzle; when the officer is done, it keeps
the cookies and the storage that the platform gave her. Everything goes through the address guard.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from crawler.browser.context_options import View
from crawler.browser.launch import find_browser, launch_failure, launch_options
from crawler.http.guard_proxy import guard_door
from crawler.http.user_agent import user_agent
from storage.base.errors import HubiaoError
from storage.base.settings import Settings
from storage.crawls.platform_sign_ins import SignInState
from storage.net.address_policy import AddressPolicy

_LOOK_SECONDS = 1.0
"""Seconds between two looks whether the officer has finished."""

log = logging.getLogger("hubiao.sign_in")


def has_screen() -> bool:
    """Is there a desktop on which a window could open?"""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def sign_in(
    url: str,
    settings: Settings,
    finished: Callable[[], Awaitable[None]],
    *,
    mobile: bool = False,
    visible: bool = True,
) -> SignInState:
    """Open the platform's page, wait until `finished` or until the window is closed, and give what
    the browser kept. Raises EgressRefused, HubiaoError without a screen."""
    policy = AddressPolicy(settings.allow_addresses)
    policy.check_url(url)
    if visible and not has_screen():
        raise HubiaoError("browser.no-screen")
    return asyncio.run(_sign_in(url, settings, policy, finished, View(mobile=mobile), visible))


async def _sign_in(
    url: str,
    settings: Settings,
    policy: AddressPolicy,
    finished: Callable[[], Awaitable[None]],
    view: View,
    visible: bool,
) -> SignInState:
    from playwright.async_api import Error as PlaywrightError
    from playwright.async_api import async_playwright

    program = await asyncio.to_thread(find_browser, "full")
    with guard_door(policy) as door:
        async with async_playwright() as playwright:
            options = launch_options(program, door_url=door.url, sandbox=settings.browser_sandbox)
            if visible:
                display_names = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR")
                display = {name: os.environ[name] for name in display_names if name in os.environ}
                options |= {"headless": False, "env": options["env"] | display}
            try:
                browser = await playwright.chromium.launch(**options)
            except PlaywrightError as error:
                if visible and "DISPLAY" in str(error):
                    raise HubiaoError("browser.no-screen") from error
                raise launch_failure(program, settings.browser_sandbox) from error
            try:
                context_arguments = view.context_options(user_agent(settings))
                context = await browser.new_context(
                    **{**context_arguments, "no_viewport": True, "viewport": None}
                )
                page = await context.new_page()
                try:
                    await page.goto(url, wait_until="domcontentloaded")
                except PlaywrightError as error:
                    # The window stays: another address may be typed, or the page loaded again.
                    log.warning("%s does not open: %s", url, str(error).splitlines()[0])
                return await _wait(context, finished)
            finally:
                with suppress(Exception):
                    await browser.close()


async def _wait(context: Any, finished: Callable[[], Awaitable[None]]) -> SignInState:
    """Look at the state again and again: once the window is closed, it cannot be asked for."""
    finish = asyncio.ensure_future(finished())
    state: object = {}
    try:
        while True:
            ended = finish.done()
            with suppress(Exception):
                state = await context.storage_state()
            if ended or not context.pages:
                return SignInState(json.dumps(state, ensure_ascii=False))
            await asyncio.wait({finish}, timeout=_LOOK_SECONDS)
    finally:
        finish.cancel()
