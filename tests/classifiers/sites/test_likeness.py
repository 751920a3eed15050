"""Which names of sites may be taken for a holder's: kinds of likeness, and names that are like nobody's."""

from __future__ import annotations

import socket

import pytest

from classifiers.sites.genuine_sites import GenuineSite, genuine_sites, mark_label, site_label
from classifiers.sites.likeness import like_names, looks, permutations
from storage.net.domain_names import label_in_characters
from storage.records import Right, RightHolder, RightKind

SITE = GenuineSite(
    label="shilimianfen", site="shilimianfen.cn", right="r", holder="h", text="shilimianfen.cn"
)
MARK = GenuineSite(label="shilimianfen", site=None, right="r", holder="h", text="示例面粉")


EXPECTED = {
    "shilimianfen.com": "suffix",
    "www.shilimianfen.com.cn": "suffix",
    "shi1imianfen.cn": "homoglyph",
    "shilirnianfen.com": "homoglyph",
    "shilimiafen.com": "omission",
    "shhilimianfen.top": "repetition",
    "shlimianfen.com": "omission",
    "hsilimianfen.com": "transposition",
    "shili-mianfen.shop": "hyphenation",
    "shilimianfen-shop.com": "dictionary",
    "guanwangshilimianfen.xyz": "dictionary",
    "shilimianfen.cn.evil.top": "embedded",
    "myshilimianfenjia.net": "contains",
    "示例面粉商城.com".encode("idna").decode(): "mark",
    "xn--fiqs8s.xn--fiqs8s": None,
    "www.shilimianfen.cn": None,
    "mianfen.com": None,
    "192.0.2.7": None,
    "example.org": None,
}
"""Host → in which manner it is like `SITE`; None: like nobody."""


@pytest.fixture(scope="module")
def manners() -> dict[str, dict[str, str]]:
    """Label of the genuine name → host → manner: its permutations take a quarter of a second."""
    return {
        name: {
            like.host: like.manner
            for like in like_names(EXPECTED, [genuine], {"示例面粉": MARK}, {"shilimianfen.cn"})
        }
        for name, genuine in (("site", SITE), ("mark", MARK))
    }


@pytest.mark.parametrize(("host", "expected"), EXPECTED.items())
def test_names_are_told_by_how_they_are_like(
    host: str, expected: str | None, manners: dict[str, dict[str, str]]
) -> None:
    assert manners["site"].get(host) == expected
    if expected not in (None, "embedded"):
        assert host in manners["mark"]


def test_the_most_telling_genuine_name_is_named_once() -> None:
    (name,) = like_names(["shilimianfen.com"], [SITE, MARK], {}, set())
    assert name.genuine is SITE


def test_a_mark_gives_a_label_in_pinyin_and_short_or_generic_ones_give_none() -> None:
    assert mark_label("绿色示例") == "lvseshili"
    assert mark_label("Example Mill") == "examplemill"
    rights = [
        Right(id="long", text="示例面粉", holder="h"),
        Right(id="short", text="示例", holder="h"),
        Right(id="generic", text="高筋面粉", generic=True),
        Right(id="rule", text="示例规则产品", kind=RightKind.PRODUCT_RULE),
    ]
    holder = RightHolder(id="h", name="示例协会", websites=("www.shili-guan.com.cn",))
    sites = list(genuine_sites(rights, {"h": holder}))
    assert [(site.label, site.site, site.right) for site in sites] == [
        ("shili-guan", "shili-guan.com.cn", "long"),
        ("shilimianfen", None, "long"),
    ]


def test_permutations_leave_the_sockets_of_the_process_without_a_time_limit() -> None:
    permutations(MARK)
    assert socket.getdefaulttimeout() is None


def test_a_mark_has_hundreds_of_permutations_and_a_site_those_of_look_alike_letters_too() -> None:
    of_mark, of_site = permutations(MARK), permutations(SITE)
    assert len(of_mark) < 1000 < len(of_site)
    assert "homoglyph" in of_site.values()
    assert "shilimianfen" not in of_mark


def test_labels_are_read_as_people_read_them() -> None:
    assert label_in_characters("xn--fiqs8s") == "中国"
    assert label_in_characters("xn--99999999") == "xn--99999999"
    assert looks("plain") == set()
    assert site_label("a.b.com.cn") == ("b.com.cn", "b")
