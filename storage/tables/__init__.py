"""The tables; every module here is imported so that `Base.metadata` is whole."""

from storage.tables.assessments import AssessmentRow, LeadRow
from storage.tables.audit import AuditRow
from storage.tables.base import Base
from storage.tables.crawling import ComplianceRow, FrontierRow, PlatformRow, RunRow, TaskRow
from storage.tables.decisions import DecisionRow
from storage.tables.evidence import EvidenceRow
from storage.tables.listings import ListingRow, ListingVersionRow, ShopRow
from storage.tables.notices import NoticeLeadRow, NoticeRow, NumberRow
from storage.tables.outbox import OutboxRow
from storage.tables.people import SessionRow, TokenRow, UserRow
from storage.tables.rights import HolderRow, LicenceRow, RightRow

__all__ = [
    "AssessmentRow",
    "AuditRow",
    "Base",
    "ComplianceRow",
    "DecisionRow",
    "EvidenceRow",
    "FrontierRow",
    "HolderRow",
    "LeadRow",
    "LicenceRow",
    "ListingRow",
    "ListingVersionRow",
    "NoticeLeadRow",
    "NoticeRow",
    "NumberRow",
    "OutboxRow",
    "PlatformRow",
    "RightRow",
    "RunRow",
    "SessionRow",
    "ShopRow",
    "TaskRow",
    "TokenRow",
    "UserRow",
]
