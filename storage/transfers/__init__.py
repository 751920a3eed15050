"""Leads that go from one office to another (线索移交): what the package of a transfer letter says to the program
that takes it in, how it is checked, what became of it, and the receipt (回执).

How a lead is opened from it belongs to `console.intake`; the letter itself to `alerts.letters`.
"""
