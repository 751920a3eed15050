"""An office acts for no holder, and may write about one."""

from __future__ import annotations

import pytest

from alerts.letters.model.wording import find_other_track
from storage.records.letter_record import Track


@pytest.mark.parametrize(
    "text",
    [
        "应权利人的申请，请予下架", "我局受权利人委托发函", "请赔付权利人", "请补偿我公司损失",
        "按商标权人的指令处理。", "依据权利人要求删除。", "依照注册人的要求删除。", "请按权利人的意思办理。",
        "奉权利人之命，请删除。", "权利人强烈要求贵平台删除。", "商标权利人责令下架，请照办。",
        "经权利人授权，我局要求删除。", "权利人已明确要求下架，请予执行。",
    ],
)  # fmt: skip
def test_an_office_acts_for_no_holder_in_any_words(text: str) -> None:
    assert list(find_other_track(Track.OFFICE, text))


@pytest.mark.parametrize(
    "text",
    [
        "未经权利人授权使用", "系经权利人授权的店铺", "根据权利人的鉴别意见，商品并非其生产",
        "权利人有权要求平台采取必要措施", "权利人提出的投诉已由我局受理",
    ],
)  # fmt: skip
def test_what_an_office_tells_of_a_holder_is_no_order_of_his(text: str) -> None:
    assert not list(find_other_track(Track.OFFICE, text))
