"""权利证明文件 of a letter: the certificate, the holder's identity paper, the licence chain, as files."""

from __future__ import annotations

from storage.base.settings import Settings
from storage.outgoing.attachments import read_attachment
from storage.records.letter_facts import Facts

PAPERS_FOLDER = "proofs"
_SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


def right_papers(settings: Settings, facts: Facts) -> dict[str, bytes]:
    """The papers that a letter names, by their names in the hand-in package.

    Raises NotFound where one is gone or was changed.
    """
    return {
        f"{PAPERS_FOLDER}/{n}-{paper.kind}{_SUFFIXES.get(paper.type or '', '')}": read_attachment(
            settings, paper.sha256
        )
        for n, paper in enumerate(facts.papers, 1)
    }
