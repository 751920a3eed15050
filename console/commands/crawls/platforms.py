"""Platform profiles: what one makes of saved pages, which are on, and an officer's sign-in."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from console.commands.crawls.learnt_templates import learned
from console.options.command_options import AsUser, confirm, database, settings
from console.options.list_output import Line, ListOptions, write_rows
from console.options.option_groups import grouped_options
from crawler.platform.profile_file import load_profile
from crawler.platform.registry import known_profiles, use_office_profiles
from crawler.platform.search_urls import named_profile
from storage.audit import trail
from storage.base.errors import HubiaoError, NotFound
from storage.base.message import Message
from storage.crawls.platform_sign_ins import forget_sign_in, keep_sign_in, load_sign_in
from storage.crawls.platform_switch import switch_platform
from storage.people.passwords import acting_officer
from storage.people.roles import ADMINS

PLATFORM_FIELDS = ("name", "title", "on", "signed_in")
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a profile.")]

commands = typer.Typer()
platform = typer.Typer(help="Profiles of platforms.", no_args_is_help=True)
commands.add_typer(platform, name="platform")
platform.command("learned")(learned)


@platform.command("check")
def platform_check(
    file: Annotated[Path, typer.Argument(metavar="FILE.yml", help="A platform profile.")],
    pages: Annotated[
        list[Path] | None, typer.Argument(metavar="[PAGE...]", help="Saved pages to try it on.")
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            help="Fetch this page once (robots.txt obeyed) and try it; JSON. With PAGE: its address.",
        ),
    ] = None,
) -> None:
    """Check a profile, and show what it finds on pages of the platform.

    With a saved PAGE and --url nothing is fetched: the page is read as if it came from that address.

    Example: hubiao platform check shop.yml --url https://shop.example/item/1
    """
    # The page reader takes a second to import, which the other commands need not wait for.
    from crawler.extract.saved_page import load_page
    from crawler.trial.profile_trial import describe, try_page, try_visited

    profile = load_profile(file)
    if url is not None:
        if pages:
            trial = try_visited(profile, load_page(pages[0], url))
        else:
            from crawler.trial.trial_fetch import visit_for_trial

            visit = visit_for_trial(url, settings())
            trial = try_visited(profile, visit.page, visit.robots)
        typer.echo(json.dumps(trial, ensure_ascii=False))
        return
    for line in describe(profile):
        typer.echo(line)
    for page in pages or ():
        for line in try_page(profile, page):
            typer.echo(line)


@platform.command("list")
@grouped_options
def platform_list(*, options: ListOptions) -> None:
    """Show the profiles, whether they are on, and whether somebody is signed in."""
    effective = settings()
    use_office_profiles(effective.home)
    lines = (
        {
            "name": profile.name,
            "title": profile.title,
            "on": profile.enabled or profile.name in effective.enabled_platforms,
            "signed_in": load_sign_in(effective.home, profile.name) is not None,
        }
        for profile in known_profiles()
    )
    write_rows(lines, PLATFORM_FIELDS, options, plain=_platform_cells)


def _platform_cells(line: Line) -> list[str]:
    cells = [line["name"], line["title"], "on" if line["on"] else "off"]
    return [*cells, "signed in"] if line["signed_in"] else cells


@platform.command("enable")
def platform_enable(name: Name, as_user: AsUser = None) -> None:
    """Allow crawls of a platform that has a shipped profile; all are off at first.

    Example: hubiao platform enable taobao
    """
    _switch(name, True, as_user)


@platform.command("disable")
def platform_disable(name: Name, as_user: AsUser = None) -> None:
    """Refuse crawls of this platform again."""
    _switch(name, False, as_user)


def _switch(name: str, on: bool, as_user: str | None) -> None:
    effective = settings()
    use_office_profiles(effective.home)
    profiles = {profile.name: profile for profile in known_profiles()}
    profile = profiles.get(name)
    if profile is None:
        raise NotFound("command.profile-unknown", name=name, names=list(profiles))
    with database(effective) as opened, opened.begin() as session:
        actor = acting_officer(session, as_user, ADMINS)
        switch_platform(session, effective, name, on, actor=actor)
    confirm(
        Message(
            "done.platform-on" if on else "done.platform-off",
            {"name": name, "title": profile.title},
        )
    )


@platform.command("login")
def platform_login(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE.yml", help="Platform to sign in to.")],
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Page to open; default: the platform's first.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Remove the kept sign-in.")] = False,
    as_user: AsUser = None,
) -> None:
    """Open a visible browser to sign in by hand; crawls of this platform then use that sign-in.

    Nothing is typed for you and no password is read. What the platform gives the browser is kept
    encrypted in the data folder, until --forget.
    """
    effective = settings()
    use_office_profiles(effective.home)
    profile = named_profile(name)
    with database(effective) as opened, opened.read() as session:
        officer = acting_officer(session, as_user, ADMINS)
    if forget:
        was_stored = forget_sign_in(effective.home, profile.name)
    else:
        from crawler.browser.manual_sign_in import sign_in

        start = url or f"https://{profile.hosts[0]}/"
        state = sign_in(start, effective, _wait_for_enter, mobile=profile.mobile)
        if state.is_empty:
            raise HubiaoError("command.nothing-to-keep", url=start)
        keep_sign_in(effective.home, profile.name, state)
    with database(effective) as opened, opened.begin() as session:
        trail.record(
            session,
            actor=officer,
            act="platform.forget" if forget else "platform.login",
            subject=f"platform:{profile.name}",
        )
    if forget:
        confirm(
            Message(
                "done.sign-in-forgotten" if was_stored else "done.no-sign-in",
                {"name": profile.name},
            )
        )
    else:
        confirm(Message("done.sign-in-kept", {"name": profile.name, "hosts": profile.hosts}))


async def _wait_for_enter() -> None:
    """Wait for a line on the terminal; where there is none, closing the window ends the wait."""
    typer.echo(str(Message("command.sign-in-prompt")), err=True)
    entered, loop = asyncio.Event(), asyncio.get_running_loop()
    if not sys.stdin.isatty():
        await entered.wait()
    loop.add_reader(sys.stdin, entered.set)
    try:
        await entered.wait()
    finally:
        loop.remove_reader(sys.stdin)
