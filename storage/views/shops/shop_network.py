"""店铺关联图: the shops that probably are one operator's, each pair with the grounds, and the same as GraphML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import CONFIRMED
from storage.listings.linked_shops import linked_group
from storage.listings.operators import OPERATOR_GROUND_NAMES, OperatorGround
from storage.tables import LeadRow, ShopRow

MOST_SHOPS = 200
"""Shops of one picture; chosen by hand: more cannot be told apart on a screen."""
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"


@dataclass(frozen=True, kw_only=True)
class NetworkShop:
    """One shop of the network."""

    id: int
    name: str
    platform: str
    leads: int
    confirmed: int


@dataclass(frozen=True, kw_only=True)
class NetworkLink:
    """Two shops and why they go together, the strongest ground first."""

    first: int
    second: int
    grounds: tuple[OperatorGround, ...]

    @property
    def why(self) -> list[str]:
        """The grounds in words."""
        return [OPERATOR_GROUND_NAMES[ground] for ground in self.grounds]


@dataclass(frozen=True, kw_only=True)
class ShopNetwork:
    """Shops and links."""

    shops: Sequence[NetworkShop]
    links: Sequence[NetworkLink]

    @property
    def names(self) -> Mapping[int, str]:
        return {shop.id: shop.name for shop in self.shops}


def load_network(session: Session, shop: ShopRow) -> ShopNetwork:
    """The network around one shop; of many shops the first MOST_SHOPS."""
    group = linked_group(session, shop)
    chosen = {shop.id, *group.shops[:MOST_SHOPS]}
    grounds: dict[tuple[int, int], list[OperatorGround]] = defaultdict(list)
    for link in group.links:
        pair = (min(link.first, link.second), max(link.first, link.second))
        if chosen.issuperset(pair) and link.ground not in grounds[pair]:
            grounds[pair].append(link.ground)
    links = [
        NetworkLink(first=first, second=second, grounds=tuple(why))
        for (first, second), why in sorted(grounds.items())
        if why
    ]
    return ShopNetwork(shops=_shops(session, chosen), links=links)


def graphml(network: ShopNetwork) -> bytes:
    """GraphML (http://graphml.graphdrawing.org/specification.html), as Gephi, yEd and Cytoscape read it."""
    ET.register_namespace("", _GRAPHML)
    root = ET.Element(f"{{{_GRAPHML}}}graphml")
    for key, where, kind in (
        ("label", "node", "string"), ("platform", "node", "string"), ("leads", "node", "int"),
        ("confirmed", "node", "int"), ("grounds", "edge", "string"), ("reasons", "edge", "string"),
    ):  # fmt: skip
        attributes = {"id": key, "for": where, "attr.name": key, "attr.type": kind}
        ET.SubElement(root, f"{{{_GRAPHML}}}key", attributes)
    graph = ET.SubElement(
        root, f"{{{_GRAPHML}}}graph", {"id": "shops", "edgedefault": "undirected"}
    )
    for shop in network.shops:
        node = ET.SubElement(graph, f"{{{_GRAPHML}}}node", {"id": f"shop-{shop.id}"})
        values = {"label": shop.name, "platform": shop.platform, "leads": shop.leads}
        _add_data(node, {**values, "confirmed": shop.confirmed})
    for link in network.links:
        ends = {"source": f"shop-{link.first}", "target": f"shop-{link.second}"}
        edge = ET.SubElement(graph, f"{{{_GRAPHML}}}edge", ends)
        codes = ",".join(ground.value for ground in link.grounds)
        _add_data(edge, {"grounds": codes, "reasons": "、".join(link.why)})
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_data(element: ET.Element, values: Mapping[str, object]) -> None:
    for key, value in values.items():
        text = "".join(
            letter for letter in str(value) if letter >= " " and letter not in "\ufffe\uffff"
        )
        ET.SubElement(element, f"{{{_GRAPHML}}}data", {"key": key}).text = text


def _shops(session: Session, ids: set[int]) -> list[NetworkShop]:
    confirmed = sa.func.count(LeadRow.id).filter(LeadRow.state.in_(CONFIRMED))
    rows = session.execute(
        sa.select(ShopRow.id, ShopRow.name, ShopRow.platform, sa.func.count(LeadRow.id), confirmed)
        .outerjoin(LeadRow, LeadRow.shop_id == ShopRow.id)
        .where(ShopRow.id.in_(ids))
        .group_by(ShopRow.id, ShopRow.name, ShopRow.platform)
        .order_by(ShopRow.id)
    )
    return [
        NetworkShop(id=row[0], name=row[1], platform=row[2], leads=row[3], confirmed=row[4])
        for row in rows
    ]
