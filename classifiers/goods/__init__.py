"""Goods (商品): words for them, their classes, and how they relate to a right's goods.

Where a mark stands, and what that means, is not known here.
"""
