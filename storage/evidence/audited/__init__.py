"""What the audit says of rows beside it (留痕比对): verdicts, approvals, and columns whose last value an entry
holds. No change of a row belongs here."""
