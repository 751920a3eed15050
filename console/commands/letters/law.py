"""The law that letters rest on: list, show, check what is unverified, record what was verified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from alerts.letters.workflow.law_check import (
    TouchedDraft,
    changes_soon,
    drafts_by_change,
    unverified_for_letters,
)
from console.options.command_options import DAY, AsUser, confirm, database, writing
from console.options.list_output import ListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.base.errors import HubiaoError, Refused
from storage.base.message import Message
from storage.base.office_time import today
from storage.base.vocabulary import LAW_VERIFIERS, Role
from storage.files.text_file import read_text
from storage.law.confirmations import confirm as confirm_article
from storage.law.confirmations import load_law_book
from storage.law.law_book import Change, LawBook
from storage.law.provision import Article, find_provision, provisions
from storage.people.passwords import acting_officer, load_user
from storage.people.roles import OVERSEERS

commands = typer.Typer()
law = typer.Typer(
    help="The law that letters rest on (法律依据), by meaning and by date.", no_args_is_help=True
)
commands.add_typer(law, name="law")

FIELDS = ("provision", "means", "law", "version", "in_force", "until", "article", "state")
Provision = Annotated[
    str, typer.Argument(metavar="PROVISION", help="Name, as trademark.fair-use (`law list`).")
]
OnDay = Annotated[
    datetime | None, typer.Option("--on", **DAY, help="Day whose law is asked for. Default: today.")
]


@law.command("list")
@grouped_options
def list_law(on: OnDay = None, *, options: ListOptions) -> None:
    """List every provision with its article on a day and how far its words are verified.

    Example: hubiao law list --on 2027-01-01
    """
    day = _day(on)
    with database() as opened, opened.read() as session:
        book = load_law_book(session)
    write_rows((_line(book, name, day) for name in provisions()), FIELDS, options)


@law.command()
def show(provision: Provision, on: OnDay = None) -> None:
    """Show the article that a provision is on a day: law, version, number, whole text.

    Example: hubiao law show trademark.infringing-acts --on 2027-01-01
    """
    with database() as opened, opened.read() as session:
        article = load_law_book(session).article(provision, _day(on))
    ends = article.statute.ends(article.version)
    confirm(
        Message("law-line.provision", {"name": provision, "means": find_provision(provision).means})
    )
    confirm(Message("law-line.law", {"law": article.statute.name}))
    version = article.version
    confirm(Message("law-line.version", {"version": version.label, "adopted": version.adopted}))
    confirm(
        Message(
            "law-line.in-force-until" if ends else "law-line.in-force",
            {"day": version.in_force, "end": ends},
        )
    )
    confirm(Message("law-line.article", {"number": article.number, "words": article.number_words}))
    confirm(
        Message(
            "law-line.state-source" if article.source else "law-line.state",
            {"state": article.state, "source": article.source},
        )
    )
    typer.echo("")
    gist = find_provision(provision).gist
    typer.echo(article.text or str(Message("law-line.no-text", {"gist": gist or "-"})))


@law.command()
def check(on: OnDay = None) -> None:
    """Say which articles that letters print are unverified, and what changes in the next 60 days.

    Exit 1 while a letter kind prints an article that is known from memory only or is cut short.
    """
    day = _day(on)
    with database() as opened, opened.read() as session:
        book = load_law_book(session)
        soon = changes_soon(book, day)
        for change, drafts in zip(soon, drafts_by_change(session, soon), strict=True):
            confirm(_change_line(change, drafts))
    missing, left_out = unverified_for_letters(book, day)
    for name, kinds in left_out.items():
        confirm(Message("law-line.left-out", {"name": name, "kinds": list(kinds)}))
    for name, kinds in missing.items():
        confirm(Message("law-line.unverified", {"name": name, "kinds": list(kinds)}))
    if missing:
        raise HubiaoError("law.unverified", count=len(missing))
    confirm(Message("law-line.all-verified"))


@law.command()
def verify(
    provision: Provision,
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="What it was compared with.")
    ],
    as_user: AsUser = None,
    on: OnDay = None,
    article: Annotated[
        int | None, typer.Option("--article", min=1, help="The right number, where it differs.")
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE", help="The whole article, where none is at hand."),
    ] = None,
) -> None:
    """Record that a person of the office compared an article with a published text.

    Example: hubiao law verify market-procedure.transfer --as fang --source 总局公报2022年第10期
    --article 14 --text transfer.txt
    """
    with writing() as (session, _effective):
        user = acting_officer(session, as_user, OVERSEERS)
        if Role(load_user(session, user).role) not in LAW_VERIFIERS:
            raise Refused("law.may-not-verify", user=user)
        words = read_text(text) if text else None
        confirmed = confirm_article(
            session, provision, _day(on), user=user, source=source, number=article, text=words
        )
    confirm(
        Message(
            "done.law-verified",
            {
                "provision": provision,
                "citation": confirmed.citation,
                "state": confirmed.state,
                "source": source,
            },
        )
    )


def _day(on: datetime | None) -> date:
    return on.date() if on else today()


def _line(book: LawBook, name: str, day: date) -> dict[str, object]:
    provision = find_provision(name)
    version = provision.statute.version_on(day)
    if version.in_force not in provision.articles:
        later = min((start for start in provision.articles if start > day), default=None)
        return {"provision": name, "means": provision.means, "in_force": str(later or "")}
    article: Article = book.article(name, day)
    ends = article.statute.ends(version)
    line: dict[str, object] = {
        "provision": name,
        "means": provision.means,
        "law": article.statute.name,
        "version": version.label,
        "in_force": version.in_force.isoformat(),
        "article": article.number,
        "state": article.state.value,
    }
    return {**line, "until": ends.isoformat()} if ends else line


def _change_line(change: Change, drafts: Sequence[TouchedDraft]) -> Message:
    return Message(
        "law-line.change-drafts" if drafts else "law-line.change",
        {
            "day": change.day,
            "provision": change.provision,
            "law": change.after.statute.short,
            "before": change.before.number_words
            if change.before
            else Message("law-line.new-article"),
            "after": change.after.number_words,
            "drafts": list(map(str, drafts)),
        },
    )
