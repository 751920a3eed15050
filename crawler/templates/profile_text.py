"""A learnt profile as a file (档案文件): the YAML that `hubiao crawl --platform` reads, too."""

from __future__ import annotations

import dataclasses
from typing import Any

import yaml

from crawler.platform.profile import Profile
from crawler.platform.profile_file import profile_from
from crawler.platform.selectors import Selector, as_selectors
from storage.files.yaml_file import load_yaml


def profile_text(profile: Profile) -> str:
    """The profile in YAML: its selectors, and the evidence for each of them."""
    content: dict[str, Any] = {
        "name": profile.name,
        "title": profile.title,
        "hosts": list(profile.hosts),
    }
    if profile.currency:
        content["currency"] = profile.currency
    content["listing"] = {name: _ways(ways) for name, ways in profile.listing.items()}
    if profile.evidence:
        content["evidence"] = {
            name: dataclasses.asdict(evidence) for name, evidence in profile.evidence.items()
        }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)


def read_profile_text(text: str) -> Profile:
    """The profile that `profile_text` wrote. Raises BadInput."""
    return profile_from(load_yaml(text, "learnt profile"))


def selector_text(way: Selector) -> str:
    """One selector in a line of YAML."""
    return yaml.safe_dump(
        _way(way), allow_unicode=True, default_flow_style=True, width=10_000
    ).strip()


def read_selector(text: str, field: str) -> Selector:
    """A selector as an officer writes it: CSS alone, or a mapping in YAML. Raises BadInput."""
    value = load_yaml(text, field) if text.lstrip().startswith("{") else text
    return as_selectors(value, field)[0]


def _ways(ways: tuple[Selector, ...]) -> Any:
    return _way(ways[0]) if len(ways) == 1 else [_way(way) for way in ways]


def _way(way: Selector) -> dict[str, Any]:
    content = {name: value for name, value in vars(way).items() if value is not None}
    if "values" in content:
        content["values"] = dict(content["values"])
    return content
