"""Pages on letters, risk warnings and the outbox."""
