"""关联图: each pair of shops with its reasons, and GraphML that other programs read."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from storage.base.database import Database
from storage.listings.contact_hashes import keep_contacts
from storage.listings.operators import OperatorGround
from storage.records import Operator
from storage.tables import ShopRow
from storage.views.shops.shop_network import graphml, load_network
from tests.storage.leads.test_facets import opened

OPERATOR = Operator(name="示例商行", credit_code="91150802MA0EXAMPLE")
XMLNS = "{http://graphml.graphdrawing.org/xmlns}"


def test_a_network_names_the_reasons_of_each_link_and_leaves_as_graphml(database: Database) -> None:
    with database.begin() as session:
        first = opened(session, "1", shop="甲店", platform="a.invalid", operator=OPERATOR)
        twin = opened(session, "2", shop="乙<店>&\x02", platform="b.invalid", operator=OPERATOR)
        third = opened(session, "3", shop="丙店", platform="c.invalid")
        opened(session, "4", shop="无关店", platform="c.invalid")
        ids = [row.shop_id or 0 for row in (first, twin, third)]
        keep_contacts(session, {ids[1]: ["x"], ids[2]: ["x"]})
    with database.read() as session:
        shop = session.get(ShopRow, ids[0])
        assert shop is not None
        network = load_network(session, shop)
    assert [shop.id for shop in network.shops] == sorted(ids)
    assert {(link.first, link.second): link.grounds for link in network.links} == {
        (ids[0], ids[1]): (OperatorGround.CREDIT_CODE, OperatorGround.OPERATOR),
        (ids[1], ids[2]): (OperatorGround.CONTACT,),
    }
    root = ET.fromstring(graphml(network))
    nodes, edges = root.findall(f".//{XMLNS}node"), root.findall(f".//{XMLNS}edge")
    assert [node.get("id") for node in nodes] == [f"shop-{number}" for number in sorted(ids)]
    assert len(edges) == 2
    keys = {key.get("id") for key in root.findall(f"{XMLNS}key")}
    used = {data.get("key") for data in root.iter(f"{XMLNS}data")}
    assert used == keys
    assert {"乙<店>&", "统一社会信用代码相同、主体名称相同"} <= {
        data.text for data in root.iter(f"{XMLNS}data")
    }
