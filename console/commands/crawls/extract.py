"""Read saved files: what `crawl` would make of a page, a robots.txt, a sitemap."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import Output, write_text
from crawler.extract.page_batch import answer_page, read_batch
from crawler.extract.saved_page import LIMIT, explain_saved, read_saved
from crawler.http.fetcher import Fetched
from crawler.http.page_response import media_type
from crawler.http.robots_rules import parse_robots
from crawler.http.sitemaps import is_sitemap, read_sitemap
from crawler.platform.profile import Profile
from crawler.platform.profile_file import load_profile
from crawler.url.url_parts import split
from storage.base.errors import BadInput, HubiaoError
from storage.base.request_policy import TOKEN

commands = typer.Typer()
ContentType = Annotated[
    str,
    typer.Option(
        "--content-type", metavar="TYPE", help="As the server sent it; empty or absent: unknown."
    ),
]


@commands.command()
def extract(
    page: Annotated[
        Path | None, typer.Argument(metavar="PAGE.html", help="A saved page, as it came.")
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="The address it was fetched from.")
    ] = None,
    platform: Annotated[
        Path | None,
        typer.Option("--platform", metavar="FILE.yml", help="A platform profile to read it with."),
    ] = None,
    content_type: ContentType = "",
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch",
            metavar="FILE.jsonl",
            help="Many pages: a line {path, url, content_type, status} each, paths beside the file.",
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Add the key trace: why this kind, why this price."),
    ] = False,
    output: Output = None,
) -> None:
    """Show what a page says: its kind, its listing, its links, and who found each field.

    With --batch one JSON line a page, in order; a page that fails gives its error, and exit 1 at the end.

    Example: hubiao extract page.html --url https://shop.example/item/1
    """
    profile = load_profile(platform) if platform else None
    if batch is not None:
        if page is not None or url is not None or explain:
            raise BadInput("batch.alone")
        _extract_batch(batch, profile, output)
        return
    if page is None or url is None:
        raise BadInput("extract.page-and-url")
    traced = explain_saved(page, url, profile, charset=_charset(content_type))
    answer = traced.reading.to_json()
    if explain:
        answer["trace"] = traced.trace.to_json()
    write_text([json.dumps(answer, ensure_ascii=False, indent=2) + "\n"], output)


@commands.command()
def robots(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved robots.txt.")],
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of its site.")],
    agent: Annotated[
        str, typer.Option("--agent", metavar="NAME", help="Product token that asks.")
    ] = TOKEN,
) -> None:
    """Say for addresses whether a robots.txt allows them, as the crawl would decide.

    Example: hubiao robots robots.txt https://shop.example/item/1
    """
    rules = parse_robots(read_saved(file))
    for url in urls:
        if split(url) is None:
            raise BadInput("page.bad-url", url=url)
    for url in urls:
        typer.echo(f"{'allowed' if rules.can_fetch(url, agent) else 'forbidden'} {url}")


@commands.command()
def sitemap(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved sitemap or feed.")],
    url: Annotated[str, typer.Option("--url", help="The address it was fetched from.")],
    content_type: ContentType = "",
) -> None:
    """Show the addresses in a sitemap or feed, a line each; exit 1 where it is none.

    Example: hubiao sitemap sitemap.xml.gz --url https://shop.example/sitemap.xml.gz
    """
    if split(url) is None:
        raise BadInput("page.bad-url", url=url)
    media = media_type(content_type.encode())[0] if content_type else ""
    fetched = Fetched(url=url, status=200, headers={}, body=read_saved(file), content_type=media)
    if not is_sitemap(fetched):
        raise HubiaoError("sitemap.none", file=file)
    for address, _ in read_sitemap(fetched, LIMIT):
        typer.echo(address)


def _extract_batch(file: Path, profile: Profile | None, output: Path | None) -> None:
    failed = 0

    def lines() -> Iterator[str]:
        nonlocal failed
        for page in list(read_batch(file)):
            answer = answer_page(page, _charset(page.content_type), profile)
            failed += answer.reading is None
            yield json.dumps(answer.to_json(), ensure_ascii=False) + "\n"

    write_text(lines(), output)
    if failed:
        raise HubiaoError("batch.failed", count=failed)


def _charset(content_type: str) -> str | None:
    """The charset that a Content-Type header declares."""
    return media_type(content_type.encode("latin-1", "replace"))[1] if content_type else None
