"""Mail and webhooks: what they say, how they are wrapped, sent, returned.

Which mail is owed is decided in `alerts.followup` and `alerts.letters`.
"""
