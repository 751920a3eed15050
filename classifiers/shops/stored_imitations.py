"""Imitated shop names over all stored shops: compared, held against their goods, kept as leads on shops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from classifiers.characters.folding import fold
from classifiers.goods.grade import Relation
from classifiers.shops.genuine_names import NameSource, genuine_names
from classifiers.shops.goods_sold import goods_sold, sells_own
from classifiers.shops.imitations import Imitation, ImitationFinder, NameLikeness, ShopName
from storage.base.database import Database
from storage.base.vocabulary import ListingKind, Presence
from storage.leads.shop_leads import ShopLead, listings_with_leads, refresh_shop_leads
from storage.listings.operator_traits import normal_code
from storage.records import Listing, Right, RightHolder, RightsBook
from storage.records.element import NextStep
from storage.rights.store import load_rights
from storage.tables import ListingRow, ListingVersionRow, ShopLeadKind, ShopRow

_ACTOR = "system"
_BATCH = 5000
"""Shops compared together; chosen by hand."""
MOST_LISTINGS = 50
"""Listings of a shop that are read for what it sells; chosen by hand."""
_SOURCES = {
    NameSource.LICENCE: "获许可的店铺",
    NameSource.HOLDER: "权利人",
    NameSource.MARK: "权利标识",
}


def find_imitations(database: Database) -> int:
    """Compare every stored shop's name with the genuine ones; returns how many leads were opened."""
    with database.read() as session:
        book = load_rights(session)
        holders = {holder.id: holder for holder in book.holders}
        finder = ImitationFinder(list(genuine_names(book, holders)))
        codes = _genuine_codes(session, book, holders)
        leads: list[ShopLead] = []
        for shops in _shops(session):
            imitations = [
                imitation
                for imitation in finder.imitations(shops)
                if not _is_holders(imitation.shop, imitation.genuine.right, codes)
            ]
            leads += _leads(session, imitations, codes)
    with database.begin() as session:
        return refresh_shop_leads(session, ShopLeadKind.IMITATION, leads, by=_ACTOR)


def _shops(session: Session) -> Iterator[list[ShopName]]:
    last = 0
    while rows := session.scalars(
        sa.select(ShopRow).where(ShopRow.id > last).order_by(ShopRow.id).limit(_BATCH)
    ).all():
        last = rows[-1].id
        yield [
            ShopName(
                number=row.id,
                name=row.name,
                platform=row.platform,
                operator=row.operator.name if row.operator else None,
                credit_code=row.operator.credit_code if row.operator else None,
            )
            for row in rows
        ]


def _genuine_codes(
    session: Session, book: RightsBook, holders: Mapping[str, RightHolder]
) -> dict[str, set[str]]:
    """Right → credit codes of its holder and of its licensed shops, as their own pages show them."""
    licensed: dict[str, list[Right]] = defaultdict(list)
    codes: dict[str, set[str]] = defaultdict(set)
    for right in book:
        holder = holders.get(right.holder or "")
        if holder is not None and holder.identity:
            codes[right.id].add(normal_code(holder.identity))
        for seller in right.authorised_sellers:
            licensed[seller.shop].append(right)
    rows = session.scalars(sa.select(ShopRow).where(ShopRow.name.in_(list(licensed))))
    for row in rows:
        if row.operator and row.operator.credit_code:
            for right in licensed[row.name]:
                if _is_licensed_there(right, row):
                    codes[right.id].add(normal_code(row.operator.credit_code))
    return codes


def _is_licensed_there(right: Right, row: ShopRow) -> bool:
    return any(
        seller.shop == row.name and seller.covers_platform(row.platform)
        for seller in right.authorised_sellers
    )


def _is_holders(shop: ShopName, right: Right, codes: Mapping[str, Collection[str]]) -> bool:
    """Whether the shop's own particulars say that the holder or a licensed seller runs it."""
    code = normal_code(shop.credit_code) if shop.credit_code else None
    return code is not None and code in codes.get(right.id, ())


