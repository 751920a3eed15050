"""Builders of data that the program reads; nothing here is imported at run time."""
