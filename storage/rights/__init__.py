"""权利, 权利人, 许可: stored, imported from files, with their certificates.

Whether a seller is licensed for a listing is asked in `classifiers.candidate`.
"""
