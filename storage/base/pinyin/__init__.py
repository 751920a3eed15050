"""Pinyin of Chinese texts as far as a search box needs it: the first letter of each character."""
