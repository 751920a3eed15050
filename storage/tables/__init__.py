"""The tables; every module here is imported so that `Base.metadata` is whole."""

from storage.tables.apis import ApiAccessRow, ApiUsageRow
from storage.tables.assessments import AssessmentRow, LeadRow
from storage.tables.assistance import PlatformReplyRow, ShopVisitRow
from storage.tables.audit import AuditHeadRow, AuditRow
from storage.tables.base import Base
from storage.tables.contacts import RegistrationRow, SiteCheckRow
from storage.tables.counts.lead_counts import (
    CountChangeRow,
    DayCountRow,
    ShopCountRow,
    StockCountRow,
    VerdictRepeatRow,
)
from storage.tables.crawling import (
    ComplianceRow,
    FrontierRow,
    LearntTemplateRow,
    PageMemoryRow,
    PlatformRow,
    RunRow,
    SearchResultRow,
    TaskRow,
    TemplatePinRow,
)
from storage.tables.decisions import DecisionRow
from storage.tables.evidence import EvidenceRenewalRow, EvidenceRow
from storage.tables.followup import DeadlineRow, RecheckRow
from storage.tables.intake.lookalike_sites import LookalikeSiteRow, LookalikeState
from storage.tables.intake.materials import MaterialOrigin, MaterialRow
from storage.tables.intake.recording_readings import RecordingClip, RecordingReadingRow
from storage.tables.intake.upload_links import UploadLinkRow
from storage.tables.law import LawConfirmationRow
from storage.tables.learning import SampledLeadRow, SellerRuleRow
from storage.tables.links import AnswerRow, HolderLinkRow, LinkRow
from storage.tables.listings import ListingRow, ListingVersionRow, ShopRow
from storage.tables.notices import NoticeLeadRow, NoticeRow, NumberRow
from storage.tables.office.notice_channels import NoticeChannelRow
from storage.tables.office.pending_changes import PendingChangeRow
from storage.tables.office.security_policy import SecurityPolicyRow
from storage.tables.outbox import OutboxRow
from storage.tables.outside.accuracy import AccuracyReportRow
from storage.tables.outside.appeals import AppealLeadRow, AppealRow, AppealState
from storage.tables.outside.identity_reports import IdentityImportRow, ReportedIdentityRow
from storage.tables.outside.offered_papers import OfferedPaperRow
from storage.tables.outside.transfers import TransferLeadRow, TransferReceiptRow, TransferRow
from storage.tables.people import (
    RecoveryCodeRow,
    SavedViewRow,
    SessionRow,
    SignInAddressRow,
    TokenRow,
    UserRow,
)
from storage.tables.purchases import TestPurchaseRow
from storage.tables.rights import (
    HolderRow,
    LicenceRow,
    LicensedPriceRow,
    RightFileRow,
    RightImportRow,
    RightRow,
)
from storage.tables.shop_leads import ShopLeadRow
from storage.tables.teamwork.assignments import AssignmentRow, AssignmentState
from storage.tables.teamwork.batches import VerdictBatchRow
from storage.tables.teamwork.comments import CommentRow, MentionRow
from storage.tables.teamwork.merges import MergeRow
from storage.tables.teamwork.snoozes import SnoozeRow
from storage.tables.teamwork.sub_offices import SubOfficeRow
from storage.tables.tips import TipRow
from storage.tables.traits import (
    PictureFileRow,
    PictureHashRow,
    PictureKeyRow,
    PictureLikenessRow,
    PictureReadingRow,
    ShopContactRow,
)
from storage.tables.webhooks import WebhookMessageRow, WebhookRow

__all__ = [
    "AccuracyReportRow",
    "AnswerRow",
    "ApiAccessRow",
    "ApiUsageRow",
    "AppealLeadRow",
    "AppealRow",
    "AppealState",
    "AssessmentRow",
    "AssignmentRow",
    "AssignmentState",
    "AuditHeadRow",
    "AuditRow",
    "Base",
    "CommentRow",
    "ComplianceRow",
    "CountChangeRow",
    "DayCountRow",
    "DeadlineRow",
    "DecisionRow",
    "EvidenceRenewalRow",
    "EvidenceRow",
    "FrontierRow",
    "HolderLinkRow",
    "HolderRow",
    "IdentityImportRow",
    "LawConfirmationRow",
    "LeadRow",
    "LearntTemplateRow",
    "LicenceRow",
    "LicensedPriceRow",
    "LinkRow",
    "ListingRow",
    "ListingVersionRow",
    "LookalikeSiteRow",
    "LookalikeState",
    "MaterialOrigin",
    "MaterialRow",
    "MentionRow",
    "MergeRow",
    "NoticeChannelRow",
    "NoticeLeadRow",
    "NoticeRow",
    "NumberRow",
    "OfferedPaperRow",
    "OutboxRow",
    "PageMemoryRow",
    "PendingChangeRow",
    "PictureFileRow",
    "PictureHashRow",
    "PictureKeyRow",
    "PictureLikenessRow",
    "PictureReadingRow",
    "PlatformReplyRow",
    "PlatformRow",
    "RecheckRow",
    "RecordingClip",
    "RecordingReadingRow",
    "RecoveryCodeRow",
    "RegistrationRow",
    "ReportedIdentityRow",
    "RightFileRow",
    "RightImportRow",
    "RightRow",
    "RunRow",
    "SampledLeadRow",
    "SavedViewRow",
    "SearchResultRow",
    "SecurityPolicyRow",
    "SellerRuleRow",
    "SessionRow",
    "ShopContactRow",
    "ShopCountRow",
    "ShopLeadRow",
    "ShopRow",
    "ShopVisitRow",
    "SignInAddressRow",
    "SiteCheckRow",
    "SnoozeRow",
    "StockCountRow",
    "SubOfficeRow",
    "TaskRow",
    "TemplatePinRow",
    "TestPurchaseRow",
    "TipRow",
    "TokenRow",
    "TransferLeadRow",
    "TransferReceiptRow",
    "TransferRow",
    "UploadLinkRow",
    "UserRow",
    "VerdictBatchRow",
    "VerdictRepeatRow",
    "WebhookMessageRow",
    "WebhookRow",
]
