"""收件平台: a letter on a listing goes to the platform that the listing stands on, not to another one.

Known platforms are in platform_names.yml. A recipient that is by its name another platform is refused where
the listing's own is known, and is told to the approver where it is not, or where both are of one group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from pydantic import ConfigDict, TypeAdapter, with_config

from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.proof_conditions import is_true_code
from alerts.text.chinese import chinese_date
from storage.base.compact_text import compact
from storage.files.yaml_file import load_own_yaml
from storage.records.letter_facts import Facts

RULE = "recipient-platform"


_strict = with_config(ConfigDict(extra="forbid"))


@_strict
@dataclass(frozen=True, kw_only=True)
class PlatformOperator:
    """平台经营者: a registered company that runs a platform."""

    name: str
    source: str
    """Where the name was read, in Chinese."""
    looked_up: date
    verified: date | None
    """Day on which somebody compared it with the licence that the platform shows; None = nobody."""


@_strict
@dataclass(frozen=True, kw_only=True)
class Platform:
    """A known platform."""

    name: str
    hosts: tuple[str, ...]
    words: tuple[str, ...]
    """Any of these in a recipient's name means this platform."""
    group: str = ""
    operators: tuple[PlatformOperator, ...] = ()

    def bears(self, recipient: str) -> bool:
        """Whether a recipient's name means this platform."""
        names = (*self.words, *(operator.name for operator in self.operators))
        return any(_plain(name) in _plain(recipient) for name in names)


def other_platform(facts: Facts) -> str | None:
    """Why the recipient is not the listings' platform, in Chinese; None where it may be."""
    listed = listing_platforms(facts)
    addressed = _named(facts.recipient.name or "")
    if (
        not listed
        or not addressed
        or {*listed} & {*addressed}
        or _groups(listed) & _groups(addressed)
    ):
        return None
    return f"“{facts.recipient.name}”是{_join(addressed)}，商品信息在{_join(listed)}"


def platform_warnings(kind: Kind, facts: Facts) -> Iterator[str]:
    """What the approver compares of a recipient that cannot be told to be the listings' platform."""
    name = facts.recipient.name
    if not name or RULE not in {element.rule for element in kind.elements}:
        return
    yield from _unverified_names(facts, name)
    listed, addressed = listing_platforms(facts), _named(name)
    if not facts.listings or {*listed} & {*addressed} or other_platform(facts):
        return
    if listed:
        yield f"收件人“{name}”从名称上看不出是{_join(listed)}的经营者，请核对"
    elif addressed:
        hosts = "、".join(dict.fromkeys(_hosts(facts)))
        yield f"收件人“{name}”是{_join(addressed)}，商品信息在{hosts}，请核对收件平台"


def _unverified_names(facts: Facts, name: str) -> Iterator[str]:
    """That nobody compared the name with the licence that the platform shows; an officer who states
    the recipient's credit code (统一社会信用代码) read it there."""
    if is_true_code(compact(facts.recipient.identity).upper()):
        return
    for platform in _named(name):
        records = [row for row in platform.operators if _plain(row.name) == _plain(name)]
        if any(row.verified for row in records):
            continue
        if records:
            (row,) = records
            origin = f"见于{row.source}（{chinese_date(row.looked_up)}查阅）"
        elif platform.operators:
            listed = "、".join(f"“{row.name}”" for row in platform.operators)
            origin = f"与所知的{platform.name}经营者名称{listed}不一致"
        else:
            origin = f"{platform.name}的经营者名称无资料可比"
        yield (
            f"收件人名称“{name}”{origin}，尚未与该平台公示的营业执照核对：请核对全称，"
            "核对后可填写收件人的统一社会信用代码"
        )


def listing_platforms(facts: Facts) -> tuple[Platform, ...]:
    """The known platforms that the letter's listings stand on, each once; the narrowest host counts."""
    matches: dict[Platform, None] = {}
    for host in _hosts(facts):
        suffixes = [
            (len(suffix), platform)
            for platform in known_platforms()
            for suffix in platform.hosts
            if host == suffix or host.endswith(f".{suffix}")
        ]
        if suffixes:
            matches[max(suffixes, key=lambda pair: pair[0])[1]] = None
    return tuple(matches)


@cache
def known_platforms() -> tuple[Platform, ...]:
    """The table as shipped."""
    text = files("alerts.letters").joinpath("platform_names.yml").read_text("utf-8")
    return TypeAdapter(tuple[Platform, ...]).validate_python(
        load_own_yaml(text, "platform_names.yml")
    )


def _named(recipient: str) -> tuple[Platform, ...]:
    return tuple(platform for platform in known_platforms() if platform.bears(recipient))


def _hosts(facts: Facts) -> Iterator[str]:
    for row in facts.listings:
        if host := urlsplit(row.url or "").hostname:
            yield host


def _plain(name: str) -> str:
    """A name by which two spellings compare: brackets of both widths, no blanks."""
    return compact(name).replace("(", "（").replace(")", "）")


def _groups(platforms: Iterable[Platform]) -> set[str]:
    return {platform.group for platform in platforms if platform.group}


def _join(platforms: Iterable[Platform]) -> str:
    return "、".join(platform.name for platform in platforms)
