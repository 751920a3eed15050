"""Where everything rests: records, settings, tables, evidence, audit. Imports no other room."""
