"""Who may do what (角色权限): sets of roles, one table for the console and the command line."""

from __future__ import annotations

from storage.base.vocabulary import Role

SIGNED_IN = frozenset(Role)
DECIDERS = frozenset({Role.OFFICER, Role.APPROVER, Role.ADMIN})
"""Verdicts on leads, captures, tips."""
DRAFTERS = frozenset({Role.OFFICER, Role.APPROVER, Role.LEGAL, Role.ADMIN})
"""Letters, terms, visits, test purchases: everybody but who may only look."""
APPROVERS = frozenset({Role.APPROVER, Role.ADMIN})
REVIEWERS = frozenset({Role.LEGAL})
OVERSEERS = frozenset({Role.APPROVER, Role.LEGAL, Role.ADMIN})
"""The audit, mails in clear, the end of a hold on evidence."""
ADMINS = frozenset({Role.ADMIN})
"""Rights, platforms, tasks, users, settings."""
