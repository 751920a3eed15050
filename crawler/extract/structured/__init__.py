"""What a page states for machines: JSON-LD, microdata, RDFa, Open Graph, data- attributes, script objects.

Readers return facts and never look at the visible page; which facts are believed is decided above
(`field_candidates`, `visible/corrections`).
"""
