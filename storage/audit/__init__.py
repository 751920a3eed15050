"""操作留痕: the append-only hash chain of acts, its check and its signed heads.

Every room writes through `trail.record`; nothing else touches the table.
"""
