"""What a person pasted as a tip (填报的网址或分享文字): the address in it, and the words that go with it."""

from __future__ import annotations

from console.intake.paste import read_paste


def understood_tip(pasted: str, words: str) -> tuple[str, str]:
    """The address in what a person pasted, and the words with the share text in front of them.

    What is neither an address nor a share text stays as it is and is refused as such.
    """
    item = next(iter(read_paste(pasted)), None)
    if item is None or not (item.url or item.code):
        return pasted, words
    if item.url == pasted:
        return pasted, words
    return item.url or "", "\n".join(filter(None, (pasted, words)))
