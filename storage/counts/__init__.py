"""Kept counts: how many leads stand in each state, and were opened or decided on each day."""
