"""Rules on passwords in words (密码规则)."""

from __future__ import annotations

from storage.people.security_policy import PasswordRules


def rules_words(rules: PasswordRules) -> str:
    """What a password must be, in brackets behind its label."""
    words = [f"至少 {rules.length} 位"]
    if rules.kinds > 1:
        words.append(f"大写字母、小写字母、数字、符号中至少 {rules.kinds} 种")
    if rules.days:
        words.append(f"每 {rules.days} 天更换")
    return "，".join(words)
