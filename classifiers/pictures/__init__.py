"""Pictures (图片): text read in them (OCR) and registered logos found in them.

What the text means is judged like any other field, in `classifiers.signals`.
"""
