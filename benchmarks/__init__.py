"""Measurements, each printing its figures; they use the shared data where it is present."""
