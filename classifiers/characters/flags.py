"""Flags among characters (旗帜表情): two regional indicators that together show a flag are one picture.

Each indicator alone is a framed letter, and several in a row may spell a word; a pair that is the code of a
region is drawn as its flag and says nothing (Unicode Technical Standard 51, ED-15; the regions are those of
its emoji flags, ISO 3166-1 and nine beside).
"""

from __future__ import annotations

import re

_FIRST = 0x1F1E6
"""REGIONAL INDICATOR SYMBOL LETTER A."""
_REGIONS = (
    "ACADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCO"
    "CPCRCUCVCWCXCYCZDEDGDJDKDMDODZEAECEEEGEHERESETEUFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHK"
    "HMHNHRHTHUICIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMK"
    "MLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASB"
    "SCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTATCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUNUSUYUZVAVCVEVGVIVNVU"
    "WFWSXKYEYTZAZMZW"
)
"""Two letters each."""
_FLAGS = "|".join(
    "".join(chr(_FIRST + ord(letter) - ord("A")) for letter in _REGIONS[place : place + 2])
    for place in range(0, len(_REGIONS), 2)
)
_INDICATOR = re.compile("[\U0001f1e6-\U0001f1ff]")
_FLAG = re.compile(rf"(?<![\U0001f1e6-\U0001f1ff])({_FLAGS})\1*(?![\U0001f1e6-\U0001f1ff])")
"""One flag, or the same again; of longer rows nobody can tell flags from the letters of a word."""
_SIGN = "⚑"


def flags_as_signs(text: str) -> str:
    """The text with every flag as signs that are no letters, as long as before.

    >>> flags_as_signs("天🇨🇳赋"), flags_as_signs("天🇹赋")
    ('天⚑⚑赋', '天🇹赋')
    """
    if text.isascii() or _INDICATOR.search(text) is None:
        return text
    return _FLAG.sub(lambda flag: _SIGN * len(flag[0]), text)
