"""动态口令: a second factor at sign-in (TOTP, RFC 6238), and recovery codes for a lost telephone.

Thirty seconds a code, six digits, SHA-1, as every authenticator app reads them; the code before and
after the present one is taken too, since telephones' clocks differ (RFC 6238 §5.2). No code is
taken twice.
"""

from __future__ import annotations

import secrets
import time
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound, Refused, StoreUnavailable
from storage.files.sealed_secrets import seal, unseal
from storage.people.passwords import secret_hash
from storage.tables import RecoveryCodeRow, UserRow

ISSUER = "护标"
RECOVERY_CODES = 10
"""Codes handed out at enrolment; chosen by hand."""
_STEP_SECONDS = 30
"""Seconds that a code is valid (RFC 6238 §5.2)."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without l, o, i, 0 and 1, which people misread."""


def new_seed(home: Path, user_id: int) -> str:
    """A seed for one officer, sealed: the enrolment form carries it until the first code fits."""
    import pyotp

    return seal(home, f"{user_id}:{pyotp.random_base32()}")


def seed_address(home: Path, user_id: int, name: str, sealed: str) -> str:
    """The `otpauth://` address that an authenticator app reads from the QR code."""
    import pyotp

    seed = _offered(home, user_id, sealed)
    return str(pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name=ISSUER))


def enrol(session: Session, home: Path, user_id: int, sealed: str, code: str) -> list[str]:
    """Ask for the second factor from now on. Gives the recovery codes, to be shown once.

    Raises BadInput when the code does not fit the seed, Refused when there is a factor already.
    """
    seed = _offered(home, user_id, sealed)
    user = _load(session, user_id)
    if user.totp_seed is not None:
        raise Refused("second-factor.present")
    step = matching_step(seed, code)
    if step is None:
        raise BadInput("second-factor.wrong-first-code")
    user.totp_seed, user.totp_step = seal(home, seed), step
    trail.record(
        session, actor=user.name, act="user.second_factor", subject=f"user:{user.name}", now="on"
    )
    return _new_recovery_codes(session, user_id)


def drop_factor(session: Session, user_id: int, *, actor: str) -> None:
    """The password alone signs in again: the officer's own wish, or an administrator's reset."""
    user = _load(session, user_id)
    if user.totp_seed is None:
        raise Refused("second-factor.absent", user=user.name)
    user.totp_seed, user.totp_step = None, None
    session.execute(sa.delete(RecoveryCodeRow).where(RecoveryCodeRow.user_id == user_id))
    trail.record(
        session, actor=actor, act="user.second_factor", subject=f"user:{user.name}", now="off"
    )


def takes_code(session: Session, home: Path, user: UserRow, code: str) -> bool:
    """Whether a code, of the app or a recovery one, signs this officer in; it is used up."""
    typed = code.replace(" ", "").replace("-", "").lower()
    if user.totp_seed is None:
        return False
    if typed.isdigit():
        step = matching_step(unseal(home, user.totp_seed), typed)
        # One statement decides: two browsers with one code do not both get in.
        used = sa.update(UserRow).where(
            UserRow.id == user.id, sa.func.coalesce(UserRow.totp_step, 0) < (step or 0)
        )
        return step is not None and _touched(session, used.values(totp_step=step))
    left = sa.delete(RecoveryCodeRow).where(
        RecoveryCodeRow.user_id == user.id, RecoveryCodeRow.code_hash == secret_hash(typed)
    )
    if not _touched(session, left):
        return False
    trail.record(session, actor=user.name, act="user.recovery_code", subject=f"user:{user.name}")
    return True


def codes_left(session: Session, user_id: int) -> int:
    """How many recovery codes an officer still has."""
    query = sa.select(sa.func.count()).where(RecoveryCodeRow.user_id == user_id)
    return session.scalar(query) or 0


def matching_step(seed: str, code: str, at: datetime | None = None) -> int | None:
    """The half minute since 1970, near `at`, whose code this is; None where the code fits none."""
    import pyotp

    totp = pyotp.TOTP(seed)
    present = int((at.timestamp() if at else time.time()) // _STEP_SECONDS)
    typed = code.replace(" ", "").encode()
    for step in (present, present - 1, present + 1):
        if secrets.compare_digest(totp.generate_otp(step).encode(), typed):
            return step
    return None


def _touched(session: Session, statement: sa.Update | sa.Delete) -> bool:
    result = session.execute(statement)
    return bool(getattr(result, "rowcount", 0))


def _offered(home: Path, user_id: int, sealed: str) -> str:
    try:
        owner, _, seed = unseal(home, sealed).partition(":")
    except StoreUnavailable as error:
        raise BadInput("second-factor.page-expired") from error
    if owner != str(user_id):
        raise BadInput("second-factor.another-user")
    return seed


def _new_recovery_codes(session: Session, user_id: int) -> list[str]:
    session.execute(sa.delete(RecoveryCodeRow).where(RecoveryCodeRow.user_id == user_id))
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCodeRow(user_id=user_id, code_hash=secret_hash(c)) for c in codes)
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def _load(session: Session, user_id: int) -> UserRow:
    user = lock_row(session, UserRow, user_id)
    if user is None:
        raise NotFound("user.unknown-number", number=user_id)
    return user
