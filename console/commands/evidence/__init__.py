"""Commands of what must be proved: captures, packages, the audit."""
