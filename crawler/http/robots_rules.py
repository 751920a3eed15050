"""The rules in a robots.txt (RFC 9309): groups by product token, the longest match decides.

Read as Googlebot reads it (github.com/google/robotstxt), since owners try their files on that: a line
of another kind ends no group (§2.2.4), groups of one token are one group (§2.2.1), a line ends at
16 KiB. Two things follow the RFC where Google's own tests do not: octets that are written in two ways
are one (§2.2.2: `/%62az` is `/baz`, `/ツ` is `/%E3%83%84`), and an address may be written either way.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

LIMIT = 500 * 1024
"""Bytes that are parsed (RFC 9309 §2.5)."""
_LINE_LENGTH = 2083 * 8 - 1
"""Characters of a line that count: eight times the longest address of old browsers, as Google has it."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(
    r"""
    \s*(?: (?P<agent> use[rg][-_\s]?agents?)
         | (?P<disallow> d[ie]a?s+a?l+[oa]w\w*)     # the misspellings that Google reads, and their like
         | (?P<allow> allow)
         | (?P<sitemap> site-?maps?)
         | (?P<delay> crawl[-_\s]?delay)
       ) (?:(?P<colon>\s*:)|\s)\s* (?P<value>.*)
    """,
    re.I | re.X | re.S,
)
"""A line that this reader knows; owners forget the colon."""
_KINDS = ("agent", "disallow", "allow", "sitemap", "delay")
_TAG = re.compile(r"<[^<>]*>")
_COMMENT = re.compile(r"\([^()]*\)")
_NAME_END = re.compile(r"[\s,;]+")
_ORIGIN = re.compile(r"(?:[A-Za-z][\w+.-]*:)?//[^/?;#]*|[^/?;#]*")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_RESERVED = "%!$&'()*+,/:;=?@[]#"
"""Characters that quoting leaves alone: those of RFC 3986 §2.2, and what is escaped already."""
_DIRECTORY_PAGE = re.compile(r".*/(?=index\.html?$)")
_TOKEN = re.compile(r"[a-z_-]+(?=[^a-z_-])")
"""A product token before what none holds (§2.2.1): `hubiao2` names `hubiao` where nothing else does."""
EVERYBODY = "*"


@dataclass(frozen=True)
class Rule:
    """One Allow or Disallow line."""

    allows: bool
    size: int
    """Characters of its pattern: the longer rule wins."""
    parts: tuple[str, ...]
    """The pattern cut at its wildcards."""
    whole: bool
    """It must match to the end of the address (`$`)."""

    def matches(self, path: str) -> bool:
        """Does a path match, each part found behind the one before? Linear in the path's length."""
        first, *following = self.parts
        if not path.startswith(first):
            return False
        if not following:
            return not self.whole or path == first
        at = len(first)
        for part in following[:-1]:
            place = path.find(part, at)
            if place < 0:
                return False
            at = place + len(part)
        last = following[-1]
        if self.whole:
            return path.endswith(last) and len(path) - len(last) >= at
        return path.find(last, at) >= 0


@dataclass
class Delay:
    """The last Crawl-delay that is asked of the tokens named together."""

    line: int = -1
    seconds: float | None = None


@dataclass
class Group:
    """What the file says to one product token.

    Tokens that are named together share their rules and their delay: a file of many names and
    many rules would else be stored once a name.
    """

    rules: list[list[Rule]] = field(default_factory=list)
    delays: list[Delay] = field(default_factory=list)

    @property
    def delay(self) -> float | None:
        """Crawl-delay in seconds, of the last line that asks for any."""
        return max(self.delays, key=lambda delay: delay.line).seconds

    def join(self, rules: list[Rule], delay: Delay) -> None:
        """Name the token at the head of further rules, which are still to come."""
        if not self.rules or self.rules[-1] is not rules:
            self.rules.append(rules)
        if not self.delays or self.delays[-1] is not delay:
            self.delays.append(delay)

    def allows(self, path: str) -> bool:
        """The longest rule that matches decides; of two as long, the one that allows (§2.2.2)."""
        matches = (rule for rules in self.rules for rule in rules if rule.matches(path))
        best = max(matches, key=lambda rule: (rule.size, rule.allows), default=None)
        return best is None or best.allows


@dataclass(frozen=True)
class RobotsRules:
    """A whole file."""

    groups: dict[str, Group]
    """Product token in small letters → what is said to it."""
    sitemaps: tuple[str, ...]

    def can_fetch(self, url: str, agent: str) -> bool:
        """May `agent` (a product token, with or without its version) fetch `url`?"""
        path = _path(url)
        group = self._group(agent)
        return group is None or path == "/robots.txt" or group.allows(path)

    def crawl_delay(self, agent: str) -> float | None:
        """Seconds between two visits that the file asks of `agent`."""
        group = self._group(agent)
        return group.delay if group else None

    def _group(self, agent: str) -> Group | None:
        name = agent.partition("/")[0].strip().lower()
        names = (
            name,
            EVERYBODY,
            *name.split()[:1],
        )  # a name of two words is no token, its first may be
        return next((self.groups[name] for name in names if name in self.groups), None)


