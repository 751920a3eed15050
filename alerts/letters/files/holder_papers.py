"""随附材料: what a holder hands in beside its notice — the papers of the right, the comparison, the
evidence with its digests — as files of the mail, or named there with where to get them.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from alerts.letters.files.right_papers import right_papers
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.records.letter_facts import Facts
from storage.views.row_formats import Line, write_xlsx

MOST_PAPER_BYTES = 8 * 2**20
"""Bytes of all papers of one mail, chosen by hand: three colour scans of a certificate at 300 dpi fit, and
a mailbox that takes mails of 20 MB still takes the evidence beside them."""
COMPARISON, EVIDENCE = "侵权比对表.xlsx", "证据清单.xlsx"
PAPER_NAMES = {
    "certificate": "权利登记证书",
    "identity": "权利人身份证明",
    "licence": "许可、授权文件",
    "evaluation": "专利权评价报告",
}


@dataclass(frozen=True, kw_only=True)
class HolderPapers:
    """The files of a holder's mail beside the letter itself."""

    tables: dict[str, bytes]
    """Workbooks of the comparison and of the evidence, by name."""
    papers: dict[str, bytes]
    """Papers of the right, by name; empty where they are too large."""
    left_out: str | None
    """The papers that the mail does not take along, in Chinese, with their digests."""


def holder_papers(settings: Settings, facts: Facts, room: int) -> HolderPapers:
    """The papers and tables of a holder's notice; `room` is what the mail still holds, in bytes.

    Raises NotFound where a paper is gone or was changed.
    """
    papers = {
        f"权利证明{n}-{PAPER_NAMES.get(paper.kind, paper.kind)}{PurePosixPath(name).suffix}": content
        for n, (paper, (name, content)) in enumerate(
            zip(facts.papers, right_papers(settings, facts).items(), strict=True), 1
        )
    }
    tables = _tables(facts)
    size = sum(map(len, papers.values()))
    if not papers or size <= min(MOST_PAPER_BYTES, room - sum(map(len, tables.values()))):
        return HolderPapers(tables=tables, papers=papers, left_out=None)
    names = "；".join(
        f"{PAPER_NAMES.get(paper.kind, paper.kind)}（{paper.name}，SHA-256：{paper.sha256}）"
        for paper in facts.papers
    )
    left_out = f"权利证明文件共{size / 2**20:.1f}MB，超出附件大小，未随本邮件附送：{names}"
    return HolderPapers(tables=tables, papers={}, left_out=left_out)


def _tables(facts: Facts) -> dict[str, bytes]:
    comparison: list[Line] = [
        {
            "比对项目": row.aspect,
            "权利人一侧": row.right,
            "商品一侧": row.listing,
            "比对结论": row.finding,
        }
        for row in facts.comparisons
    ]
    evidence: list[Line] = [
        {
            "证据名称": item.name,
            "证明内容": item.proves,
            "可信时间戳": f"{item.stamped_at.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M:%S}"
            if item.stamped_at
            else "未加盖可信时间戳",
            "时间戳机构": item.authority,
            "SHA-256": item.sha256,
        }
        for item in facts.evidence
    ]
    named = {COMPARISON: comparison, EVIDENCE: evidence}
    return {name: _workbook(lines) for name, lines in named.items() if lines}


def _workbook(lines: list[Line]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="hubiao-") as folder:
        target = Path(folder, "table.xlsx")
        write_xlsx(lines, list(lines[0]), target)
        return target.read_bytes()
