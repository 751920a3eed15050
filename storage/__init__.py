"""Where everything rests: records, settings, tables, evidence files, audit. Imports none of our rooms."""
