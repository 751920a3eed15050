"""Browsers and systems by what they call themselves (设备), in a few words."""

from __future__ import annotations

_BROWSERS = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Edg", "Edge"), ("OPR/", "Opera"),
    ("QQBrowser", "QQ 浏览器"), ("360SE", "360 浏览器"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
"""Marks in a User-Agent, the more particular first: Edge calls itself Chrome, too."""
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_name(agent: str | None) -> str:
    """`Chrome（Windows）`; the words themselves where they are no browser's."""
    if not agent:
        return "未知"
    browser = next((name for mark, name in _BROWSERS if mark in agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in agent), None)
    if browser is None:
        return agent[:40]
    return f"{browser}（{system}）" if system else browser
