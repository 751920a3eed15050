"""Why a crawl ended, in words for an officer: what happened, and what to do about it."""

from __future__ import annotations

import re

_WORDS: tuple[tuple[str, str], ...] = (
    (r"finished", "已采完"),
    (r"max-pages", "达到任务设定的最多页数"),
    (r"interrupted", "被停止；再次运行时从停下的地方继续"),
    (r"unhealthy: (.+)", "采到的内容太少（{0}）：平台可能改版，请在平台档案中试读一页"),
    (r".*robots\.txt forbids.*", "该网站的 robots.txt 不允许采集；不绕过，可依法向平台调取数据"),
    (r".*robots\.txt cannot be had.*", "取不到该网站的 robots.txt，暂不采集；请稍后再试"),
    (r".*HUBIAO_ALLOW_ADDRESSES.*", "起始网址在内网；如确需采集，请在系统设置中放行该地址"),
    (r".*(?:login|captcha|sign-in|blocked).*", "页面要求登录或验证；不绕过，见下方办法"),
    (r".*timeout.*", "网站没有及时回应；请稍后再试"),
    (r".*(?:getaddrinfo|Name or service|no address).*", "找不到该网址；请核对起始网址"),
    (r".*(?:Connect call failed|Connection refused).*", "网站拒绝连接；请核对网址或稍后再试"),
    (r"(?:.* )?HTTP (\d+).*|.*status (\d+).*", "网站回答错误（HTTP {0}）"),
)
_READ = tuple((re.compile(pattern, re.I | re.S), words) for pattern, words in _WORDS)


def in_chinese(reason: str | None) -> str:
    """The reason a run gives, in Chinese where it is a usual one, else as it stands."""
    if not reason:
        return ""
    for pattern, words in _READ:
        if match := pattern.fullmatch(reason):
            return words.format(*(part for part in match.groups() if part))
    return reason
