"""A lead's history (时间线) in words, from the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.words.audit_acts import act_name, actor_name
from console.words.audit_details import value_text
from console.words.teamwork import TEAMWORK_ACTS, teamwork_parts
from storage.base.reasons import REASON_BY_CODE
from storage.base.vocabulary import STATE_NAMES, LeadState
from storage.tables import AuditRow
from storage.views.lead_dossier import Dossier


@dataclass(frozen=True, kw_only=True)
class TimelineStep:
    """One step of a lead's history."""

    at: datetime
    actor: str
    act: str
    detail: str


def read_timeline(dossier: Dossier) -> list[TimelineStep]:
    """The steps, newest first, with what officers wrote."""
    notes = {row.id: row.note for row in dossier.decisions}
    return [_step(entry, notes) for entry in dossier.timeline]


def _step(entry: AuditRow, notes: Mapping[int, str | None]) -> TimelineStep:
    detail = entry.detail
    act = act_name(entry.act)
    parts: Sequence[str | None] = ()
    if entry.act == "lead.decide":
        verdict = str(detail.get("verdict"))
        act = STATE_NAMES[LeadState(verdict)] if verdict in set(LeadState) else verdict
        reason = REASON_BY_CODE.get(str(detail.get("reason")))
        parts = (reason.name if reason else None, notes.get(int(detail.get("decision", 0))))
    elif entry.act in TEAMWORK_ACTS:
        parts = teamwork_parts(detail)
    elif "score" in detail:
        parts = (f"分值 {float(detail['score']) * 100:.0f}%",)
    elif why := detail.get("why"):
        parts = (value_text("why", why),)
    return TimelineStep(
        at=entry.at,
        actor=actor_name(entry.actor),
        act=act,
        detail="；".join(part for part in parts if part),
    )