def _leads(
    session: Session, imitations: Sequence[Imitation], codes: Mapping[str, Collection[str]]
) -> Iterator[ShopLead]:
    """Without shops that sell nothing but other goods, unless the mark is well known (驰名)."""
    shops = {imitation.shop.number for imitation in imitations}
    listings = _listings_of(session, shops)
    telling = listings_with_leads(session, shops)
    for imitation in imitations:
        right, shop = imitation.genuine.right, imitation.shop
        fitting, different = _goods_of(listings.get(shop.number, ()), right)
        on_lead = telling.get((shop.number, right.id))
        if not fitting and different and on_lead is None and not right.well_known:
            continue
        first = fitting or [number for number, _ in listings.get(shop.number, ())]
        yield ShopLead(
            kind=ShopLeadKind.IMITATION,
            shop_id=shop.number,
            right_id=right.id,
            likeness=imitation.likeness.name.lower(),
            genuine=imitation.genuine.name,
            grounds=tuple(_grounds(imitation, len(fitting), bool(codes.get(right.id)))),
            goods=len(fitting),
            listing_id=on_lead or (first[0] if first else None),
            next_step=NextStep.ASK_HOLDER.value,
        )


def _listings_of(session: Session, shops: Collection[int]) -> dict[int, list[tuple[int, Listing]]]:
    """Shop → (number, listing) of what it offers now, the latest first."""
    place = sa.func.row_number().over(
        partition_by=ListingRow.shop_id,
        order_by=(ListingRow.last_seen_at.desc(), ListingRow.id),
    )
    latest = (
        sa.select(ListingRow.id, ListingRow.shop_id, ListingRow.version_id, place.label("place"))
        .where(
            ListingRow.shop_id.in_(shops),
            ListingRow.kind == ListingKind.LISTING,
            ListingRow.presence != Presence.REMOVED,
        )
        .subquery()
    )
    rows = session.execute(
        sa.select(latest.c.shop_id, latest.c.id, ListingVersionRow.record)
        .join(ListingVersionRow, ListingVersionRow.id == latest.c.version_id)
        .where(latest.c.place <= MOST_LISTINGS)
        .order_by(latest.c.shop_id, latest.c.place)
    )
    listings: dict[int, list[tuple[int, Listing]]] = defaultdict(list)
    for shop, number, listing in rows:
        listings[shop].append((number, listing))
    return listings


def _goods_of(listings: Iterable[tuple[int, Listing]], right: Right) -> tuple[list[int], int]:
    """Listings that sell the right's goods or similar ones, and how many sell others alone."""
    fitting, different = [], 0
    for number, listing in listings:
        relation = goods_sold(listing, right)
        if sells_own(relation):
            fitting.append(number)
        different += relation is Relation.DIFFERENT
    return fitting, different


def _grounds(imitation: Imitation, fitting: int, codes_known: bool) -> Iterator[str]:
    shop, genuine = imitation.shop, imitation.genuine
    same = fold(shop.name) == fold(genuine.name)
    on = f"（{genuine.platform}）" if genuine.platform else ""
    manner = "全同" if same else "相同" if imitation.likeness is NameLikeness.SAME else "近似"
    yield f"店铺名“{shop.name}”与{_SOURCES[genuine.source]}“{genuine.name}”{on}{manner}：{imitation.difference}"
    if imitation.authority:
        yield f"店铺名带有“{'”“'.join(imitation.authority)}”字样"
    yield "许可台账没有这家店铺" + (
        "" if not shop.credit_code else f"，其统一社会信用代码{shop.credit_code}" +
        ("与权利人、获许可店铺不同" if codes_known else "无从核对：权利人和获许可店铺的代码没有记录")
    )  # fmt: skip
    if not shop.credit_code:
        yield "店铺未显示统一社会信用代码，可能就是权利人或获许可店铺自己所开，须向权利人核实"
    yield f"店内有{fitting}件核定商品或类似商品" if fitting else "店内商品与核定商品的关系不明"
    if genuine.source is NameSource.MARK:
        yield "把他人注册商标用作店铺名是否侵权，依[[trademark.infringing-acts]]判断"
    else:
        yield "店铺名是否引人误认，依[[unfair-competition.confusion]]判断"
