"""Patterns over many leads: hot spots, repeat infringers, jurisdiction, amounts, platforms' answers."""
