"""提取笔录: when and in what environment the captures of a letter were made, by their own manifests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts.letters.gather.letter_leads import LetterLead
from alerts.text.chinese import chinese_moment
from storage.base.settings import Settings
from storage.evidence.entries import EVIDENCE_FOLDER
from storage.evidence.page_reading import recorded_extraction
from storage.files.vault import vault_of
from storage.materials.recording_clips import clip_list, readings_of
from storage.materials.store import materials_of_leads
from storage.records.capture_facts import ExtractionFacts

_KERNEL = {
    "synchronised": "系统时钟已与时间源同步",
    "unsynchronised": "系统时钟未与时间源同步",
}


def extraction_fields(settings: Settings, leads: Sequence[LetterLead]) -> dict[str, str]:
    """起止时间, 设备, 软件, 网络, 时钟 of the captures cited; empty while one of them lacks its record."""
    vault, folder = vault_of(settings), settings.home / EVIDENCE_FOLDER
    captures = [lead.capture for lead in leads if lead.capture]
    read = [
        recorded_extraction(folder / capture.folder, capture.manifest_sha256, vault)
        for capture in captures
    ]
    records = [record for record in read if record is not None]
    if not records or len(records) < len(leads):
        return {}
    return {
        "started": chinese_moment(min(record.begun_at for record in records)),
        "ended": chinese_moment(_end(max(record.captured_at for record in records))),
        "hardware": _joined(map(_hardware, records)),
        "network": _network(records),
        "software": _joined(map(_software, records)),
        "clock": _joined(map(_clock, records)),
    }


def recording_words(session: Session, leads: Sequence[LetterLead]) -> str | None:
    """录屏及命中片段 of a letter's leads; None where there is none."""
    return recording_text(session, [lead.id for lead in leads])


def recording_text(session: Session, leads: Sequence[int]) -> str | None:
    """Each recording that was handed in on these leads and read, with its clips."""
    materials = materials_of_leads(session, leads)
    rows = [row for lead in leads for row in materials[lead] if row.file.type.startswith("video/")]
    readings = readings_of(session, [row.file.sha256 for row in rows])
    lists = [
        clip_list(row, reading)
        for row in rows
        if (reading := readings.get(row.file.sha256)) is not None and reading.error is None
    ]
    return "\n".join(dict.fromkeys(lists)) or None


def _end(moment: datetime) -> datetime:
    """The end of the second in which the last capture was made: letters print whole seconds, and a capture
    within one of them would end when it began, which is refused."""
    return moment.replace(microsecond=0) + timedelta(seconds=1)


def _software(record: ExtractionFacts) -> str:
    if taken := record.officer_browser:
        return (
            f"提取人浏览器{taken.browser}，提取工具护标浏览器扩展{taken.extension}，"
            f"接收工具{record.software}"
        )
    libraries = "、".join(f"{name} {version}" for name, version in record.libraries.items())
    tools = "、".join(filter(None, (record.software, libraries)))
    return f"操作系统{record.system}，浏览器{record.browser}，提取工具{tools}"


def _hardware(record: ExtractionFacts) -> str:
    if taken := record.officer_browser:
        return f"提取人{taken.full_name}所用计算机，接收主机{record.host}"
    return f"固证主机{record.host}"


def _network(records: Sequence[ExtractionFacts]) -> str:
    """What the records tell of the network; how the office's line leaves it, no record knows."""
    visited = [record for record in records if record.officer_browser is None]
    handed_in = (
        "由提取人在本人浏览器中打开页面后提取，目标服务器地址未记录"
        if len(visited) < len(records)
        else ""
    )
    if not visited:
        return handed_in
    hosts = "、".join(dict.fromkeys(record.host for record in visited))
    addresses = filter(None, (record.address for record in visited))
    servers = "、".join(dict.fromkeys(addresses)) or "未记录"
    refused = sum(record.not_reached for record in visited)
    outside = f"；页面另请求的{refused}个主机未予访问" if refused else ""
    return f"由固证主机{hosts}经本机关网络访问，目标服务器地址{servers}{outside}" + (
        f"；另有页面{handed_in}" if handed_in else ""
    )


def _clock(record: ExtractionFacts) -> str:
    kernel = _KERNEL.get(record.kernel or "", "系统时钟是否同步不详")
    if taken := record.officer_browser:
        ahead = round(taken.clock_offset.total_seconds(), 3)
        return f"接收主机{kernel}，提取人浏览器时钟与其相差{ahead}秒"
    reference = record.reference
    if reference is None:
        return f"{kernel}，固证时没有可用的对照时间源，偏差不详"
    return (
        f"{kernel}，与{reference.source}对照偏差{reference.offset_seconds}秒"
        f"（不确定度{reference.uncertainty_seconds}秒）"
    )


def _joined(texts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(texts))
