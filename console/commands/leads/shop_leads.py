"""Leads on shops as wholes: imitated names, goods listed under a mark that they do not bear."""

from __future__ import annotations

import typer

from console.options.command_options import database, settings
from console.options.list_output import Line, ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from storage.law.article_words import with_articles
from storage.leads.shop_leads import ShopLeadLine, list_shop_leads
from storage.tables import ShopLeadKind

commands = typer.Typer()

IMITATION_FIELDS = (
    "id", "state", "shop", "platform", "right", "likeness", "genuine", "goods", "next_step", "lead", "grounds",
)  # fmt: skip
HIJACK_FIELDS = (
    "id", "state", "shop", "platform", "right", "word", "goods", "next_step", "lead", "run", "page",
    "captured_at", "grounds",
)  # fmt: skip


@commands.command()
@grouped_options
def imitations(*, options: ListOptions) -> None:
    """List shops whose names imitate a licensed shop's or a mark, after comparing all shops."""
    from classifiers.shops.stored_imitations import find_imitations

    with database() as opened:
        find_imitations(opened)
        with opened.read() as session:
            lines = list_shop_leads(session, ShopLeadKind.IMITATION, limit=options.limit)
            write_rows(map(_line, lines), IMITATION_FIELDS, options)


@commands.command()
@grouped_options
def hijacks(*, options: ListOptions) -> None:
    """List shops whose goods searches for a mark show though they nowhere bear it."""
    from classifiers.shops.stored_keyword_uses import find_keyword_uses

    effective = settings()
    with database(effective) as opened:
        find_keyword_uses(opened, effective)
        with opened.read() as session:
            lines = list_shop_leads(session, ShopLeadKind.KEYWORD, limit=options.limit)
            write_rows(map(_line, lines), HIJACK_FIELDS, options)


def _line(line: ShopLeadLine) -> Line:
    row = line.row
    return without_blanks(
        {
            "id": row.id,
            "state": row.state.value,
            "shop": line.shop,
            "platform": line.platform,
            "right": row.right_id,
            "word": row.word or None,
            "likeness": row.likeness or None,
            "genuine": row.genuine or None,
            "goods": row.goods,
            "next_step": row.next_step,
            "lead": line.lead_id,
            "run": row.run_id,
            "page": row.page_url,
            "captured_at": row.captured_at and row.captured_at.isoformat(timespec="seconds"),
            "grounds": [with_articles(ground) for ground in row.grounds],
        }
    )
