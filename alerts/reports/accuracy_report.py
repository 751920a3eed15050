"""准确性年度报告: how right the office's notices of a year were, in groups in which no shop is recognisable.

Each figure stands for at least LEAST_LISTINGS listings of LEAST_SHOPS shops; smaller groups are joined, and where
the rest is small too, the smallest group beside it, so that nothing follows from a subtraction. Kinds of right and
platforms stand in tables of their own: crossed, one table would give away the other's small groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from alerts.reports.notice_accuracy import NoticedListing, count_accuracy, noticed_listings
from storage.base.errors import BadInput
from storage.base.office_time import midnight, today
from storage.base.settings import Settings
from storage.records import RightKind
from storage.records.outside.accuracy import AccuracyFigures, AccuracyRow
from storage.records.right_words import RIGHT_KINDS

LEAST_LISTINGS, LEAST_SHOPS = 10, 3
"""Listings and shops that a published figure stands for, at least; chosen by hand: ten is what statistical
offices use for counts, three shops leave none to be told by subtraction of one's own."""
FIRST_YEAR = 2020
"""Chosen by hand: no office had letters of this program before."""
_Group = tuple[tuple[str, ...], list[NoticedListing]]
"""The keys that a group stands for, and its listings."""
TOTAL, JOINED = "合计", "其他（合并统计）"
DEFINITIONS = (
    ("通知", "年内发出的侵权通知书、平台处置函、关停网站协助函所列商品；同一商品的同一权利一年只计一次"),
    ("已处置", "通知发出后复查发现商品已下架"),
    ("主动撤回", "已发函撤回通知的商品"),
    ("申诉", "商家提出申诉且已受理或者待受理的商品，不予受理和自行撤回的不计"),
    ("申诉成立", "经审查申诉成立的商品"),
    ("错误通知", "申诉成立或者已撤回通知的商品"),
    ("错误通知率", "错误通知 ÷ 通知"),
    ("合并统计", f"不足 {LEAST_LISTINGS} 条商品或者 {LEAST_SHOPS} 家店铺的类别并入其他，避免识别具体店铺；"
     "并入后仍然不足的，其余类别中商品最少的一并并入，以免从合计中减出"),
)  # fmt: skip


def make_accuracy(
    session: Session, settings: Settings, year: int, platform_name: Callable[[str], str]
) -> AccuracyFigures:
    """Count a year. `platform_name`: what a platform's host is called. Raises BadInput for a year to come."""
    if not FIRST_YEAR <= year <= today().year:
        raise BadInput("accuracy.year", first=FIRST_YEAR, last=today().year)
    start, end = midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1))
    listings = noticed_listings(session, start, end)
    return accuracy_figures(listings, year, settings.office_name, platform_name)


def accuracy_figures(
    listings: Sequence[NoticedListing],
    year: int,
    office: str,
    platform_name: Callable[[str], str],
) -> AccuracyFigures:
    """The figures of the listings of a year, small groups joined."""
    if not _is_large(listings):
        counted_on = today().isoformat()
        return AccuracyFigures(year=year, office=office, counted_on=counted_on, total=None)
    kinds = _grouped(listings, lambda entry: entry.right_kind.value)
    platforms = _grouped(listings, lambda entry: entry.platform)
    return AccuracyFigures(
        year=year,
        office=office,
        counted_on=today().isoformat(),
        total=_row(TOTAL, (), listings),
        by_kind=_rows(kinds, lambda key: RIGHT_KINDS[RightKind(key)]),
        by_platform=_rows(platforms, platform_name),
        joined=tuple(
            name
            for name, groups in (("kind", kinds), ("platform", platforms))
            if any(len(keys) > 1 for keys, _ in groups)
        ),
    )


def _grouped(
    listings: Sequence[NoticedListing], key: Callable[[NoticedListing], str]
) -> list[_Group]:
    """(keys, listings) of each group, the largest first, the joined small ones last."""
    groups: dict[str, list[NoticedListing]] = defaultdict(list)
    for entry in listings:
        groups[key(entry)].append(entry)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    large: list[_Group] = [((name,), part) for name, part in ordered if _is_large(part)]
    small = [(name, part) for name, part in ordered if not _is_large(part)]
    if not small:
        return large
    names = tuple(name for name, _ in small)
    joined = [entry for _, part in small for entry in part]
    while large and not _is_large(joined):
        keys, part = large.pop()
        names, joined = (*keys, *names), [*part, *joined]
    return [*large, (names, joined)]


def _is_large(listings: Sequence[NoticedListing]) -> bool:
    """Whether figures of these listings point at no shop; a site without a shop is a shop of its own."""
    shops = {entry.shop_id if entry.shop_id is not None else entry.platform for entry in listings}
    return len(listings) >= LEAST_LISTINGS and len(shops) >= LEAST_SHOPS


def _rows(groups: Sequence[_Group], name: Callable[[str], str]) -> tuple[AccuracyRow, ...]:
    """A joined row names none of its groups: which small platforms there were points at shops."""
    return tuple(
        _row(name(keys[0]), keys, part) if len(keys) == 1 else _row(JOINED, (), part)
        for keys, part in groups
    )


def _row(name: str, keys: tuple[str, ...], listings: Sequence[NoticedListing]) -> AccuracyRow:
    counts = count_accuracy(listings)
    return AccuracyRow(
        name=name,
        keys=keys,
        noticed=counts.noticed,
        acted=counts.acted,
        withdrawn=counts.withdrawn,
        appealed=counts.appealed,
        upheld=counts.upheld,
        wrong=counts.wrong,
    )
