"""Counts of leads and listings that are kept, so that no page counts them anew."""
