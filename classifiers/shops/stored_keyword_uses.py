"""Keyword uses over all stored searches: counted a shop, right and word, kept as leads on shops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from classifiers.shops.keyword_uses import KeywordUse, KeywordUses
from storage.base import office_time
from storage.base.database import Database
from storage.base.settings import Settings
from storage.crawls.search_results import latest_results, searched_words
from storage.leads.shop_leads import ShopLead, refresh_shop_leads
from storage.records.element import NextStep
from storage.rights.store import load_rights
from storage.tables import ShopLeadKind

_ACTOR = "system"
_TITLE = 30
"""Characters of a title that a ground quotes; chosen by hand."""


def find_keyword_uses(database: Database, settings: Settings) -> int:
    """Count what the latest searches listed without the mark; returns how many leads were opened."""
    leads: list[ShopLead] = []
    with database.read() as session:
        words = searched_words(session)
        if words:
            finder = KeywordUses(load_rights(session), on=office_time.today(), folder=settings.home)
        for word in words:
            by_shop: dict[tuple[int, str], list[KeywordUse]] = defaultdict(list)
            for use in finder.uses(word, latest_results(session, word)):
                by_shop[use.result.shop_id, use.right.id].append(use)
            leads += map(_lead, by_shop.values())
    with database.begin() as session:
        return refresh_shop_leads(session, ShopLeadKind.KEYWORD, leads, by=_ACTOR)


def _lead(uses: Sequence[KeywordUse]) -> ShopLead:
    """The lead on one shop, right and word; its evidence is the first page of results."""
    first = uses[0].result
    return ShopLead(
        kind=ShopLeadKind.KEYWORD,
        shop_id=first.shop_id,
        right_id=uses[0].right.id,
        word=first.word,
        grounds=tuple(_grounds(uses)),
        goods=len(uses),
        listing_id=first.listing_id,
        next_step=NextStep.REFER.value,
        run_id=first.run_id,
        page_url=first.page_url,
        captured_at=first.captured_at,
    )


def _grounds(uses: Sequence[KeywordUse]) -> Iterator[str]:
    first, right = uses[0].result, uses[0].right
    places = "、".join(str(use.result.place) for use in uses)
    yield (
        f"检索“{first.word}”，{first.platform}第一页列有本店商品{len(uses)}件（第{places}位），"
        f"其标题、属性、说明和店铺名中都没有“{right.text}”"
    )
    yield f"所售为核定商品或类似商品，如“{first.listing.title[:_TITLE]}”"
    if any(use.result.listing.images and not use.result.listing.image_text for use in uses):
        yield "部分商品图片中的文字尚未识别，标识可能在图片中"
    yield "平台也会自行列出类似商品；是否设置了该关键词，须向平台调取推广数据"
    yield (
        "把他人标识设置为搜索关键词不是商标意义上的使用；引人误认的，"
        "依[[unfair-competition.confusion]]判断"
    )