def parse_robots(body: bytes) -> RobotsRules:
    """The rules in a file's first 500 KiB; a line that is cut there is left out, since half a path
    forbids more than it says."""
    groups: dict[str, Group] = {}
    sitemaps: dict[str, None] = {}
    cut: dict[str, str] = {}
    """A name up to what no product token holds → the name as it stands."""
    rules: list[Rule] = []
    delay = Delay()
    """Asked of the tokens named since the last line of another kind alone."""
    ruled = named = False
    for number, (key, value) in enumerate(_lines(_text(body))):
        if key == "sitemap":
            sitemaps.setdefault(value)
        elif key == "agent":
            rules = [] if ruled else rules
            delay = delay if named else Delay()
            for name in _names(value):
                if before := _TOKEN.match(name):
                    cut.setdefault(before[0], name)
                groups.setdefault(name, Group()).join(rules, delay)
            ruled = False
        elif key == "delay":
            delay.line, delay.seconds = number, _seconds(value)
        else:
            ruled = True
            rules.extend(_rules(value, allows=key == "allow"))
        named = key == "agent" or (key == "sitemap" and named)
    for token, name in cut.items():
        groups.setdefault(token, groups[name])
    return RobotsRules(groups, tuple(sitemap for sitemap in sitemaps if sitemap))


def _text(body: bytes) -> str:
    """The file as text: UTF-8 (§2.3), or UTF-16 where its mark or its zeros say so."""
    whole, body = len(body) <= LIMIT, body[:LIMIT]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = body.decode("utf-16", "replace")
    elif b"\0" in body[:2]:
        text = body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", "replace")
    else:
        mark = next(
            (codecs.BOM_UTF8[:n] for n in (3, 2, 1) if body.startswith(codecs.BOM_UTF8[:n])), b""
        )
        text = body.removeprefix(mark).decode("utf-8", "surrogateescape")
    if not whole:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    return _TAG.sub("", text) if text.lstrip()[:1] == "<" else text


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """(kind, value) of each line that this reader knows."""
    for raw in _LINE_END.split(text):
        line = raw[:_LINE_LENGTH].partition("#")[0].strip()
        match = _LINE.fullmatch(line) if line else None
        if match is None or (not match["colon"] and len(match["value"].split()) > 1):
            continue  # another record, or a sentence
        yield next(kind for kind in _KINDS if match[kind]), match["value"]


def _names(value: str) -> list[str]:
    """The product tokens in a line: versions and comments (RFC 9110 §5.6.5) left out. Some owners name
    several on one line; the RFC has one, but who finds himself named is meant."""
    names = _NAME_END.split(_COMMENT.sub(" ", value))
    tokens = [name.partition("/")[0].strip().lower() for name in names]
    tokens = [token if token == EVERYBODY else token.strip("*") for token in tokens]
    return [token for token in dict.fromkeys(tokens) if token]


def _rules(value: str, *, allows: bool) -> Iterator[Rule]:
    """The rule of a line; none for an empty value, which says nothing."""
    if not value:
        return
    yield _rule(value, allows=allows)
    if allows and (folder := _DIRECTORY_PAGE.match(value)):
        yield _rule(
            f"{folder[0]}$", allows=True
        )  # as Google does: the page of a directory is its address


def _rule(value: str, *, allows: bool) -> Rule:
    whole = value.endswith("$")
    parts = [_normal(part) for part in value.removesuffix("$").split("*")]
    size = sum(map(len, parts)) + len(parts) - 1 + whole
    return Rule(allows, size, tuple(parts), whole)


def _path(url: str) -> str:
    """Path and query of an address as rules are compared with it."""
    bare = url.partition("#")[0]
    origin = _ORIGIN.match(bare)
    path = bare[origin.end() :] if origin else bare
    path = path if path.startswith("/") else f"/{path}"
    return _normal(path)


def _normal(text: str) -> str:
    """One spelling of octets (§2.2.2): escapes of unreserved characters undone, others in capitals;
    what stands for itself in patterns (`*`, `$`) escaped, as is all that is no ASCII."""
    text = quote(_ESCAPED.sub(_unescaped, text), _RESERVED, "utf-8", "surrogateescape")
    return text.replace("*", "%2A").replace("$", "%24")


def _unescaped(match: re.Match[str]) -> str:
    char = chr(int(match[0][1:], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None
