from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.insight.jurisdiction import Referral, RegionGround, find_jurisdiction
from storage.base.settings import load_settings
from storage.listings.regions import region_of_address, region_of_code
from storage.records import Listing, Operator


@pytest.mark.parametrize(
    ("address", "name", "code"),
    [
        ("内蒙古自治区巴彦淖尔市临河区胜利路1号", "内蒙古自治区巴彦淖尔市临河区", "150802"),
        ("内蒙古巴彦淖尔 五原县", "内蒙古自治区巴彦淖尔市五原县", "150821"),
        ("巴彦淖尔市", "内蒙古自治区巴彦淖尔市", "1508"),
        ("乌拉特中旗海流图镇", "内蒙古自治区巴彦淖尔市乌拉特中旗", "150824"),
        ("中国内蒙古自治区鄂尔多斯市杭锦旗", "内蒙古自治区鄂尔多斯市杭锦旗", "150625"),
        ("杭锦后旗陕坝镇", "内蒙古自治区巴彦淖尔市杭锦后旗", "150826"),
        ("山东省 济南市 历下区", "山东省济南市", "37"),
        ("浙江 · 杭州市", "浙江省杭州市", "33"),
        ("上海市浦东新区", "上海市", "31"),
        ("新疆维吾尔自治区伊犁哈萨克自治州", "新疆维吾尔自治区伊犁哈萨克自治州", "65"),
        ("江苏", "江苏省", "32"),
    ],
)
def test_an_address_is_read_as_deep_as_it_is_certain(address: str, name: str, code: str) -> None:
    region = region_of_address(address)
    assert region is not None
    assert (region.name, region.code) == (name, code)


@pytest.mark.parametrize("address", [None, "", "新城区", "青山区解放路", "海南区", "海外", "某地"])
def test_a_place_that_many_cities_have_is_not_guessed(address: str | None) -> None:
    assert region_of_address(address) is None


def test_a_registration_code_names_where_it_was_registered() -> None:
    region = region_of_code("91150802MA0EXAMP0X")
    assert region is not None
    assert region.county == "临河区"
    assert region_of_code("91150802") is None
    assert region_of_code("91990802MA0EXAMP0X") is None


@given(st.text(max_size=60))
def test_any_text_can_be_asked_for_its_region(text: str) -> None:
    region = region_of_address(text)
    assert region is None or region.province
    region_of_code(text)


def routed(
    operator: Operator | None, location: str | None = None
) -> tuple[Referral, RegionGround | None]:
    listing = Listing(url="http://x.example/1", title="面粉", operator=operator, location=location)
    jurisdiction = find_jurisdiction(listing, load_settings())
    return jurisdiction.route, jurisdiction.ground


def test_the_operators_address_beats_its_code_and_the_place_of_dispatch() -> None:
    here = Operator(address="巴彦淖尔市临河区", credit_code="91370100MA0EXAMP0X")
    assert routed(here, "山东济南") == (Referral.OURS, RegionGround.ADDRESS)
    assert routed(Operator(credit_code="91150100MA0EXAMP0X")) == (
        Referral.PARTNER,
        RegionGround.CODE,
    )
    assert routed(None, "山东省济南市") == (Referral.ELSEWHERE, RegionGround.DISPATCH)
    assert routed(None) == (Referral.UNKNOWN, None)
