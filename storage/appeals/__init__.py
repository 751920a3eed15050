"""申诉: sellers appeal against letters; who may, how it is filed and decided, how often it was right.

No page and no mail belongs here.
"""
