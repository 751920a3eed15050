"""The first page of a site (首页), by its address: the root, a language's root, a route of the program."""

from __future__ import annotations

import re

from crawler.url.url_parts import PROGRAM_PARTS, Address, page_parts

_HOME = re.compile(
    r"^/(?:web/\d{4,14}\w{0,4}/https?:/{1,2}[^/]+/?)?"
    r"(?:(?:index|default|home|main)(?:\.\w{2,5})?/?|pages/(?:index|home|main|tabbar)/(?:index|home|main)"
    r"|(?:[a-z]{2}(?:[-_][a-z]{2})?|global|intl?|international|worldwide)/?)?$",
    re.I,
)
"""The root, its usual file names, a language's root; in a web archive, those of the page kept."""
_HOME_STEP = re.compile(r"(?:index|home|main|default)(?:\.\w{2,5})?", re.I)
_HOME_PART = re.compile(
    r"(?:index|home|main|default|common|site|front|web|portal)(?:\.\w{2,5})?", re.I
)
"""Steps of a path or a route that name no further page: `/home/Index/index.html`, `route=common/home`."""


def is_home(parts: Address) -> bool:
    """Is it the first page of a site?"""
    parts = page_parts(parts)
    if parts.fragment:
        return False
    path = parts.path or "/"
    if not parts.query:
        return bool(_HOME.match(path)) or _is_home_route(path)
    return bool(_HOME.match(path)) and _asks_for_home(parts)


def _asks_for_home(parts: Address) -> bool:
    """Does the query name nothing but the first page of the program: `controller=site&action=index`?"""
    pairs = parts.pairs()
    named = all(name.lower() in PROGRAM_PARTS for name, _ in pairs)
    if any(name.lower() == "s" and "/" not in value for name, value in pairs):
        return False  # a word that is searched for (WordPress); a route (ThinkPHP) has steps
    return named and _is_home_route("/".join(value for _, value in pairs))


def _is_home_route(route: str) -> bool:
    steps = [step for step in route.split("/") if step]
    if steps and steps[0].lower() == "index.php":
        steps = steps[1:]
    ends_at_home = bool(steps) and bool(_HOME_STEP.fullmatch(steps[-1]))
    return ends_at_home and all(map(_HOME_PART.fullmatch, steps))
