"""Names of sites that may be taken for genuine ones (近似域名): dnstwist's permutations, and names that contain one."""

from __future__ import annotations

import socket
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from classifiers.sites.genuine_sites import GenuineSite, site_label
from storage.net.domain_names import label_in_characters

MANNER_NAMES: Mapping[str, str] = {
    "suffix": "同名换后缀",
    "homoglyph": "形近字符",
    "cyrillic": "形近字符",
    "omission": "少字母",
    "repetition": "重复字母",
    "transposition": "字母换位",
    "replacement": "邻键错字",
    "vowel-swap": "元音互换",
    "addition": "末尾加字",
    "insertion": "中间加字",
    "bitsquatting": "一字之差",
    "hyphenation": "加连字符",
    "plural": "加 s",
    "dictionary": "加官方、商城等字样",
    "embedded": "嵌入真域名",
    "contains": "包含标识拼音",
    "mark": "包含中文标识",
}
"""In which manner a name is like a genuine one, the most telling first; dnstwist's names where it has one."""
_FUZZERS = [
    "omission", "repetition", "transposition", "replacement", "vowel-swap", "addition", "insertion",
    "bitsquatting", "hyphenation", "plural", "dictionary",
]  # fmt: skip
_FOR_SITES = ["homoglyph", "cyrillic", *_FUZZERS]
"""For the holders' own sites: tens of thousands of look-alike characters each, too many for every mark."""
_WORDS = (
    "shop", "mall", "store", "gw", "guanwang", "guanfang", "official", "shangcheng", "qijian", "cn", "china",
    "zhongguo", "group", "jituan", "online", "vip", "app", "m", "tm", "buy", "sale", "brand", "pinpai", "wang",
)  # fmt: skip
"""What is put before or behind a name so that it seems official; chosen by hand."""
SHORTEST_INSIDE = 8
"""Letters of a genuine label from which any longer name that contains it is like it; chosen by hand: shorter
ones lie in other words by chance."""
SHORTEST_MARK = 2
"""Chinese characters of a mark from which a name that contains it counts; a mark of one is in half of them."""
_LETTERS = str.maketrans({"0": "o", "3": "e", "5": "s"})
_IMPORT = threading.Lock()
"""Of two threads that import dnstwist the second would take its time limit for that of the process."""
_ORDER = {manner: place for place, manner in enumerate(MANNER_NAMES)}


@dataclass(frozen=True, kw_only=True)
class LikeName:
    """A host whose name is like a genuine one."""

    host: str
    genuine: GenuineSite
    manner: str
    """A key of MANNER_NAMES."""


@cache
def _permuter() -> Any:
    """dnstwist's class. Its import sets a time limit for all new sockets of the process; that is taken back."""
    with _IMPORT:
        limit = socket.getdefaulttimeout()
        import dnstwist

        socket.setdefaulttimeout(limit)
    return dnstwist.Fuzzer


def permutations(genuine: GenuineSite) -> dict[str, str]:
    """Labels like a genuine one → manner, the most telling of each; ASCII."""
    fuzzer = _permuter()(f"{genuine.label}.com", dictionary=_WORDS)
    fuzzer.generate(_FOR_SITES if genuine.site else _FUZZERS)
    labels: dict[str, str] = {}
    for permutation in fuzzer.domains:
        label, manner = permutation["domain"].removesuffix(".com"), permutation["fuzzer"]
        if label != genuine.label and _ORDER[manner] < _ORDER.get(labels.get(label, ""), 99):
            labels[label] = manner
    return labels


def like_names(
    hosts: Iterable[str],
    genuine: Iterable[GenuineSite],
    marks: Mapping[str, GenuineSite],
    genuine_hosts: Collection[str],
) -> list[LikeName]:
    """The hosts that are like a genuine name, each once by its most telling manner.

    `marks` are the registered signs in Chinese, `genuine_hosts` the sites of holders and licensed sellers, which are
    like nobody. Memory: the hosts, and the permutations of one genuine name at a time.
    """
    by_label: dict[str, list[str]] = defaultdict(list)
    for host in hosts:
        site, label = site_label(host)
        if label and site not in genuine_hosts:
            by_label[label].append(host)
    best: dict[str, LikeName] = {}
    for name in _all_likenesses(by_label, tuple(genuine), marks):
        earlier = best.get(name.host)
        if earlier is None or _ORDER[name.manner] < _ORDER[earlier.manner]:
            best[name.host] = name
    return sorted(best.values(), key=lambda name: (_ORDER[name.manner], name.host))


def _all_likenesses(
    by_label: Mapping[str, list[str]],
    genuine: Collection[GenuineSite],
    marks: Mapping[str, GenuineSite],
) -> Iterator[LikeName]:
    by_look: dict[str, list[str]] = defaultdict(list)
    for label, hosts in by_label.items():
        for look in looks(label):
            by_look[look] += hosts
    for original in genuine:
        for host in by_label.get(original.label, ()):
            yield LikeName(host=host, genuine=original, manner="suffix")
        for host in by_look.get(original.label, ()):
            yield LikeName(host=host, genuine=original, manner="homoglyph")
        for label, manner in permutations(original).items():
            for host in by_label.get(label, ()):
                yield LikeName(host=host, genuine=original, manner=manner)
    yield from _containing(by_label, genuine)
    yield from _with_mark(by_label, marks)


def _containing(
    by_label: Mapping[str, list[str]], genuine: Collection[GenuineSite]
) -> Iterator[LikeName]:
    """Names that contain a long genuine label, and hosts that bear a genuine site in front of another's."""
    labels = {original.label: original for original in reversed(tuple(genuine))}
    long = {label: original for label, original in labels.items() if len(label) >= SHORTEST_INSIDE}
    sites = {f"{original.site}.": original for original in genuine if original.site}
    patterns = [*long, *sites]
    if not patterns:
        return
    automaton = CharwiseDoubleArrayAhoCorasick(patterns)
    for label, hosts in by_label.items():
        for host in hosts:
            for _, _, number in automaton.find_overlapping(host):
                pattern = patterns[number]
                if pattern in sites:
                    yield LikeName(host=host, genuine=sites[pattern], manner="embedded")
                elif pattern in label and label != pattern:
                    yield LikeName(host=host, genuine=long[pattern], manner="contains")


def _with_mark(
    by_label: Mapping[str, list[str]], marks: Mapping[str, GenuineSite]
) -> Iterator[LikeName]:
    """Names in Chinese that contain a mark."""
    signs = [text for text in marks if len(text) >= SHORTEST_MARK]
    if not signs:
        return
    automaton = CharwiseDoubleArrayAhoCorasick(signs)
    for label, hosts in by_label.items():
        if not label.startswith("xn--") and label.isascii():
            continue
        for _, _, number in automaton.find_overlapping(label_in_characters(label)):
            for host in hosts:
                yield LikeName(host=host, genuine=marks[signs[number]], manner="mark")


def looks(label: str) -> set[str]:
    """What a label is read as where figures and pairs of letters stand for letters (0 as o, 1 as l or i, rn as
    m); empty where none does. This is the cheap part of `homoglyph`, for marks."""
    plain = label.replace("rn", "m").replace("vv", "w").translate(_LETTERS)
    return {plain.replace("1", "l"), plain.replace("1", "i")} - {label}
