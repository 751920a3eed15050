"""Looking at look-alike sites (仿冒网站核对): their names are asked for, their pages captured and compared.

Both leave this machine, so neither happens by itself: names are asked for only where the setting allows it,
pages are visited when an officer says so.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from classifiers.sites.comparison import SiteComparison, SitePage, compare_pages
from classifiers.sites.stored_likenesses import enter_like_names, names_to_ask
from crawler.capture.capture import CaptureRequest, CaptureResult, capture_each
from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.evidence.entries import Entry
from storage.evidence.manifest import MANIFEST, SCREENSHOT, TEXT
from storage.files.vault import Vault, vault_of
from storage.lookalikes.store import DNS, PageComparison, keep_comparison
from storage.net.address_policy import Lookup, system_lookup
from storage.records import Right, RightsBook
from storage.rights.store import load_rights
from storage.tables import LookalikeSiteRow, LookalikeState

MOST_NAMES = 2000
"""Names asked for in one go without --limit; chosen by hand."""
_AT_ONCE = 8
"""Names asked for at the same time; chosen by hand: an office's name server is not to be flooded."""


def ask_names(
    database: Database,
    settings: Settings,
    *,
    limit: int = MOST_NAMES,
    by: str,
    lookup: Lookup = system_lookup,
) -> list[LookalikeSiteRow]:
    """Ask the name service for names like the holders' and enter those that it knows; returns the new ones.
    Raises Refused where the setting does not allow it."""
    if not settings.lookalike_lookups:
        raise Refused("lookalike.lookups-off")
    with database.read() as session:
        names = list(islice(dict.fromkeys(names_to_ask(load_rights(session))), limit))

    def answers(host: str) -> bool:
        try:
            return bool(lookup(host, 443))
        except (OSError, UnicodeError):  # a label of more than 63 letters cannot be asked for
            return False

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        registered = [
            host for host, answered in zip(names, pool.map(answers, names), strict=True) if answered
        ]
    return enter_like_names(database, registered, source=DNS, by=by)


def visit_sites(
    database: Database, settings: Settings, rows: Sequence[LookalikeSiteRow], *, by: str
) -> list[LookalikeSiteRow]:
    """Capture the page of each site and of the holders' own, compare them, keep what was seen. Raises
    StoreUnavailable, HubiaoError without a browser."""
    genuine = _captured(database, settings, {row.own_site for row in rows if row.own_site}, by=by)
    captured = _captured(database, settings, [row.host for row in rows], by=by)
    vault = vault_of(settings)
    with database.read() as session:
        book = load_rights(session)
    visited = []
    for row in rows:
        comparison = _comparison(row, captured[row.host], genuine, book, vault)
        with database.begin() as session:
            visited.append(keep_comparison(session, row.id, comparison, by=by))
    return visited


def _captured(
    database: Database, settings: Settings, hosts: Collection[str], *, by: str
) -> dict[str, CaptureResult]:
    """Host → the capture of its first page, by https, else by http."""
    results: dict[str, CaptureResult] = {}
    for scheme in ("https", "http"):
        left = [host for host in hosts if host not in results or results[host].entry is None]
        requests = [CaptureRequest(url=f"{scheme}://{host}/", officer=by) for host in left]
        results |= dict(zip(left, capture_each(database, settings, requests), strict=True))
    return results


def _comparison(
    row: LookalikeSiteRow,
    result: CaptureResult,
    genuine: Mapping[str, CaptureResult],
    book: RightsBook,
    vault: Vault,
) -> PageComparison:
    entry = result.entry
    if entry is None or entry.status >= 400:
        why = f"网页返回状态码{entry.status}" if entry else "https和http均打不开网页"
        return PageComparison(state=LookalikeState.SILENT, grounds=(why,))
    page = _page(entry, vault)
    own_entry = genuine[row.own_site].entry if row.own_site else None
    marks = [right.text for right in book if _is_meant(right, row)]
    comparison = compare_pages(page, _page(own_entry, vault) if own_entry else None, marks)
    return PageComparison(
        state=LookalikeState.LEAD if comparison.is_alike else LookalikeState.UNLIKE,
        title=page.title,
        text_likeness=_rounded(comparison.text),
        picture_likeness=_rounded(comparison.picture),
        grounds=tuple(_grounds(comparison, row, entry, has_own=own_entry is not None)),
        evidence_id=entry.id,
    )


def _is_meant(right: Right, row: LookalikeSiteRow) -> bool:
    """Whether a page that names the mark speaks of what the site is like. Rights without a holder share none."""
    if not right.text or right.generic:
        return False
    return right.id == row.right_id or (right.holder is not None and right.holder == row.holder_id)


def _rounded(likeness: float | None) -> float | None:
    return None if likeness is None else round(likeness, 3)


def _page(entry: Entry, vault: Vault) -> SitePage:
    def read(name: str) -> bytes:
        path = entry.folder / name
        return vault.read(path) if path.is_file() else b""

    text = read(TEXT).decode("utf-8", "replace")
    title = json.loads(read(MANIFEST))["page"]["title"] or ""
    return SitePage(title=title, text=text, screenshot=read(SCREENSHOT))


def _grounds(
    comparison: SiteComparison, row: LookalikeSiteRow, entry: Entry, *, has_own: bool
) -> Iterator[str]:
    """What the page shows, in Chinese."""
    if comparison.marks:
        yield f"页面出现权利标识“{'”“'.join(comparison.marks)}”"
    if comparison.text is not None:
        yield f"页面文字有{comparison.text:.0%}与{row.own_site}相同"
    if comparison.picture is not None:
        yield f"首屏与{row.own_site}为同一画面的可能性{comparison.picture:.0%}"
    if not has_own:
        yield (
            "权利人没有登记官网或官网打不开，未作页面比对"
            if row.holder_id
            else "标识没有权利人，未作页面比对"
        )
    if comparison.is_for_sale:
        yield "页面为域名停放或出售页"
    if entry.blocked:
        yield "页面要求登录或验证，未能看到内容"
