"""`hubiao platform learned`: what crawls learnt of shops, and the fields that officers fix."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.options.command_options import AsUser, confirm, database, settings, write_text
from console.options.list_output import ListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.base.errors import BadInput, NotFound
from storage.base.message import Message
from storage.people.passwords import acting_officer
from storage.people.roles import ADMINS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.crawls.learnt_templates import StoredTemplate, TemplatePin

HOST_FIELDS = ("host", "pages", "version", "learnt_at", "reads", "checks", "agreement", "fields")
FIELD_FIELDS = (
    "host",
    "pages",
    "field",
    "selector",
    "samples",
    "found_on",
    "agree",
    "values",
    "by",
)
_PORTS = (443, 80)
"""Ports of a host that no crawl has met yet and that is named without one."""


@grouped_options
def learned(
    host: Annotated[
        str | None, typer.Argument(metavar="[HOST]", help="A shop; default: all of them.")
    ] = None,
    export: Annotated[
        bool, typer.Option("--export", help="Write its profile, YAML for crawl --platform.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget the templates; the next crawl learns anew.")
    ] = False,
    pin: Annotated[
        list[str] | None,
        typer.Option(
            "--pin", metavar="FIELD=SELECTOR", help="Read this field here, whatever is learnt."
        ),
    ] = None,
    unpin: Annotated[
        list[str] | None, typer.Option("--unpin", metavar="FIELD", help="Learn this field again.")
    ] = None,
    pages: Annotated[
        str | None,
        typer.Option("--pages", metavar="SHAPE", help="Only pages of this shape: /*/*.html"),
    ] = None,
    trial: Annotated[
        str | None,
        typer.Option("--try", metavar="URL", help="Fetch this page once and read it; JSON."),
    ] = None,
    as_user: AsUser = None,
    *,
    options: ListOptions,
) -> None:
    """Show what crawls learnt of shops: where each field of their goods pages stands.

    A crawl learns a template from the first 8 goods pages of a kind and reads the others by it;
    one page in 20 is read in full, too, and a field that agrees on fewer than 95 % is learnt anew.
    A SELECTOR is CSS, or a mapping as in a profile: {css: .price, pattern: '(\\d+)'}.

    Examples: hubiao platform learned shop.example
    hubiao platform learned shop.example --pin 'shop=.seller a' --pages '/*/*.html'
    hubiao platform learned shop.example --export -o shop.yml
    """
    if trial is not None:
        _try(trial)
        return
    if host is None:
        if forget or pin or unpin or export:
            raise BadInput("command.learned-no-host")
        _list_hosts(options)
        return
    if pin or unpin or forget:
        with database() as opened, opened.begin() as session:
            actor = acting_officer(session, as_user, ADMINS)
            _change(session, host, pages, pin or [], unpin or [], forget=forget, actor=actor)
        return
    with database() as opened, opened.read() as session:
        templates, pins = _of_host(session, host, pages)
    if export:
        write_text(["---\n".join(template.profile for template in templates)], options.output)
    else:
        write_rows(_field_lines(templates, pins), FIELD_FIELDS, options)


def _list_hosts(options: ListOptions) -> None:
    with database() as opened, opened.read() as session:
        write_rows(_host_lines(session), HOST_FIELDS, options)


def _try(url: str) -> None:
    from crawler.trial.template_trial import try_templates
    from crawler.trial.trial_fetch import visit_for_trial

    effective = settings()
    page = visit_for_trial(url, effective).page
    with database(effective) as opened:
        typer.echo(json.dumps(try_templates(page, opened), ensure_ascii=False))


def _change(
    session: Session,
    name: str,
    shape: str | None,
    pins: list[str],
    unpins: list[str],
    *,
    forget: bool,
    actor: str,
) -> None:
    from crawler.platform.profile import LISTING_FIELDS
    from crawler.templates.profile_text import read_selector, selector_text
    from storage.crawls.learnt_templates import (
        TemplatePin,
        forget_host,
        pin_field,
        stored_hosts,
        unpin_fields,
    )

    hosts = stored_hosts(session, name)
    for text in pins:
        field, mark, selector = text.partition("=")
        if not mark or field not in LISTING_FIELDS:
            raise BadInput("command.learned-pin", text=text, fields=LISTING_FIELDS)
        way = selector_text(read_selector(selector, field))
        for host in hosts or _guessed(name):
            pin = TemplatePin(
                host=host, shape=shape or "", field=field, selector=way, pinned_by=actor
            )
            pin_field(session, pin, datetime.now(UTC), actor=actor)
        confirm(Message("done.field-pinned", {"host": name, "field": field, "selector": way}))
    if not pins and not hosts:
        raise NotFound("command.learned-none", host=name)
    if unpins:
        count = sum(unpin_fields(session, host, unpins, actor=actor) for host in hosts)
        confirm(Message("done.fields-unpinned", {"host": name, "count": count}))
    if forget:
        count = sum(forget_host(session, host, shape, actor=actor) for host in hosts)
        confirm(Message("done.templates-forgotten", {"host": name, "count": count}))


def _guessed(name: str) -> tuple[str, ...]:
    return (name,) if ":" in name else tuple(f"{name}:{port}" for port in _PORTS)


def _of_host(
    session: Session, name: str, shape: str | None
) -> tuple[list[StoredTemplate], list[TemplatePin]]:
    from storage.crawls.learnt_templates import load_pins, load_templates, stored_hosts

    hosts = stored_hosts(session, name)
    if not hosts:
        raise NotFound("command.learned-none", host=name)
    templates = [t for host in hosts for t in load_templates(session, host)]
    pins = [pin for host in hosts for pin in load_pins(session, host)]
    return [t for t in templates if shape in (None, t.shape)], pins


def _host_lines(session: Session) -> Iterator[dict[str, Any]]:
    from crawler.templates.profile_text import read_profile_text
    from storage.crawls.learnt_templates import load_templates

    for template in load_templates(session):
        agreement = f"{template.agreeing / template.checks:.3f}" if template.checks else None
        yield {
            "host": template.host,
            "pages": template.shape,
            "version": template.version,
            "learnt_at": template.learnt_at.isoformat() if template.learnt_at else None,
            "reads": template.reads,
            "checks": template.checks,
            "agreement": agreement,
            "fields": ", ".join(read_profile_text(template.profile).listing),
        }


def _field_lines(
    templates: list[StoredTemplate], pins: list[TemplatePin]
) -> Iterator[dict[str, Any]]:
    from crawler.templates.profile_text import read_profile_text, selector_text

    for pin in pins:
        yield {
            "host": pin.host,
            "pages": pin.shape or "*",
            "field": pin.field,
            "selector": pin.selector,
            "by": pin.pinned_by,
        }
    for template in templates:
        profile = read_profile_text(template.profile)
        for field, ways in profile.listing.items():
            evidence = profile.evidence.get(field)
            yield {
                "host": template.host,
                "pages": template.shape,
                "field": field,
                "selector": " | ".join(selector_text(way) for way in ways),
                "samples": template.samples,
                "found_on": evidence.pages if evidence else None,
                "agree": evidence.agree if evidence else None,
                "values": evidence.distinct if evidence else None,
            }
