"""Goods: words for them, their classes, and how they relate to a right's goods."""
