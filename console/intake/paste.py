"""A whole paste (粘贴内容): share texts one under another, plain addresses, rows copied out of a table."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from console.intake.pasted_item import PastedItem
from console.intake.pasted_table import read_table
from console.intake.share_platforms import label_names
from console.intake.share_text import is_stock_phrase, is_titled_code, read_share_text, urls_in

MOST_TEXT = 200_000
"""Characters of one paste; chosen by hand."""
MOST_ITEMS = 500
"""Offers of one paste; chosen by hand."""
_LABELLED = re.compile(
    rf"(?:^|(?<=\n))[^\n]{{0,40}}?(?<!打开)(?=[【\[]\s*(?:{'|'.join(map(re.escape, label_names()))})\s*[】\]])"
)
"""The start of a line that holds a platform's label: Douyin puts numbers before it."""


def read_paste(text: str) -> tuple[PastedItem, ...]:
    """Every offer of a paste in its order, each address once."""
    plain = text[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    items = read_table(plain) or [read_share_text(part) for part in _parts(plain)]
    unique: dict[str, PastedItem] = {}
    for item in items:
        if item.says_something:
            unique.setdefault(item.url or item.code or item.text, item)
    return tuple(unique.values())[:MOST_ITEMS]


def _parts(text: str) -> Iterator[str]:
    """The share texts of a paste: each begins at a label, or at the address after a finished one."""
    starts = [match.start() for match in _LABELLED.finditer(text)]
    bounds = sorted({0, *starts, len(text)})
    for start, end in itertools.pairwise(bounds):
        yield from _by_address(text[start:end])


def _by_address(text: str) -> Iterator[str]:
    """Parts with one address each; words without one go with the address that follows, the last
    with the one before."""
    lines: list[str] = []
    addresses: set[str] = set()
    for line in text.split("\n"):
        urls = set(urls_in(line))
        blank_between = not line.strip() and addresses
        begins = not urls and bool(lines) and is_titled_code(line)
        if (urls - addresses and addresses) or blank_between or begins:
            ahead = [] if blank_between or begins else _ahead(lines)
            yield "\n".join(lines[: len(lines) - len(ahead)])
            lines, addresses = ahead, set()
        if len(urls) > 1 and not lines:
            yield from _one_line(line)
            continue
        lines.append(line)
        addresses |= urls
    if any(line.strip() for line in lines):
        yield "\n".join(lines)


def _ahead(lines: list[str]) -> list[str]:
    """The last lines of a part that belong to the address after it: words behind its own address, where it
    has a title without them."""
    last = max(number for number, line in enumerate(lines) if next(urls_in(line), None))
    words = [number for number in range(last + 1, len(lines)) if not is_stock_phrase(lines[number])]
    if not words or read_share_text("\n".join(lines[: words[0]])).title is None:
        return []
    return lines[words[0] :]


def _one_line(line: str) -> Iterator[str]:
    """A line with several addresses, cut before each but the first."""
    urls = list(urls_in(line))
    remaining = line
    for following in urls[1:]:
        place = remaining.find(following.removeprefix("https://"), 1)
        place = (
            max(remaining.rfind("http", 0, place + 1), 0)
            if "http" in remaining[:place][-8:]
            else place
        )
        if place <= 0:
            break
        yield remaining[:place]
        remaining = remaining[place:]
    yield remaining
