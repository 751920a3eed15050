"""提取记录: what a package holds, in words, of a page that an officer's own browser took."""

from __future__ import annotations

from datetime import datetime

from storage.base.office_time import OFFICE_TIME
from storage.evidence.visit import Visit
from storage.records.capture_facts import OfficerBrowser

PATH = "evidence/extraction-record.txt"
_PART_NAMES = {"dom": "页面文档（DOM）", "text": "页面文字", "screenshot": "页面截图"}


def extraction_record(visit: Visit, taken: OfficerBrowser) -> bytes:
    """The record as plain text (UTF-8)."""
    offset = taken.clock_offset.total_seconds()
    lines = [
        "提取记录",
        "",
        "提取方式：执法人员在本人浏览器中打开页面后提取，并非本系统自行访问、固定的页面。",
        f"提取人：{taken.full_name}（{taken.officer}）",
        f"页面网址：{visit.url}",
        f"页面标题：{visit.title}",
        f"浏览器：{taken.browser}",
        f"提取程序：护标浏览器扩展 {taken.extension}",
        f"提取时间（浏览器时钟）：{_moment(taken.taken_at)}",
        f"送达时间（浏览器时钟）：{_moment(taken.sent_at)}",
        f"收到时间（系统时钟）：{_moment(taken.received_at)}",
        f"浏览器时钟与系统时钟相差：{offset:+.3f} 秒（含传送用时）",
        f"折合系统时钟的提取时间：{_moment(taken.moment)}",
        "",
        "以下哈希值（SHA-256）由浏览器在提取时计算，系统收到后重新计算并核对一致：",
        *(f"{_PART_NAMES.get(part, part)}：{value}" for part, value in taken.hashes.items()),
        "",
        "说明：" + ("；".join(visit.remarks) if visit.remarks else "提取期间未发现页面变化。"),
        "网络往来、服务器证书和服务器地址不在提取范围内。",
    ]
    return ("\n".join(lines) + "\n").encode()


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M:%S.%f}"[:-3]
