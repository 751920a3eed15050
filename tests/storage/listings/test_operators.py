"""同一经营者: which shops the one rule takes for one operator's, and which it does not."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from storage.base.database import Database
from storage.listings.contact_hashes import keep_contacts
from storage.listings.linked_shops import linked_shops
from storage.listings.operator_traits import (
    contact_traits,
    listing_traits,
    operator_traits,
    picture_traits,
)
from storage.listings.operators import OperatorGround as Ground
from storage.listings.operators import operator_groups, shared_grounds
from storage.listings.similar_names import name_hint
from storage.records import Listing, Operator
from storage.tables import ShopRow

CODE, OTHER_CODE = "91150800MA0EXAMP0X", "91150802MA0EXAMPLE"
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
"""Half width → full width (全角)."""
NAME = "示例商行"
LONG = "本店面粉来自河套平原，石磨工艺，七日内无理由退换，企业团购请联系客服，量大从优，欢迎选购。"


def listing(**fields: object) -> Listing:
    return Listing(url="http://a.example/1", title="面粉", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "grounds"),
    [
        ((NAME, CODE), (NAME, f" {CODE.lower()} "), (Ground.CREDIT_CODE, Ground.OPERATOR)),
        ((None, CODE), (None, CODE.translate(WIDE)), (Ground.CREDIT_CODE,)),
        ((NAME, CODE), (NAME, None), (Ground.OPERATOR,)),
        (("示例（上海）商行", None), ("示例(上海) 商行", None), (Ground.OPERATOR,)),
        ((NAME, CODE), (NAME, OTHER_CODE), ()),
        ((NAME, None), ("示例粮行", None), ()),
        ((None, None), (None, None), ()),
    ],
)
def test_a_code_names_one_person_and_a_name_only_where_codes_do_not_differ(
    first: tuple[str, str], second: tuple[str, str], grounds: tuple[Ground, ...]
) -> None:
    assert shared_grounds(operator_traits(*first), operator_traits(*second)) == grounds


def test_a_name_that_stands_with_several_codes_does_not_join_their_shops() -> None:
    shops = {
        "甲": operator_traits(NAME, CODE),
        "乙": operator_traits(NAME, None),
        "丙": operator_traits(NAME, OTHER_CODE),
        "丁": operator_traits("示例粮行", OTHER_CODE),
    }
    groups = operator_groups(shops)
    assert [group.shops for group in groups] == [("甲",), ("乙",), ("丙", "丁")]
    assert groups[-1].grounds == (Ground.CREDIT_CODE,)


def test_no_chain_of_links_joins_two_codes() -> None:
    shops = {
        "甲": operator_traits(None, CODE) | contact_traits(["c1"]),
        "乙": contact_traits(["c1", "c2"]),
        "丙": operator_traits(None, OTHER_CODE) | contact_traits(["c2"]),
        "丁": operator_traits(None, OTHER_CODE),
    }
    assert [group.shops for group in operator_groups(shops)] == [("甲",), ("乙",), ("丙", "丁")]
    by_name = {**shops, "乙": shops["乙"] | operator_traits(NAME, None),
               "甲": shops["甲"] | operator_traits(NAME, CODE)}  # fmt: skip
    groups = operator_groups(by_name)
    assert [group.shops for group in groups] == [("甲", "乙"), ("丙", "丁")]
    (by_a_name, by_a_contact) = groups[0].links
    assert (by_a_name.ground, by_a_contact.ground) == (Ground.OPERATOR, Ground.CONTACT)


def test_what_stands_with_several_codes_is_a_platforms_own_and_links_nobody() -> None:
    foot = contact_traits(["service line"]) | operator_traits("示例平台有限公司", None)
    shops = {
        name: foot | operator_traits(None, code)
        for name, code in (("甲", CODE), ("乙", OTHER_CODE), ("丙", None))
    }
    assert [len(group.shops) for group in operator_groups(shops)] == [1, 1, 1]


def test_shops_are_joined_however_long_the_chain() -> None:
    links = [contact_traits([f"c{number}", f"c{number + 1}"]) for number in range(1000)]
    (group,) = operator_groups(dict(enumerate(links)))
    assert len(group.shops) == 1000
    assert group.grounds == (Ground.CONTACT,)


def test_a_listing_links_by_contacts_pictures_and_text_and_not_by_what_everybody_writes() -> None:
    first = listing(
        description=f"{LONG} 微信：shili_2026",
        images=("http://a.example/flour-2026.png", "http://a.example/1.jpg"),
    )
    second = listing(description="vx shili_2026", images=("http://cdn.example/FLOUR-2026.png?w=1",))
    assert shared_grounds(listing_traits(first), listing_traits(second)) == (
        Ground.CONTACT,
        Ground.PICTURE,
    )
    copied = listing(description=LONG.replace("，", "， "))
    assert shared_grounds(listing_traits(copied), listing_traits(listing(description=LONG))) == (
        Ground.TEXT,
    )
    short = listing(description="正品", images=("http://b.example/1.jpg",))
    assert shared_grounds(listing_traits(short), listing_traits(short)) == ()


def test_the_number_of_a_platforms_site_and_a_shops_name_link_nobody() -> None:
    first = listing(shop="甲店", platform="a.example", operator=Operator(icp="京ICP备00000000号"))
    second = listing(shop="甲店", platform="b.example", operator=Operator(icp="京ICP备00000000号"))
    assert shared_grounds(listing_traits(first), listing_traits(second)) == ()


def test_pictures_that_look_alike_link_and_unlike_ones_do_not() -> None:
    traits = picture_traits({"甲": {7, 8}, "乙": {8}, "丙": {9}})
    assert shared_grounds(traits["甲"], traits["乙"]) == (Ground.PICTURE,)
    assert shared_grounds(traits["甲"], traits["丙"]) == ()


@pytest.mark.both_databases
def test_the_stored_shops_of_an_operator_are_found_by_the_same_rule_in_a_few_queries(
    database: Database,
) -> None:
    operators = {
        "甲店": {"name": "示例（上海）商行", "credit_code": CODE},
        "乙店": {"name": "示例(上海) 商行", "credit_code": CODE.lower()},
        "丙店": {"name": "示例(上海)商行"},
        "丁店": {"name": "示例(上海)商行", "credit_code": OTHER_CODE},
        "戊店": None,
        "己店": {"credit_code": CODE.translate(WIDE)},
    }
    with database.begin() as session:
        rows = {
            name: ShopRow(
                platform="a.invalid", name=name, operator=operator and Operator.from_json(operator)
            )
            for name, operator in operators.items()
        }
        rows["甲店之二"] = ShopRow(platform="b.invalid", name="甲店")
        session.add_all(rows.values())
        session.flush()
        keep_contacts(session, {rows["甲店"].id: ["x"], rows["戊店"].id: ["x"]})
        ids = {row.id: name for name, row in rows.items()}
        queries: list[str] = []
        connection = session.connection()
        event.listen(
            connection, "before_cursor_execute", lambda *args: queries.append(str(args[2]))
        )
        linked = linked_shops(session, rows["甲店"])
        assert len(queries) <= 24
    assert {ids[shop]: grounds for shop, grounds in linked.items()} == {
        "乙店": (Ground.CREDIT_CODE, Ground.OPERATOR),
        "戊店": (Ground.CONTACT,),
        "己店": (Ground.CREDIT_CODE,),
    }


def test_shops_called_alike_are_a_hint_with_its_likelihood(database: Database) -> None:
    names = {
        "示例惠民超市": CODE, "示例惠民旗舰店": OTHER_CODE, "示例惠民 食品专营店": None, "示例惠民食品专营店": None,
        "旁人商行": None,
    }  # fmt: skip
    with database.begin() as session:
        rows = {
            name: ShopRow(
                platform=f"{at}.invalid", name=name, operator=code and Operator(credit_code=code)
            )
            for at, (name, code) in enumerate(names.items())
        }
        session.add_all(rows.values())
        session.flush()
        hint = name_hint(session, rows["示例惠民超市"])
        assert hint is not None
        assert set(hint.shops) == {rows["示例惠民食品专营店"].id}
        assert (hint.same, hint.pairs, hint.likelihood) == (0, 1, 0.2)
        assert linked_shops(session, rows["示例惠民超市"]) == {}
        assert name_hint(session, rows["旁人商行"]) is None


@pytest.mark.both_databases
def test_a_shop_without_particulars_is_linked_to_nobody(database: Database) -> None:
    with database.begin() as session:
        session.add_all(ShopRow(platform="a.invalid", name=name) for name in ("甲店", "乙店"))
        session.flush()
        shop = session.scalars(sa.select(ShopRow).where(ShopRow.name == "甲店")).one()
        assert linked_shops(session, shop) == {}
