"""What leaves the office, as rows: letters, the outbox, leases of mails, webhook events.

Rendering and sending are `alerts`; nothing here opens a connection.
"""
