"""Lines of a log in Chinese (日志), as far as they are the program's own; other lines stand as they are."""

from __future__ import annotations

import re

STAGES = {
    "assess": "研判新商品",
    "health watch": "运行异常通知",
    "assess again": "重新研判",
    "capture": "固证",
    "mail pictures": "制作邮件图片",
    "fetch pictures": "取图",
    "read pictures": "识别图片",
    "logos again": "重新查找注册图样",
    "read recordings": "识别录屏",
    "older pictures": "整理旧图片",
    "seal": "加盖时间戳",
    "audit head": "固定操作留痕",
    "audit out": "外送操作留痕",
    "robots": "通知群机器人",
    "renew evidence": "证据续期",
    "retention": "清理到期证据",
    "deliver": "发送邮件",
    "bounces": "收取退信",
    "webhooks": "推送",
    "recheck": "安排发函后复查",
    "revisit": "安排到期复查",
    "settle rechecks": "登记复查结果",
    "digest": "每日摘要",
    "reminders": "期限提醒",
    "urgent leads": "一级保护新线索提醒",
    "claims": "收回逾期认领",
    "drafts": "核对文书草稿",
    "shop leads": "店铺线索",
    "count": "汇总计数",
    "count anew": "核对计数",
    "tune": "整理数据库",
    "backup": "定时备份",
    "backup trial": "备份试恢复",
    "audit check": "核验操作留痕",
}
"""The worker's stages."""
_LINES = (
    (re.compile(r"(?P<stage>[a-z ]+): (?P<count>\d+)"), "{stage}：{count} 项"),
    (
        re.compile(r"(?P<stage>[a-z ]+): (?P<why>.*) \(again in (?P<wait>\d+) s\)", re.S),
        "{stage}没有完成：{why}（{wait} 秒后重试）",
    ),
    (
        re.compile(r"(?P<stage>[a-z ]+) failed \(again in (?P<wait>\d+) s\)"),
        "{stage}时程序出错（{wait} 秒后重试）",
    ),
    (re.compile(r"the backup of the day begins"), "开始每日备份"),
    (re.compile(r"the newest backup is tried"), "开始试恢复最近的备份"),
    (
        re.compile(r"kept counts of leads were wrong and were counted anew"),
        "线索计数有误，已重新清点",
    ),
    (re.compile(r"looking again at (?P<count>\d+) listings"), "复查 {count} 件商品"),
    (re.compile(r"looking again at listings that are due"), "复查到期的商品"),
    (re.compile(r"the served console is gone; ending"), "系统服务已停止，工作进程随之结束"),
    (
        re.compile(r"stopping; pages under way may take (?P<wait>\d+) s"),
        "正在停止，已打开的网页最多再等 {wait} 秒",
    ),
    (re.compile(r"hubiao: (?P<why>.*)", re.S), "{why}"),
)
LEVELS = {"DEBUG": "调试", "INFO": "信息", "WARNING": "警告", "ERROR": "错误", "CRITICAL": "严重"}
_FILES = {
    "worker": "工作进程",
    "backup": "备份",
    "backup-trial": "备份试恢复",
    "doctor": "运行检查",
    "pictures": "取图",
    "recheck": "发函后复查",
    "revisit": "到期复查",
}


def line_words(text: str) -> str:
    """A line in Chinese; one that is not the program's own as it stands."""
    for pattern, words in _LINES:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            if "stage" in parts:
                if parts["stage"] not in STAGES:
                    continue
                parts["stage"] = STAGES[parts["stage"]]
            return words.format_map(parts)
    return text


def file_words(name: str) -> str:
    """What a log is of, by the name of its file without `.log`."""
    name, _, earlier = name.partition(".")
    if earlier:
        return f"{file_words(name)}（之前第 {earlier} 份）"
    kind, _, number = name.partition("-")
    if number and kind in ("crawl", "capture"):
        return f"采集任务 {number}" if kind == "crawl" else f"线索 {number} 固证"
    return _FILES.get(name, name)
