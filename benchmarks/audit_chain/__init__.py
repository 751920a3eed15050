"""What verifying the audit costs as it grows."""
