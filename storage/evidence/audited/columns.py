"""Columns whose every change is an act (留痕比对的数据列), and what the entries of those acts say of them.

`docs/operate.md` lists them for whoever runs an office, and what no entry can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.audit.content_hashes import content_hash, mail_hash
from storage.base.vocabulary import MailState, NoticeState
from storage.tables import (
    AppealRow,
    AppealState,
    EvidenceRow,
    HolderRow,
    LeadRow,
    NoticeRow,
    OutboxRow,
    RightRow,
    TokenRow,
    UserRow,
    WebhookRow,
)
from storage.tables.base import Document

Key = int | str
"""Number or name of a row."""
_HIGHEST = 2**63 - 1
"""The highest number of a row that either database takes in a statement."""
QUEUED = "mail.queue"
"""The act that enters a mail: mails from before it was entered have none."""


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """What an entry says, without its place in the chain."""

    number: int
    act: str
    subject: str
    detail: Mapping[str, object]

    @property
    def name(self) -> str:
        """Number or name of what the act was about."""
        return self.subject.partition(":")[2]


@dataclass(frozen=True, kw_only=True)
class AuditedColumn:
    """One column, or several that an entry holds as one hash."""

    name: str
    acts: tuple[str, ...]
    """First words of the acts whose entries may say a value."""
    rows: sa.Select[*tuple[Any, ...]]
    """The key of each row, then its values."""
    says: Callable[[AuditEntry], Iterator[tuple[Key, str | None]]]
    """Rows that an entry is about, each with the value it left; None where it does not tell the value."""
    value: Callable[..., str] = str
    """The values of a row as entries say them."""
    entered_by: str | None = None
    """The act that enters a row, where earlier rows were entered without one."""
    may_go: bool = False
    """Rows are deleted without an entry that names each."""
    batch: int = 1_000
    """Rows fetched at once."""


def is_storable(key: Key) -> bool:
    """Whether a row may have the key; an entry that somebody changed may name any number."""
    return isinstance(key, str) or abs(key) <= _HIGHEST


def _lead_states(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    state = entry.detail.get("state")
    if state is not None:
        yield int(entry.name), str(state)


def _roles(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    role = {"user.add": entry.detail.get("role"), "user.role": entry.detail.get("now")}
    if entry.act in role:
        yield entry.name, str(role[entry.act])


def _open_accounts(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    if entry.act in ("user.open", "user.close"):
        yield entry.name, str(entry.act == "user.open")
    elif entry.act == "user.add":
        active = entry.detail.get("active")
        yield entry.name, None if active is None else str(active)


def _notice_states(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    step = "approved" if entry.act == "notice.approve" else entry.act.partition(".")[2]
    if step in set(NoticeState):
        yield int(entry.name), step


_APPEAL_STATES = {
    "appeal.file": AppealState.RECEIVED,
    "appeal.admit": AppealState.ADMITTED,
    "appeal.decline": AppealState.DECLINED,
    "appeal.propose": AppealState.PROPOSED,
    "appeal.return": AppealState.ADMITTED,
    "appeal.upheld": AppealState.UPHELD,
    "appeal.rejected": AppealState.REJECTED,
    "appeal.withdraw": AppealState.WITHDRAWN,
}


def _appeal_states(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    if entry.act in _APPEAL_STATES:
        yield int(entry.name), _APPEAL_STATES[entry.act].value


def _captures(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    if entry.act == "evidence.captured":
        detail = entry.detail
        # The entry of a capture for a lead was the capture's own before it was the lead's.
        of_lead = entry.subject.startswith("lead:")
        lead = entry.name if of_lead else detail.get("lead")
        number = detail.get("evidence", entry.name)
        yield int(str(number)), _capture(str(detail["url"]), str(detail["manifest"]), lead)


def _capture(url: str, manifest: str, lead: object) -> str:
    return content_hash(url, manifest, None if lead is None else str(lead))


def _mail_contents(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    if entry.act == QUEUED:
        yield int(entry.name), str(entry.detail["mail_sha256"])


def _mail_states(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    number = entry.detail.get("mail", entry.name)
    match entry.act.partition(".")[2]:
        case "queue":
            yield int(str(number)), str(entry.detail["state"])
        case "retry":
            yield int(str(number)), MailState.QUEUED.value
        case "bounced":
            yield int(str(number)), MailState.FAILED.value
        case state if state in set(MailState):
            yield int(str(number)), state


def _mail_state(state: MailState) -> str:
    """A mail that is under way is a queued one to the audit: a try is no act."""
    return MailState.QUEUED.value if state is MailState.SENDING else state.value


def _imported(kind: str) -> Callable[[AuditEntry], Iterator[tuple[Key, str | None]]]:
    """What an import or a change by hand says of holders or rights."""

    def says(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
        hashes = entry.detail.get("hashes")
        hashes = hashes if isinstance(hashes, Mapping) else {}
        changed = entry.detail.get("changed", ())
        names = [*(changed if isinstance(changed, list) else ()), *hashes]
        if entry.act == "right.enrich" and not hashes:
            names = [entry.subject]
        for name in names:
            kind_of_row, _, key = str(name).partition(":")
            if kind_of_row == kind:
                value = hashes.get(name)
                yield key, None if value is None else str(value)

    return says


def _watched(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    if entry.act in ("right.watch", "right.rest"):
        yield entry.name, str(entry.act == "right.watch")
    elif entry.act == "rights.import":
        for key, _ in _imported("right")(entry):
            yield key, str(True)


def _scopes(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    if entry.act == "token.create":
        yield entry.name, str(entry.detail["scope"])


def _receivers(entry: AuditEntry) -> Iterator[tuple[Key, str | None]]:
    if entry.act == "webhook.add":
        yield int(entry.name), str(entry.detail["url"])


COLUMNS = (
    AuditedColumn(
        name="leads.state", acts=("lead",), says=_lead_states,
        rows=sa.select(LeadRow.id, LeadRow.state),
    ),
    AuditedColumn(
        name="users.role", acts=("user",), says=_roles, rows=sa.select(UserRow.name, UserRow.role)
    ),
    AuditedColumn(
        name="users.active", acts=("user",), says=_open_accounts,
        rows=sa.select(UserRow.name, UserRow.active),
    ),
    AuditedColumn(
        name="notices.state", acts=("notice",), says=_notice_states,
        rows=sa.select(NoticeRow.id, NoticeRow.state),
    ),
    AuditedColumn(
        name="appeals.state", acts=("appeal",), says=_appeal_states,
        rows=sa.select(AppealRow.id, AppealRow.state),
    ),
    AuditedColumn(
        name="evidence.url, manifest_sha256, lead_id", acts=("evidence",), says=_captures,
        rows=sa.select(
            EvidenceRow.id, EvidenceRow.url, EvidenceRow.manifest_sha256, EvidenceRow.lead_id
        ).where(EvidenceRow.manifest_sha256.is_not(None)),
        value=_capture,
    ),
    AuditedColumn(
        name="outbox.sender, recipient, subject, message_id, body", acts=("mail",),
        says=_mail_contents, entered_by=QUEUED,
        rows=sa.select(
            OutboxRow.id, OutboxRow.sender, OutboxRow.recipient, OutboxRow.subject,
            OutboxRow.message_id, OutboxRow.body,
        ),
        value=mail_hash, batch=20,  # each holds a mail with its picture, some 200 KB
    ),
    AuditedColumn(
        name="outbox.state", acts=("mail",), says=_mail_states, entered_by=QUEUED,
        rows=sa.select(OutboxRow.id, OutboxRow.state), value=_mail_state,
    ),
    AuditedColumn(
        name="holders.name, email, tier, record", acts=("rights",), says=_imported("holder"),
        rows=sa.select(
            HolderRow.id, HolderRow.name, HolderRow.email, HolderRow.tier,
            sa.type_coerce(HolderRow.record, Document),
        ),
        value=content_hash, may_go=True,
    ),
    AuditedColumn(
        name="rights.text, kind, holder_id, record", acts=("right", "rights"),
        says=_imported("right"),
        rows=sa.select(
            RightRow.id, RightRow.text, RightRow.kind, RightRow.holder_id,
            sa.type_coerce(RightRow.record, Document),
        ),
        value=content_hash, may_go=True,
    ),
    AuditedColumn(
        name="rights.active", acts=("right", "rights"), says=_watched,
        rows=sa.select(RightRow.id, RightRow.active), may_go=True,
    ),
    AuditedColumn(
        name="tokens.scope", acts=("token",), says=_scopes,
        rows=sa.select(TokenRow.name, TokenRow.scope), may_go=True,
    ),
    AuditedColumn(
        name="webhooks.url", acts=("webhook",), says=_receivers,
        rows=sa.select(WebhookRow.id, WebhookRow.url), may_go=True,
    ),
)  # fmt: skip
