"""What the store knows of a letter's facts: office, holder, right, listings, evidence."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from alerts.letters.gather.captured_listing import cited_packages, evidence_fact, listing_fact
from alerts.letters.gather.comparison import compare_leads
from alerts.letters.gather.extraction import extraction_fields, recording_words
from alerts.letters.gather.false_addresses import marking_request
from alerts.letters.gather.letter_leads import LetterLead
from alerts.letters.gather.platform_access import access_conduct, blocked_visits
from alerts.letters.gather.site_registrations import (
    site_domain,
    site_recipient,
    site_registration_words,
)
from alerts.letters.gather.test_purchases import purchase_evidence, purchase_words
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.right_basis import (
    PRODUCT_RULE,
    compares_signs,
    propose_product_rule,
    right_basis,
)
from storage.appeals.links import LETTER_PATH, appeal_key, letter_token
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.people.full_names import full_names, people_names
from storage.records import Right, RightKind
from storage.records.letter_facts import (
    Comparison,
    EvidenceFact,
    Facts,
    Office,
    Party,
    Reviewer,
    RightFact,
    RightPaper,
)
from storage.records.letter_record import AddedDocument, Track
from storage.rights.certificates import PAPERS, files_of_right
from storage.rights.store import load_holder, load_right
from storage.tables import NoticeRow, PlatformRow

ACT_BY_REASON = {"same_mark": 1, "similar_mark": 2, "labels": 4}
"""Reasons of a verdict that name an item of the infringing acts (商标法); the others leave it to the officer."""


def gather(
    session: Session,
    settings: Settings,
    row: NoticeRow,
    kind: Kind,
    leads: Sequence[LetterLead],
) -> Facts:
    """The facts that the store knows of a letter on these leads; what nobody established is empty.

    A crawled text is taken as it stands; `additions.fill` cleans it. Raises NotFound.
    """
    office = Office(
        name=settings.office_name or None,
        short=settings.office_short or None,
        address=settings.office_address or None,
        contact=settings.office_contact or None,
        people=people_names(session) if kind.track is Track.HOLDER else (),
    )
    rights = _rights(session, row, leads)
    right = rights[0] if len(rights) == 1 else None
    holder, holder_verified = _holder(session, right, leads)
    return Facts(
        sender=holder.name if kind.track is Track.HOLDER else office.name,
        office=office,
        holder=holder,
        holder_verified=holder_verified,
        recipient=_recipient(session, row, kind, leads, holder),
        subject=_subject(leads),
        rights=tuple(_right_fact(right) for right in rights),
        papers=_papers(session, right) if right and kind.track is Track.HOLDER else (),
        listings=tuple(listing_fact(lead) for lead in leads),
        comparisons=_comparisons(rights, leads),
        evidence=(
            *(fact for lead in leads if (fact := evidence_fact(lead))),
            *map(_document_fact, row.record.documents),
            *(purchase_evidence(session, leads) if kind.encloses_purchases else ()),
        ),
        acts=tuple(sorted({act for lead in leads if (act := _act(lead))})),
        reviewer=_reviewer(session, kind, leads),
        fields=_fields(session, settings, row, kind, leads, rights),
    )


def _papers(session: Session, right: Right) -> tuple[RightPaper, ...]:
    """The proofs of the right on its page, in the order of their kinds."""
    files = [file for file in files_of_right(session, right.id) if file.kind in PAPERS]
    return tuple(
        RightPaper(kind=file.kind, name=file.name, sha256=file.sha256, type=file.type)
        for file in sorted(files, key=lambda file: (PAPERS.index(file.kind), file.id))
    )


def right_facts(
    session: Session, row: NoticeRow, leads: Sequence[LetterLead]
) -> tuple[RightFact, ...]:
    """The rights of a letter as the ledger has them now, in the letter's order."""
    return tuple(_right_fact(right) for right in _rights(session, row, leads))


def holder_fact(session: Session, row: NoticeRow, leads: Sequence[LetterLead]) -> Party:
    """The holder of the letter's right as the ledger has it now; nobody where it has several."""
    rights = _rights(session, row, leads)
    return _holder(session, rights[0] if len(rights) == 1 else None, leads)[0]


def _rights(session: Session, row: NoticeRow, leads: Sequence[LetterLead]) -> Sequence[Right]:
    """The right of the letter, or where its leads concern several, each of them once."""
    of_leads = {lead.right.id: lead.right for lead in leads}
    if not row.right_id:
        return list(of_leads.values())
    return [of_leads.get(row.right_id) or load_right(session, row.right_id)]


def _comparisons(rights: Sequence[Right], leads: Sequence[LetterLead]) -> tuple[Comparison, ...]:
    """What the assessments compare: signs on goods, never the features of a patent or a variety."""
    if not rights or not compares_signs(rights[0].kind.value):
        return ()
    return compare_leads(rights[0], leads)


