"""All tables; every module is imported so that `Base.metadata` is whole."""

from storage.tables.apis import ApiAccessRow, ApiUsageRow
from storage.tables.assessments import AssessmentRow, LeadRow, ProbeReason
from storage.tables.assistance import MarkState, PlatformReplyRow, ShopVisitRow
from storage.tables.audit import AuditHeadRow, AuditRow
from storage.tables.base import Base
from storage.tables.contacts import RegistrationRow, SiteCheckRow
from storage.tables.counts.lead_counts import (
    ActRepeatRow,
    CountChangeRow,
    DayCountRow,
    ShopCountRow,
    SourceCountRow,
    StockCountRow,
    VerdictRepeatRow,
)
from storage.tables.crawling import (
    ComplianceRow,
    FrontierKind,
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
from storage.tables.followup import DeadlineRow, RecheckOutcome, RecheckRow
from storage.tables.intake.lookalike_sites import LookalikeSiteRow, LookalikeState
from storage.tables.intake.materials import MaterialOrigin, MaterialRow
from storage.tables.intake.recording_readings import RecordingClip, RecordingReadingRow
from storage.tables.intake.tips import TipRow, TipState
from storage.tables.intake.upload_links import UploadLinkRow
from storage.tables.law import LawConfirmationRow
from storage.tables.learning import SampledLeadRow, SellerRuleRow
from storage.tables.links import AnswerRow, Choice, HolderLinkRow, LinkRow
from storage.tables.listings import ListingRow, ListingVersionRow, ShopRow
from storage.tables.notices import NoticeLeadRow, NoticeRow, NumberRow
from storage.tables.office.notice_channels import NoticeChannelRow, RobotKind
from storage.tables.office.pending_changes import ChangeAct, PendingChangeRow
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
    RightFileKind,
    RightFileRow,
    RightImportRow,
    RightRow,
)
from storage.tables.shop_leads import ShopLeadKind, ShopLeadRow, ShopLeadState
from storage.tables.teamwork.assignments import AssignmentRow, AssignmentState
from storage.tables.teamwork.batches import VerdictBatchRow
from storage.tables.teamwork.comments import CommentRow, MentionRow
from storage.tables.teamwork.merges import MergeRow
from storage.tables.teamwork.snoozes import SnoozeEnd, SnoozeRow
from storage.tables.teamwork.sub_offices import SubOfficeRow
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
    "ActRepeatRow",
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
    "ChangeAct",
    "Choice",
    "CommentRow",
    "ComplianceRow",
    "CountChangeRow",
    "DayCountRow",
    "DeadlineRow",
    "DecisionRow",
    "EvidenceRenewalRow",
    "EvidenceRow",
    "FrontierKind",
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
    "MarkState",
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
    "ProbeReason",
    "RecheckOutcome",
    "RecheckRow",
    "RecordingClip",
    "RecordingReadingRow",
    "RecoveryCodeRow",
    "RegistrationRow",
    "ReportedIdentityRow",
    "RightFileKind",
    "RightFileRow",
    "RightImportRow",
    "RightRow",
    "RobotKind",
    "RunRow",
    "SampledLeadRow",
    "SavedViewRow",
    "SearchResultRow",
    "SecurityPolicyRow",
    "SellerRuleRow",
    "SessionRow",
    "ShopContactRow",
    "ShopCountRow",
    "ShopLeadKind",
    "ShopLeadRow",
    "ShopLeadState",
    "ShopRow",
    "ShopVisitRow",
    "SignInAddressRow",
    "SiteCheckRow",
    "SnoozeEnd",
    "SnoozeRow",
    "SourceCountRow",
    "StockCountRow",
    "SubOfficeRow",
    "TaskRow",
    "TemplatePinRow",
    "TestPurchaseRow",
    "TipRow",
    "TipState",
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
