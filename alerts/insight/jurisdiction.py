"""管辖: which office is competent for an operator, and on what ground that is believed.

Infringement by 平台内经营者 is handled where the operator really does business (行政处罚法 §22: the
place where the act happened); the address of the 亮照 page is the best sign of it, the registration
code the next, the shown place of dispatch the weakest. An officer confirms the route before
anything is handed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.base.settings import Settings
from storage.listings.regions import Region, partner_cities, region_of_address, seller_regions
from storage.records import Listing


class RegionGround(StrEnum):
    """Where the region was read from."""

    ADDRESS = "address"
    CODE = "credit-code"
    DISPATCH = "dispatch"


GROUND_NAMES = {
    RegionGround.ADDRESS: "亮照地址",
    RegionGround.CODE: "统一社会信用代码登记机关",
    RegionGround.DISPATCH: "页面显示的发货地或所在地",
}


class Referral(StrEnum):
    """What follows for our office."""

    OURS = "ours"
    PARTNER = "partner"
    """Another of 呼包鄂乌巴."""
    ELSEWHERE = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Jurisdiction:
    """The office that a lead should go to."""

    route: Referral
    region: Region | None
    office: str | None
    """Descriptive name, as far down as the region is certain; the letter names the exact one."""
    ground: RegionGround | None
    why: str
    """For an officer, in Chinese."""


def find_jurisdiction(listing: Listing, settings: Settings) -> Jurisdiction:
    """The competent office for the seller of a listing, by the strongest ground it shows."""
    for ground, region in _grounds(listing):
        if region is not None:
            return _route(region, ground, settings)
    return Jurisdiction(
        route=Referral.UNKNOWN, region=None, office=None, ground=None,
        why="页面未显示经营者地址、统一社会信用代码或所在地，需先查明经营者",
    )  # fmt: skip


def is_ours(region: Region, settings: Settings) -> bool:
    """Whether the region belongs to the office's own."""
    ours = region_of_address(settings.office_region)
    return bool(ours and ours.code and (region.code or "").startswith(ours.code))


def _grounds(listing: Listing) -> tuple[tuple[RegionGround, Region | None], ...]:
    return tuple(zip(RegionGround, seller_regions(listing), strict=True))


def _route(region: Region, ground: RegionGround, settings: Settings) -> Jurisdiction:
    if is_ours(region, settings):
        route, follows = Referral.OURS, "由本局管辖"
    elif (region.code or "")[:4] in partner_cities():
        route, follows = Referral.PARTNER, "呼包鄂乌巴协作城市，可直接通报线索"
    else:
        route, follows = Referral.ELSEWHERE, "需移送"
    weak = "；发货地不等于经营地，请核实" if ground is RegionGround.DISPATCH else ""
    return Jurisdiction(
        route=route,
        region=region,
        office=f"{region.name}市场监督管理部门",
        ground=ground,
        why=f"依据{GROUND_NAMES[ground]}：{region.name}，{follows}{weak}",
    )