def _right_fact(right: Right) -> RightFact:
    return RightFact(
        text=right.text,
        kind=right_basis().rights[right.kind.value].name,
        registration_no=right.registration_no or None,
        classes=tuple(right.classes),
        goods=tuple(right.goods),
        valid_from=right.valid_from,
        valid_until=right.valid_until,
        renewal_filed=right.renewal_filed,
        verified=right.verified,
    )


def _document_fact(document: AddedDocument) -> EvidenceFact:
    return EvidenceFact(name=document.name, proves=document.proves, sha256=document.file.sha256)


def _holder(
    session: Session, right: Right | None, leads: Sequence[LetterLead]
) -> tuple[Party, bool]:
    """The right's holder as a party, and whether somebody verified who it is."""
    if right is None or right.holder is None:
        return Party(), False
    of_leads = {lead.right.id: lead.holder for lead in leads}
    holder = of_leads.get(right.id) or load_holder(session, right.holder)
    party = Party(
        name=holder.name,
        identity=holder.identity or None,
        address=holder.address or None,
        contact=holder.contact or None,
        phone=holder.phone or None,
        email=holder.email or None,
    )
    return party, holder.verified


def _fields(
    session: Session,
    settings: Settings,
    row: NoticeRow,
    kind: Kind,
    leads: Sequence[LetterLead],
    rights: Sequence[Right],
) -> dict[str, str]:
    names = {field.name for field in kind.fields}
    values = {
        "blocked": blocked_visits(session, row.platform) if "blocked" in names else None,
        "conduct": access_conduct(session, row.platform) if "conduct" in names else None,
        "package": cited_packages(leads) if "package" in names else None,
        "marking": marking_request(session, leads) if "marking" in names else None,
        "domain": site_domain(leads) if "domain" in names else None,
        "host": site_registration_words(session, leads) if "host" in names else None,
        "purchase": purchase_words(session, leads, listed=kind.encloses_purchases)
        if "purchase" in names
        else None,
        **(extraction_fields(settings, leads) if "started" in names else {}),
        "recordings": recording_words(session, leads) if "recordings" in names else None,
        PRODUCT_RULE: _product_rule(rights) if PRODUCT_RULE in names else None,
        "appeal": _appeal_address(settings, row) if "appeal" in names else None,
    }
    return {name: value for name, value in values.items() if value}


def _appeal_address(settings: Settings, row: NoticeRow) -> str | None:
    """Where sellers appeal against this letter; None where the office serves no public address."""
    if settings.console_url is None:
        return None
    token = letter_token(appeal_key(settings.home), row.id)
    return f"{settings.console_url}{LETTER_PATH}{token}"


def _product_rule(rights: Sequence[Right]) -> str | None:
    """What the watch words of product rules propose; None for other rights."""
    return propose_product_rule(
        [
            word
            for right in rights
            if right.kind is RightKind.PRODUCT_RULE
            for word in (right.text, *right.aliases)
        ]
    )


def _reviewer(session: Session, kind: Kind, leads: Sequence[LetterLead]) -> Reviewer:
    """核查员: whoever gave the verdicts that stand; several where several did. A letter of the office
    prints full names, as far as they are on record; a holder's prints none."""
    verdicts = [lead.verdict for lead in leads if lead.verdict]
    if not verdicts or len(verdicts) < len(leads):
        return Reviewer()
    newest = max(verdict.decided_at for verdict in verdicts)
    logins = list(dict.fromkeys(verdict.officer for verdict in verdicts))
    names = full_names(session, logins) if kind.sender == "office" else {}
    return Reviewer(
        name="、".join(names.get(login, login) for login in logins),
        decided_on=newest.astimezone(OFFICE_TIME).date(),
    )


def _act(lead: LetterLead) -> int | None:
    return ACT_BY_REASON.get(lead.verdict.reason or "") if lead.verdict else None


def _recipient(
    session: Session, row: NoticeRow, kind: Kind, leads: Sequence[LetterLead], holder: Party
) -> Party:
    """The platform; of a letter on a site of its own, whoever hosts or registers it; of a warning on
    leads, the holder of their right."""
    if kind.track is Track.WARNING and holder.name:
        return holder
    if any(field.name == "host" for field in kind.fields) and (
        party := site_recipient(session, leads)
    ):
        return party
    platform = session.get(PlatformRow, row.platform) if row.platform else None
    return Party(name=platform.title or None) if platform else Party()


def _subject(leads: Sequence[LetterLead]) -> Party:
    """当事人, where all leads show one and the same operator."""
    operators = [lead.listing.operator for lead in leads]
    first = operators[0] if operators else None
    if first is None or any(operator != first for operator in operators):
        return Party()
    return Party(
        name=first.name or None,
        identity=first.credit_code or None,
        address=first.address or None,
    )
