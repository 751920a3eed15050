"""Who may do what (角色权限): sets of roles, one table for the console and the command line.

三员分立 (administrators apart, as GB/T 22239-2019 §8.1.5 has them: system, audit and security management,
each by its own administrator): while the office has it on, the duties below belong to one role each, and the plain
administrator keeps rights, platforms and tasks alone. A user has one role, so nobody holds two.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from storage.base.vocabulary import Role

ADMINISTRATORS_APART = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
"""Those of 三员分立; none of them works on leads."""
EVERY_ROLE = frozenset(Role)
"""One's own account."""
SIGNED_IN = EVERY_ROLE - frozenset(ADMINISTRATORS_APART)
DECIDERS = frozenset({Role.OFFICER, Role.APPROVER, Role.ADMIN})
"""Verdicts on leads, captures, tips."""
DRAFTERS = frozenset({Role.OFFICER, Role.APPROVER, Role.LEGAL, Role.ADMIN})
"""Letters, terms, visits, test purchases: everybody but who may only look."""
APPROVERS = frozenset({Role.APPROVER, Role.ADMIN})
REVIEWERS = frozenset({Role.LEGAL})
OVERSEERS = frozenset({Role.APPROVER, Role.LEGAL, Role.ADMIN})
"""Mails in clear, the end of a hold on evidence, what was learnt."""
ADMINS = frozenset({Role.ADMIN})
"""Rights, platforms, tasks."""
SYSTEM_ADMINS = frozenset({Role.ADMIN, Role.SYSTEM_ADMIN})
"""Settings, backups, programs, channels of notices, the certificate that signs."""
SECURITY_ADMINS = frozenset({Role.ADMIN, Role.SECURITY_ADMIN})
"""People, their roles, sessions and passwords."""
AUDITORS = OVERSEERS | {Role.AUDIT_ADMIN}
"""The audit, read and written out."""
AUDIT_SENDERS = frozenset({Role.ADMIN, Role.AUDIT_ADMIN})
"""Where the audit is sent."""
CONFIRMERS = frozenset({Role.AUDIT_ADMIN})
"""Who confirms that administrators are set apart, or together again."""
POLICY_READERS = SECURITY_ADMINS | CONFIRMERS
"""Rules on passwords and administrators: who changes them and who confirms."""
SECOND_ADMINS = frozenset(ADMINISTRATORS_APART)
"""Who confirms, as the second administrator, what another one proposed."""
HEALTH_READERS = OVERSEERS | {Role.SYSTEM_ADMIN}
"""How the machine is, and its logs."""

_APART: Mapping[frozenset[Role], frozenset[Role]] = MappingProxyType(
    {
        SYSTEM_ADMINS: frozenset({Role.SYSTEM_ADMIN}),
        SECURITY_ADMINS: frozenset({Role.SECURITY_ADMIN}),
        AUDITORS: frozenset({Role.AUDIT_ADMIN}),
        AUDIT_SENDERS: frozenset({Role.AUDIT_ADMIN}),
        POLICY_READERS: frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}),
    }
)


def roles_in_force(roles: frozenset[Role], apart: bool) -> frozenset[Role]:
    """Who of these may, with administrators set apart or not."""
    return _APART.get(roles, roles) if apart else roles
