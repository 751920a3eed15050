"""Learnt templates (自学模板): how the goods pages of one shop are made, learnt from its first pages.

A template is a profile of the platforms' kind with the evidence for each field; pages are read by it
at a part of the cost of the full reader, and checked by that again and again.
"""
