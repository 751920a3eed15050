"""Chromium: finding it, pooling its tabs, scrolling and clicking through drawn lists.

Browsers that take evidence are `crawler.capture`.
"""
