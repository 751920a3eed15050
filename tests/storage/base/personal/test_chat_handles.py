"""聊天账号: a handle is found behind every spelling of a chat's name, and nowhere else."""

from __future__ import annotations

import pytest

from storage.base.personal.chat_handles import chat_handles


@pytest.mark.parametrize(
    "name",
    [
        "微信：", "微信号:", "微 信 ", "微.信：", "微信 ", "威信", "薇信：", "维信:", "徽信号：", "V信：", "v 信",
        "微❤", "微❤️：", "加V：", "加v ", "+V:", "＋v：", "➕V：", "加微：", "加微", "加威 ", "加薇：", "VX",
        "vx：", "v x:",        "V：", "v: ", "WX ", "w x：", "wei xin：", "weixin:",
        "WeChat: ", "加我微信 ", "QQ：", "Q Q ", "扣扣：", "加Q：", "qq群：",
    ],
)  # fmt: skip
def test_a_handle_is_the_same_behind_every_spelling_of_the_chats_name(name: str) -> None:
    text = f"拿货联系{name}shili8899，量大从优"
    assert [text[start:end] for start, end in chat_handles(text)] == ["shili8899"]


@pytest.mark.parametrize(
    "text",
    [
        "支持微信支付", "QQ music 车载音响 2026", "企业在消费者中有威信", "微信扫码 领券", "加微量元素 2024",
        "电压 V: 220V", "规格：V12345", "加V领衣 女装", "型号 RevX 20245", "加威士忌 750ml", "v领 针织衫 2024",
        "维心小铺",        "加Q弹面条 500g", "W 30x40cm", "加微波炉 20L",
    ],
)  # fmt: skip
def test_words_that_merely_look_like_a_chats_name_hold_no_handle(text: str) -> None:
    assert list(chat_handles(text)) == []
